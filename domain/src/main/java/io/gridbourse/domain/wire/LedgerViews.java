package io.gridbourse.domain.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server shows of the ledger's state and books. Amounts are decimal strings in nRLC. */
public final class LedgerViews {
  private LedgerViews() {}

  /**
   * How the server and the ledger stand.
   *
   * @param frozen whether nothing new is signed until the books equal the contract again
   * @param readBlock the newest block that was read; absent before the first
   * @param incidents those that are open
   */
  public record LedgerStateView(
      boolean frozen,
      @Nullable Long readBlock,
      List<EndpointView> endpoints,
      List<IncidentView> incidents) {}

  /** An endpoint of the chain: WELL, LAGS, SILENT or QUARANTINED. */
  public record EndpointView(
      String address, String state, @Nullable String fault, @Nullable Instant until, long head) {}

  /** Something about the ledger that an operator must know; open until it has ended. */
  public record IncidentView(
      long id,
      String kind,
      boolean freezes,
      String detail,
      @Nullable Long block,
      int times,
      Instant raisedAt,
      @Nullable Instant endedAt,
      @Nullable String endedBy,
      @Nullable String remedy) {}

  /** Why an operator ends a freeze; kept with the incident. */
  public record ThawRequest(String reason) {}

  /** How many incidents were ended. */
  public record ThawView(int ended) {}

  /** A comparison of all accounts with the ledger at one block. */
  public record AuditView(
      long id,
      String reason,
      String requestedBy,
      String state,
      @Nullable Long block,
      @Nullable String hash,
      int accounts,
      @Nullable String detail,
      Instant startedAt,
      @Nullable Instant endedAt,
      List<DifferenceView> differences) {}

  /** A balance that differs, and since when. */
  public record DifferenceView(
      String kind, String account, String ours, String theirs, String explanation) {}

  /** Free and locked money. */
  public record MoneyView(String free, String locked) {}

  /**
   * What happened to an account's money in a period: opening and lines make closing.
   *
   * @param from inclusive
   * @param to exclusive
   * @param project only what belongs to it, also in opening and closing; absent for all
   * @param pool likewise
   */
  public record StatementView(
      String account,
      Instant from,
      Instant to,
      @Nullable String project,
      @Nullable String pool,
      MoneyView opening,
      List<StatementLineView> lines,
      MoneyView closing) {}

  /**
   * What one transaction changed of an account; amounts are signed.
   *
   * @param kinds what the ledger reported, such as DEPOSIT, LOCK, SEIZE
   * @param deal absent if the transaction is about none or several
   * @param isFinal whether the block can no longer go away
   */
  public record StatementLineView(
      Instant at,
      long block,
      String transaction,
      String kinds,
      @Nullable String deal,
      @Nullable String bag,
      @Nullable String project,
      @Nullable String pool,
      String free,
      String locked,
      boolean isFinal) {}

  /**
   * A transaction that wants a signature and nothing else, of type 2 (EIP-1559).
   *
   * @param data hexadecimal
   * @param value coins in wei
   * @param maxFeePerGas in wei, as {@code maxPriorityFeePerGas}
   */
  public record TransactionView(
      long chainId,
      String from,
      String to,
      String data,
      String value,
      long nonce,
      long gas,
      String maxFeePerGas,
      String maxPriorityFeePerGas) {}

  /** A call of the hub or the insurance that is to become a transaction. */
  public record TransactionDraft(String from, String to, String data) {}

  /** A signed transaction, in hexadecimal. */
  public record SignedTransaction(String transaction) {}

  /** The hash of a transaction that the chain has now, and who signed it. */
  public record HandedInView(String transaction, String from) {}

  /**
   * What a requester paid for a project at a pool in a period, in nRLC.
   *
   * @param bags those for which something was paid
   * @param spent taken from the requester's locked money: tasks, and stakes of lost challenges
   * @param premiums paid to the insurance
   * @param covers that the insurance paid
   * @param received otherwise by the same deals, as by a verdict of the court
   * @param cost by which the account's balance became smaller: spent and premiums less covers and
   *     received; negative if it became larger
   */
  public record ChargeView(
      String project,
      String requester,
      String pool,
      long bags,
      long transactions,
      String spent,
      String premiums,
      String covers,
      String received,
      String cost) {}
}
