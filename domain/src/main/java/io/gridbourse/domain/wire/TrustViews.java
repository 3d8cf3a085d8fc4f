package io.gridbourse.domain.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the REST interface says of how far workers can be believed. */
public final class TrustViews {
  private TrustViews() {}

  /**
   * What is known of a worker beyond its score on the ledger.
   *
   * @param checksPassed tasks with known answers that it answered rightly
   * @param streak valid replicated results since the last one that was not
   * @param caughtAt when it answered such a task wrongly; then it is given nothing
   * @param caughtIn the bag of that task
   * @param suspectedWith pairs with it that agree against the rest too often
   * @param owner whose it is, as an operator said; null if it is the pool's
   * @param quota leases of bags with adaptive replication that may come to nothing
   */
  public record StandingView(
      String worker,
      @Nullable String name,
      int checksPassed,
      int streak,
      @Nullable Instant caughtAt,
      @Nullable String caughtIn,
      List<PairView> suspectedWith,
      @Nullable String owner,
      QuotaView quota) {}

  /**
   * How many leases of bags with adaptive replication may come to nothing at a host.
   *
   * @param daily what it began with, for all its processors
   * @param now how much of that one day bears now
   * @param failed leases that came to nothing today
   * @param left leases that may still today; with none, it is given none of those bags
   * @param newAt when the next day begins, with {@code now} leases
   */
  public record QuotaView(int daily, int now, int failed, int left, Instant newAt) {}

  /** Says whose a worker is. */
  public record OwnerRequest(@Nullable String owner) {}

  /**
   * Two workers that agree against the rest too often to be honest strangers.
   *
   * @param together tasks on which both voted
   * @param agreedWrong tasks on which both gave the same answer and were outvoted
   * @param probability that two workers that err independently agree as often
   */
  public record PairView(
      String first,
      @Nullable String firstName,
      String second,
      @Nullable String secondName,
      int together,
      int agreedWrong,
      double probability) {}

  /**
   * How the results of a bag come to be believed, and how they did so far.
   *
   * @param rungs of the ladder of verification, as a BagSpec names them with their numbers
   * @param comparator when two results count as the same
   * @param spotChecks the share of leases whose answers are known, 0 to 0.5
   * @param classes ANY, SYSTEM or PROCESSOR: which hosts' votes are compared
   * @param windowSeconds how long an accepted result may be challenged
   * @param certified tasks with a certificate, those of {@code ballots}
   * @param ballots by who voted how, the most frequent first
   * @param tolerated the budget of wrong results, if the order has one
   */
  public record CertificationView(
      String bag,
      List<String> rungs,
      String comparator,
      double spotChecks,
      String classes,
      @Nullable Long windowSeconds,
      long certified,
      List<BallotView> ballots,
      @Nullable ToleranceView tolerated) {}

  /**
   * A budget of wrong results.
   *
   * @param share of wrong results that the order tolerates
   * @param results how many those are of the tasks that are not given up
   * @param spent how many are to be expected at most, by the bounds of all certificates so far
   */
  public record ToleranceView(double share, double results, double spent) {}

  /**
   * Tasks that were certified by as many votes.
   *
   * @param accepted votes for the certified answer
   * @param outvoted votes for other answers
   * @param silent votes that were never shown
   */
  public record BallotView(int accepted, int outvoted, int silent, long tasks) {}

  /**
   * What was found by computing units of an answer again.
   *
   * @param units of which the answer consists
   * @param drawn those that were drawn
   * @param found why it is wrong; absent if all that were drawn are right
   */
  public record SampleView(int units, List<Integer> drawn, @Nullable String found) {}
}
