package io.gridbourse.contracts;

import java.math.BigInteger;

/**
 * What an insurance reported: one record per event of the contract. Amounts are nRLC. Where it
 * happened stays with the log it came from.
 */
public sealed interface InsuranceEvent {
  /**
   * A deal is insured.
   *
   * @param deadline last moment in time, in seconds since 1970
   */
  record PolicyBought(
      String dealId,
      String insured,
      BigInteger premium,
      BigInteger coverPerTask,
      long tasks,
      long deadline)
      implements InsuranceEvent {}

  /** So many tasks of a partition failed, came late, were overturned; so much was paid. */
  record PartitionAssessed(
      String dealId, long partition, long failed, long late, long overturned, BigInteger paid)
      implements InsuranceEvent {}

  /** Another key signs quotes. */
  record UnderwriterChanged(String underwriter) implements InsuranceEvent {}

  /** Capital came in. */
  record CapitalInvested(String sender, String insurer, BigInteger amount, BigInteger shares)
      implements InsuranceEvent {}

  /** Capital was taken out of an insurer's shares. */
  record CapitalWithdrawn(
      String sender, String receiver, String insurer, BigInteger amount, BigInteger shares)
      implements InsuranceEvent {}
}
