package io.gridbourse.ejb.chain;

import io.gridbourse.contracts.CourtCalls;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/** The server's calls of the hub in matters of the court, as call data. */
public final class LedgerCourtCalls {
  private LedgerCourtCalls() {}

  /**
   * Accepts a partition on one vote per task.
   *
   * @param terms the requester's signature
   */
  public static String accept(PartitionSettlement result, Duration window, String terms) {
    return CourtCalls.acceptPartition(LedgerCalls.result(result), window.toSeconds(), terms);
  }

  /** Settles an accepted partition. */
  public static String release(PartitionSettlement result) {
    return CourtCalls.releasePartition(LedgerCalls.result(result));
  }

  /** Challenges an accepted answer, with its proof against the root of results. */
  public static String challenge(DealId deal, long index, Bytes32 digest, List<Bytes32> proof) {
    return CourtCalls.challenge(deal.hex(), BigInteger.valueOf(index), digest.hex(), hex(proof));
  }

  /** Draws the jury of a trial. */
  public static String draw(long trial, PartitionSettlement result) {
    return CourtCalls.drawJury(trial, LedgerCalls.result(result));
  }

  /** Binds a juror to its answer. */
  public static String commit(long trial, Address juror, Bytes32 seal, String signature) {
    return CourtCalls.commitVote(trial, juror.hex(), seal.hex(), signature);
  }

  /** Shows a juror's answer. */
  public static String reveal(long trial, Address juror, Bytes32 digest, Bytes32 salt) {
    return CourtCalls.revealVote(trial, juror.hex(), digest.hex(), salt.hex());
  }

  /**
   * Shows who gave the challenged answer.
   *
   * @param contributor its number among the result's commitments
   * @param before the contributor's accumulator before the lease that holds the answer
   * @param later the roots of its leases after that
   */
  public static String open(
      long trial,
      PartitionSettlement result,
      int contributor,
      List<Bytes32> proof,
      Bytes32 before,
      List<Bytes32> later) {
    return CourtCalls.openSeal(
        trial,
        LedgerCalls.result(result),
        contributor,
        new CourtCalls.Opening(hex(proof), before.hex(), hex(later)));
  }

  /** Counts the votes of a trial. */
  public static String rule(long trial) {
    return CourtCalls.rule(trial);
  }

  /** What binds a juror before it shows its answer. */
  public static Bytes32 seal(Address juror, TaskId task, Bytes32 digest, Bytes32 salt) {
    return new Bytes32(CourtCalls.voteSeal(juror.hex(), task.hex(), digest.hex(), salt.hex()));
  }

  private static List<String> hex(List<Bytes32> words) {
    return words.stream().map(Bytes32::hex).toList();
  }
}
