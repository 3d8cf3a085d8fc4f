package io.gridbourse.ejb.market.insurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.Experience;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.sql.Sql;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What was seen of pools and apps, counted from rows. */
class ExperiencesTest {
  private static final Address POOL = address(1);
  private static final Address APP = address(2);
  private static final Address OTHER = address(3);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final Sql sql = new Sql(TestDatabase.create());
  private final Experiences experiences = new Experiences(sql);
  private int made;

  @Test
  void nothingIsKnownOfANewPool() {
    Experiences.History history = experiences.of(POOL, APP, 10);
    assertThat(history.pool().failed()).isEqualTo(Experience.NONE);
    assertThat(history.pair().overturned()).isEqualTo(Experience.NONE);
  }

  @Test
  void failuresOfThePoolAndOfThePairAreCountedApart() {
    deal(POOL, APP, "COMPLETED", false).partition(90, 0, 60);
    deal(POOL, OTHER, "FAILED", false).partition(80, 20, 60);
    deal(address(9), APP, "FAILED", false).partition(0, 100, 60);
    Experiences.History history = experiences.of(POOL, APP, 10);
    assertThat(history.pool().failed()).isEqualTo(new Experience(20, 190));
    assertThat(history.pair().failed()).isEqualTo(new Experience(0, 90));
  }

  @Test
  void cancelledAndUnfinishedBagsSayNothing() {
    deal(POOL, APP, "CANCELLED", true).partition(1, 99, 60);
    deal(POOL, APP, "FAILED", true).partition(1, 99, 60);
    deal(POOL, APP, "RUNNING", false).partition(1, 99, 60);
    assertThat(experiences.of(POOL, APP, 10).pool().failed()).isEqualTo(Experience.NONE);
  }

  @Test
  void lateIsWhatCameAfterTheHorizonInTimesOfTheCategory() {
    deal(POOL, APP, "COMPLETED", false).partition(10, 0, 200).partition(10, 0, 700);
    assertThat(experiences.of(POOL, APP, 2).pair().late()).isEqualTo(new Experience(10, 20));
    assertThat(experiences.of(POOL, APP, 3).pair().late()).isEqualTo(new Experience(0, 20));
    assertThat(experiences.of(POOL, APP, 0.5).pair().late()).isEqualTo(new Experience(20, 20));
  }

  @Test
  void whatTheLedgerRefusedFailedAndWhatTheCourtOverturnedIsKnown() {
    Made deal = deal(POOL, APP, "FAILED", false).partition(10, 0, 200).refused(5);
    sql.update(
        "insert into overturned_task (event_id, deal, partition, idx) values (?, ?, 0, 3)",
        event(START),
        deal.id);
    Experiences.Seen seen = experiences.of(POOL, APP, 10).pair();
    assertThat(seen.failed()).isEqualTo(new Experience(5, 15));
    assertThat(seen.overturned()).isEqualTo(new Experience(1, 10));
  }

  private final class Made {
    private final String id;
    private final String bag;
    private int partitions;

    private Made(String id, String bag) {
      this.id = id;
      this.bag = bag;
    }

    private Made partition(int certified, int failed, int afterSeconds) {
      add("SETTLED", certified, failed, certified + failed);
      sql.update(
          "insert into deal_partition (deal, number, results_root, certified, failed, results,"
              + " event_id, tx_hash) values (?, ?, ?, ?, ?, '', ?, ?)",
          id,
          partitions++,
          hash(0),
          certified,
          failed,
          event(START.plusSeconds(afterSeconds)),
          hash(0));
      return this;
    }

    private Made refused(int tasks) {
      add("REFUSED", tasks, 0, tasks);
      partitions++;
      return this;
    }

    private void add(String state, int certified, int failed, int tasks) {
      sql.update(
          "insert into bag_partition (bag, number, first, tasks, size, state, succeeded, given_up)"
              + " values (?, ?, 0, ?, ?, ?, ?, ?)",
          bag,
          partitions,
          tasks,
          tasks,
          state,
          certified,
          failed);
    }
  }

  private Made deal(Address pool, Address app, String state, boolean cancelled) {
    String id = hash(++made);
    String bag = "b-" + made;
    sql.update(
        "insert into bag (id, deal, requester, name, project, app, tasks, spec, state,"
            + " cancel_requested, submitted_at, ended_at) values (?, ?, ?, 'n', '', 'a', 1, '', ?,"
            + " ?, ?, ?)",
        bag,
        id,
        address(7).hex(),
        state,
        cancelled,
        START,
        START);
    sql.update(
        "insert into deal (id, bag, event_id, request_hash, app, dataset, pool, pool_owner,"
            + " requester, app_price, dataset_price, pool_price, category, trust, bot_first,"
            + " bot_size, params, started_at, worker_stake, scheduler_reward_ratio, tx_hash,"
            + " block_number) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 1, 0, 1, 0, 1, '', ?, 1, 1,"
            + " ?, 1)",
        id,
        bag,
        event(START),
        hash(made),
        app.hex(),
        address(0).hex(),
        pool.hex(),
        address(8).hex(),
        address(7).hex(),
        START,
        hash(made));
    return new Made(id, bag);
  }

  private int events;

  private long event(Instant at) {
    return sql.first(
            "insert into chain_event (chain_id, tx_hash, log_index, block_hash, block_number,"
                + " address, kind, topics, data, state, happened_at) values (1, ?, 0, ?, 1, ?, 'X',"
                + " '', '', 'FINAL', ?) returning id",
            row -> row.getLong(1),
            hash(1_000 + ++events),
            hash(1),
            address(5).hex(),
            at)
        .orElseThrow();
  }

  private static Address address(int seed) {
    return new Address("0x" + String.format("%040x", seed));
  }

  private static String hash(int seed) {
    return "0x" + String.format("%064x", seed);
  }
}
