package io.gridbourse.domain.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server shows and takes of insurance. Amounts are decimal strings in nRLC. */
public final class InsuranceViews {
  private InsuranceViews() {}

  /**
   * What was seen of one peril: FAILED, LATE or OVERTURNED.
   *
   * @param poolBad tasks of the pool, with all apps, that went wrong, of {@code poolTasks}
   * @param appBad the same of the pool with this app alone
   * @param rate the expected share of tasks that go wrong
   * @param deviation how uncertain that is, as a standard deviation
   */
  public record PerilView(
      String peril,
      long poolBad,
      long poolTasks,
      long appBad,
      long appTasks,
      double rate,
      double deviation) {}

  /**
   * What insuring a deal costs.
   *
   * @param premium for all its tasks
   * @param cover for all its tasks, most that can be paid
   * @param rate the premium per nRLC of cover
   * @param deadline last moment in time; absent until the deal is final
   * @param expiry until when the signed quote binds; absent if it is not signed
   * @param signature of the underwriter over the quote for {@code contract}
   * @param calls what the insured sends, in this order, to buy it with any wallet; none without a
   *     signature
   */
  public record InsuranceQuoteView(
      @Nullable String deal,
      @Nullable String bag,
      String insured,
      String premium,
      String coverPerTask,
      long tasks,
      String cover,
      double rate,
      List<PerilView> perils,
      @Nullable Instant deadline,
      @Nullable Instant expiry,
      @Nullable String signature,
      @Nullable String contract,
      List<CallView> calls) {}

  /** A call of a contract, to be signed by a wallet; {@code data} is hexadecimal. */
  public record CallView(String does, String to, String data) {}

  /** A signed quote for whoever proves to have the requester's wallet. */
  public record WalletQuote(boolean ok, InsuranceQuoteView quote) {}

  /**
   * Asks for a quote, or buys a policy: of a deal or of its bag.
   *
   * @param coverPerTask absent for the price of a task
   * @param sign whether the quote shall bind; a bag with a binding quote is not cancelled
   * @param premiumMax most that the policy may cost; absent for the price that is quoted now
   * @param wallet for a deal of an account whose key is not here: the proof of its wallet,
   *     hash_signature_address of a challenge of GET /challenge
   */
  public record InsuranceRequest(
      @Nullable String deal,
      @Nullable String bag,
      @Nullable String coverPerTask,
      @Nullable Boolean sign,
      @Nullable String premiumMax,
      @Nullable String wallet) {}

  /** A part of a policy that was assessed, and what was paid for it. */
  public record AssessmentView(
      long partition,
      long failed,
      long late,
      long overturned,
      String paid,
      Instant at,
      String transaction,
      boolean isFinal) {}

  /**
   * A policy.
   *
   * @param state OPEN while tasks are not assessed, or CLOSED
   * @param paid to the insured so far
   */
  public record PolicyView(
      String deal,
      String bag,
      String insured,
      String state,
      String premium,
      String coverPerTask,
      long tasks,
      long tasksOpen,
      String paid,
      Instant deadline,
      Instant boughtAt,
      String transaction,
      boolean isFinal,
      List<AssessmentView> assessments) {}

  /**
   * Whether a bag is insured.
   *
   * @param state WANTED, BUYING, INSURED or NOT_INSURED
   */
  public record BagInsuranceView(
      String state,
      @Nullable String premium,
      @Nullable String coverPerTask,
      @Nullable String paid,
      @Nullable String reason) {}

  /** The insurers' capital; {@code own} is the asker's part. */
  public record CapitalView(
      String contract,
      String underwriter,
      String total,
      String reserved,
      String free,
      HoldingView own) {}

  /** An insurer's part of the capital: what it is worth, and what can be taken out now. */
  public record HoldingView(String account, String shares, String worth, String withdrawable) {}

  /** Capital that came in or went out: INVESTED or WITHDRAWN. */
  public record CapitalMoveView(
      String kind,
      String insurer,
      String party,
      String amount,
      String shares,
      Instant at,
      String transaction,
      boolean isFinal) {}

  /** Puts capital in or takes it out: an amount in nRLC. */
  public record CapitalRequest(String amount) {}

  /**
   * Something wanted of the insurance, on its way to the ledger.
   *
   * @param kind BUY, INVEST or WITHDRAW
   * @param state WANTED, APPROVING, SENT, MINED, DONE or REFUSED
   * @param amount money to move; of a policy its premium, absent until it is quoted
   */
  public record WishView(
      long id,
      String kind,
      String state,
      String account,
      @Nullable String deal,
      @Nullable String bag,
      @Nullable String amount,
      @Nullable String reason,
      Instant askedAt) {}
}
