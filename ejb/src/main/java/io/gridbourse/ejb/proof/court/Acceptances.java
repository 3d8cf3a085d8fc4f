package io.gridbourse.ejb.proof.court;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Accepted partitions: what the requester agreed to, what was sent, what the ledger said. */
public final class Acceptances {
  private static final ObjectMapper MAPPER =
      Json.mapper()
          .copy()
          .setVisibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
          .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
          .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
  private final Sql sql;

  /** The acceptances in this database. */
  public Acceptances(DataSource database) {
    this.sql = new Sql(database);
  }

  /** The requester's consent. */
  public record Terms(Duration window, String signature) {}

  /**
   * An acceptance on the ledger.
   *
   * @param windowEnd until when it may be challenged
   * @param isFinal whether its block is
   */
  public record Accepted(
      DealId deal,
      long partition,
      Instant windowEnd,
      Instant at,
      String transaction,
      boolean isFinal) {}

  /** Keeps the consent to a deal; the first one counts. */
  void agree(DealId deal, Terms terms, Instant at) {
    sql.update(
        "insert into optimistic_terms (deal, window_seconds, signature, signed_at)"
            + " values (?, ?, ?, ?) on conflict do nothing",
        deal.hex(),
        terms.window().toSeconds(),
        terms.signature(),
        at);
  }

  /** The consent to a deal. */
  Optional<Terms> terms(DealId deal) {
    return sql.first(
        "select * from optimistic_terms where deal = ?",
        row ->
            new Terms(
                Duration.ofSeconds(row.getLong("window_seconds")), row.getString("signature")),
        deal.hex());
  }

  /** Keeps what a partition is accepted with; what is there already stays. */
  void plan(PartitionSettlement result, Instant at) {
    sql.update(
        "insert into acceptance_plan (deal, partition, partition_size, result, planned_at)"
            + " values (?, ?, ?, ?, ?) on conflict do nothing",
        result.deal().hex(),
        result.partition(),
        result.partitionSize(),
        json(result),
        at);
  }

  /** What a partition is accepted with. */
  public Optional<PartitionSettlement> planned(DealId deal, long partition) {
    return sql.first(
        "select result from acceptance_plan where deal = ? and partition = ?",
        row -> settlement(row.getString("result")),
        deal.hex(),
        partition);
  }

  /** Tasks of each partition but the last one of a deal, as one of them is accepted. */
  Optional<Long> partitionSize(DealId deal, long partition) {
    return sql.first(
        "select partition_size from acceptance_plan where deal = ? and partition = ?",
        row -> row.getLong("partition_size"),
        deal.hex(),
        partition);
  }

  /** The acceptance of a partition, as far as the chain was read. */
  public Optional<Accepted> find(DealId deal, long partition) {
    return sql.first(
        "select * from acceptance where deal = ? and partition = ?",
        Acceptances::accepted,
        deal.hex(),
        partition);
  }

  /** Ends of the windows of a deal's accepted partitions, by number. */
  public Map<Integer, Instant> windows(DealId deal) {
    Map<Integer, Instant> ends = new HashMap<>();
    sql.list("select * from acceptance where deal = ?", Acceptances::accepted, deal.hex())
        .forEach(each -> ends.put((int) each.partition(), each.windowEnd()));
    return ends;
  }

  /** Whether the ledger has settled a partition for good, whoever asked it to. */
  boolean isSettled(DealId deal, long partition) {
    return sql.first(
            "select 1 from deal_partition where deal = ? and number = ?",
            row -> true,
            deal.hex(),
            partition)
        .isPresent();
  }

  private static Accepted accepted(ResultSet row) throws SQLException {
    return new Accepted(
        new DealId(row.getString("deal")),
        row.getLong("partition"),
        Sql.instant(row, "window_end").orElseThrow(),
        Sql.instant(row, "accepted_at").orElseThrow(),
        row.getString("tx_hash"),
        row.getBoolean("is_final"));
  }

  private static String json(PartitionSettlement result) {
    try {
      return MAPPER.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an acceptance cannot be written", e);
    }
  }

  private static PartitionSettlement settlement(String json) {
    try {
      return MAPPER.readValue(json, PartitionSettlement.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored acceptance cannot be read", e);
    }
  }
}
