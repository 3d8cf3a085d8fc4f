package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;

/**
 * Four matched orders as the ledger recorded them.
 *
 * @param request hash of the request order
 * @param dataset zero when the deal has none
 * @param callback contract that is called back with results; zero when the deal has none
 * @param prices per task
 * @param tasks the deal's tasks are [botFirst, botFirst + botSize) in the volume of the request
 * @param params the request's parameters, as text
 * @param startedAt time of the block of the match; weights of workers are those of this time
 * @param workerStake what each contributor has at risk per task
 */
public record Deal(
    DealId id,
    Bytes32 request,
    Address app,
    Address dataset,
    Address pool,
    Address poolOwner,
    Address requester,
    Address callback,
    Prices prices,
    Category category,
    Trust trust,
    Tasks tasks,
    String params,
    Instant startedAt,
    NanoRlc workerStake,
    int schedulerRewardRatioPercent) {

  /** Whether a contract is called back with each result. */
  public boolean isCalledBack() {
    return !callback.isZero();
  }

  /** Prices of one task. */
  public record Prices(NanoRlc app, NanoRlc dataset, NanoRlc pool) {
    /** What one task costs the requester. */
    public NanoRlc total() {
      return app.plus(dataset).plus(pool);
    }
  }

  /** A deal's share of its request's volume. */
  public record Tasks(long botFirst, long botSize) {
    public Tasks {
      if (botFirst < 0 || botSize < 1) {
        throw new IllegalArgumentException("a deal has at least one task");
      }
    }
  }
}
