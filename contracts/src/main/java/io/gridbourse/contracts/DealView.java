package io.gridbourse.contracts;

import io.gridbourse.contracts.abi.Hub;
import java.math.BigInteger;

/**
 * A deal as the ledger has it.
 *
 * @param startTime when it was matched, in seconds since 1970; 0 when there is no such deal
 * @param botFirst the first index of its tasks
 * @param workerStake what a wrong answer to one task costs a worker, in nRLC
 * @param schedulerRewardRatio what the pool's owner keeps, in percent
 * @param sponsor who pays
 */
public record DealView(
    Resource app,
    Resource dataset,
    Resource workerpool,
    BigInteger trust,
    long category,
    String tag,
    String requester,
    String beneficiary,
    String callback,
    String params,
    long startTime,
    BigInteger botFirst,
    BigInteger botSize,
    BigInteger workerStake,
    int schedulerRewardRatio,
    String sponsor) {

  /** What a deal uses, whose it was, and its price per task in nRLC. */
  public record Resource(String pointer, String owner, BigInteger price) {
    private static Resource of(Hub.Resource found) {
      return new Resource(found.pointer, found.owner, found.price);
    }
  }

  static DealView of(Hub.Deal found) {
    return new DealView(
        Resource.of(found.app),
        Resource.of(found.dataset),
        Resource.of(found.workerpool),
        found.trust,
        found.category.longValueExact(),
        Hex.text(found.tag),
        found.requester,
        found.beneficiary,
        found.callback,
        found.params,
        found.startTime.longValueExact(),
        found.botFirst,
        found.botSize,
        found.workerStake,
        found.schedulerRewardRatio.intValueExact(),
        found.sponsor);
  }
}
