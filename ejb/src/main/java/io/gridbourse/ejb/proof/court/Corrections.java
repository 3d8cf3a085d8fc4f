package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Results that juries found instead of accepted ones. */
public final class Corrections {
  private final Sql sql;

  /** The corrections in this database. */
  public Corrections(DataSource database) {
    this.sql = new Sql(database);
  }

  /**
   * A correction.
   *
   * @param outcome what the program put out, if a juror of this server showed it and it succeeded
   * @param transaction of the verdict
   */
  // Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Correction(
      long index, Bytes32 digest, Optional<byte[]> outcome, String transaction) {}

  /** The corrections of a deal, by the ledger's index of the task. */
  public Map<Long, Correction> of(DealId deal) {
    Map<Long, Correction> corrections = new HashMap<>();
    sql.list(
            "select c.task_index, c.corrected, c.tx_hash, (select v.outcome from jury_vote v"
                + " join trial_event t on t.trial = v.trial and t.kind = 'CHALLENGED'"
                + " where t.deal = c.deal and t.task_index = c.task_index"
                + " and v.digest = c.corrected and v.outcome is not null limit 1) as outcome"
                + " from correction c where c.deal = ?",
            row ->
                new Correction(
                    row.getLong("task_index"),
                    new Bytes32(row.getString("corrected")),
                    Optional.ofNullable(row.getBytes("outcome")),
                    row.getString("tx_hash")),
            deal.hex())
        .forEach(each -> corrections.put(each.index(), each));
    return corrections;
  }

  /** The correction of one task. */
  public Optional<Correction> find(DealId deal, long index) {
    return Optional.ofNullable(of(deal).get(index));
  }
}
