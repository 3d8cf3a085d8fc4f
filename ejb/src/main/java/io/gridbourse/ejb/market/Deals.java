package io.gridbourse.ejb.market;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.ledger.FinalEvents.Place;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The final deals, as the ledger recorded them. */
@ApplicationScoped
public class Deals {
  private Sql sql;

  protected Deals() {}

  /** The deals in this database. */
  @Inject
  public Deals(DataSource database) {
    this.sql = new Sql(database);
  }

  /** A deal with where the ledger has it. */
  public record Recorded(Deal deal, String transaction, long block) {}

  /** A partition that the ledger has settled for good. */
  public record SettledPartition(
      int number, String resultsRoot, long certified, long failed, String transaction) {}

  /** A final deal. */
  public Optional<Deal> find(DealId id) {
    return recorded(id).map(Recorded::deal);
  }

  /** A final deal with its place. */
  public Optional<Recorded> recorded(DealId id) {
    return sql.first("select * from deal where id = ?", Deals::recorded, id.hex());
  }

  /**
   * Deals of a requester, or of all, the newest first.
   *
   * @param after the last one of the page before
   */
  public List<Recorded> page(Optional<Address> requester, Optional<DealId> after, int limit) {
    return sql.list(
        "select * from deal where (?::text is null or requester = ?)"
            + " and (?::text is null or (started_at, id) <"
            + " (select d.started_at, d.id from deal d where d.id = ?))"
            + " order by started_at desc, id desc limit ?",
        Deals::recorded,
        requester.map(Address::hex),
        requester.map(Address::hex),
        after.map(DealId::hex),
        after.map(DealId::hex),
        limit);
  }

  /** Deals with a pool that nobody here has taken on, oldest first. */
  List<Recorded> withoutBag(Address pool) {
    return sql.list(
        "select * from deal d where pool = ? and not exists (select 1 from bag b where b.id = d.bag)"
            + " order by block_number, id",
        Deals::recorded,
        pool.hex());
  }

  /** Settled partitions of a deal by number. */
  public List<SettledPartition> partitions(DealId id) {
    return partitions(List.of(id)).getOrDefault(id, List.of());
  }

  /** Settled partitions of deals, each by number; a deal without any has no entry. */
  public Map<DealId, List<SettledPartition>> partitions(List<DealId> ids) {
    Map<DealId, List<SettledPartition>> settled = new HashMap<>();
    sql.list(
        "select * from deal_partition where deal = any(string_to_array(?, ','))"
            + " order by deal, number",
        row ->
            settled
                .computeIfAbsent(new DealId(row.getString("deal")), id -> new ArrayList<>())
                .add(settled(row)),
        ids.stream().map(DealId::hex).collect(Collectors.joining(",")));
    return settled;
  }

  /** The blocks in which partitions of a deal were settled, by number. */
  public Map<Integer, Long> settlementBlocks(DealId id) {
    Map<Integer, Long> blocks = new HashMap<>();
    sql.list(
        "select p.number, e.block_number from deal_partition p join chain_event e"
            + " on e.id = p.event_id where p.deal = ?",
        row -> blocks.put(row.getInt(1), row.getLong(2)),
        id.hex());
    return blocks;
  }

  private static SettledPartition settled(ResultSet row) throws SQLException {
    return new SettledPartition(
        row.getInt("number"),
        row.getString("results_root"),
        row.getLong("certified"),
        row.getLong("failed"),
        row.getString("tx_hash"));
  }

  /** Stores a deal; false if it is there already. */
  boolean add(Deal deal, Place place) {
    return sql.update(
            "insert into deal (id, bag, event_id, request_hash, app, dataset, pool, pool_owner,"
                + " requester, app_price, dataset_price, pool_price, category, trust, bot_first,"
                + " bot_size, params, started_at, worker_stake, scheduler_reward_ratio, tx_hash,"
                + " block_number, callback) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?, ?) on conflict do nothing",
            deal.id().hex(),
            BagId.of(deal.id()).text(),
            place.eventId(),
            deal.request().hex(),
            deal.app().hex(),
            deal.dataset().hex(),
            deal.pool().hex(),
            deal.poolOwner().hex(),
            deal.requester().hex(),
            deal.prices().app().units(),
            deal.prices().dataset().units(),
            deal.prices().pool().units(),
            deal.category().number(),
            deal.trust().value(),
            deal.tasks().botFirst(),
            deal.tasks().botSize(),
            deal.params(),
            deal.startedAt(),
            deal.workerStake().units(),
            deal.schedulerRewardRatioPercent(),
            place.transaction(),
            place.block(),
            deal.callback().hex())
        == 1;
  }

  void addPartition(HubEvent.PartitionSettled settled, Place place) {
    sql.update(
        "insert into deal_partition (deal, number, results_root, certified, failed, results,"
            + " event_id, tx_hash) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        settled.dealId(),
        settled.partition(),
        settled.resultsRoot(),
        settled.certifiedTasks(),
        settled.failedTasks(),
        settled.results(),
        place.eventId(),
        place.transaction());
  }

  /** A row of the table. */
  static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(deal(row), row.getString("tx_hash"), row.getLong("block_number"));
  }

  private static Deal deal(ResultSet row) throws SQLException {
    return new Deal(
        new DealId(row.getString("id")),
        new Bytes32(row.getString("request_hash")),
        new Address(row.getString("app")),
        new Address(row.getString("dataset")),
        new Address(row.getString("pool")),
        new Address(row.getString("pool_owner")),
        new Address(row.getString("requester")),
        new Address(row.getString("callback")),
        new Deal.Prices(
            new NanoRlc(Sql.integer(row, "app_price")),
            new NanoRlc(Sql.integer(row, "dataset_price")),
            new NanoRlc(Sql.integer(row, "pool_price"))),
        Category.numbered(row.getInt("category")),
        new Trust(row.getLong("trust")),
        new Deal.Tasks(row.getLong("bot_first"), row.getLong("bot_size")),
        row.getString("params"),
        Sql.instant(row, "started_at").orElseThrow(),
        new NanoRlc(Sql.integer(row, "worker_stake")),
        row.getInt("scheduler_reward_ratio"));
  }
}
