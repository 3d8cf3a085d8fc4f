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
   */
  public record StandingView(
      String worker,
      @Nullable String name,
      int checksPassed,
      int streak,
      @Nullable Instant caughtAt,
      @Nullable String caughtIn,
      List<PairView> suspectedWith,
      @Nullable String owner) {}

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
}
