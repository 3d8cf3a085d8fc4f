package io.gridbourse.domain.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the REST interface shows of the court; in the manner of {@link Views}. */
public final class DisputeViews {
  private DisputeViews() {}

  /**
   * A challenge on its way to the ledger, or there.
   *
   * @param state PLANNED, SENT, REFUSED, or OPENED once the ledger has a trial for it
   * @param reason why the ledger refuses it
   * @param dispute number of the trial
   */
  public record ChallengeView(
      String bag,
      long index,
      String task,
      String digest,
      String challenger,
      String stake,
      String state,
      @Nullable String reason,
      @Nullable String transaction,
      @Nullable Long dispute,
      Instant plannedAt) {}

  /**
   * A trial.
   *
   * @param id as the ledger counts trials
   * @param bag absent if its deal is not served here; then {@code index} is, too
   * @param index of the task in its bag
   * @param jurorsNeeded who would decide if they agreed and were new
   * @param liar who gave the challenged answer, once that is shown
   * @param verdict what the jury found
   * @param money what the verdict moved, by account
   */
  public record DisputeView(
      long id,
      String state,
      String sentence,
      String deal,
      @Nullable String bag,
      @Nullable Long index,
      String task,
      String digest,
      String challenger,
      String stake,
      Instant openedAt,
      String transaction,
      int round,
      @Nullable Integer jurorsNeeded,
      @Nullable Instant commitEnd,
      @Nullable Instant revealEnd,
      List<JurorView> jury,
      @Nullable String liar,
      @Nullable String verdict,
      @Nullable Instant endedAt,
      @Nullable String endTransaction,
      List<MoneyView> money) {}

  /**
   * A challenge that is to be signed with a key that the server does not have.
   *
   * @param stake locked by the challenge in the hub, nRLC
   * @param until when the ledger takes it
   */
  public record UnsignedChallenge(
      String bag,
      long index,
      String digest,
      String stake,
      Instant until,
      LedgerViews.TransactionView transaction) {}

  /** A juror; {@code vote} is DRAWN, COMMITTED, REVEALED or SILENT. */
  public record JurorView(
      String worker, @Nullable String owner, int round, String vote, @Nullable String digest) {}

  /** What an account gained, or lost if it is below zero. */
  public record MoneyView(String account, String amount) {}
}
