package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Recomputes every balance from the account book and compares it with the hub's after the very same
 * block, which is named by its hash: a reorganisation is never taken for an error of the books.
 */
@ApplicationScoped
public class AuditAccounts {
  private Chain chain;
  private Hub hub;
  private ChainSettings settings;
  private ChainRows rows;
  private AccountJournal journal;
  private ExplainDifference explain;

  protected AuditAccounts() {}

  /** An audit of this database against this chain. */
  @Inject
  public AuditAccounts(
      DataSource database, Chain chain, Hub hub, ChainSettings settings, LedgerEvents events) {
    Sql sql = new Sql(database);
    this.chain = chain;
    this.hub = hub;
    this.settings = settings;
    this.rows = new ChainRows(sql, settings.chainId());
    this.journal = new AccountJournal(sql, settings.contracts().hub());
    this.explain = new ExplainDifference(chain, hub, rows, journal, events);
  }

  /** A block at which accounts are compared. */
  public record Place(long block, Bytes32 hash) {}

  /** A sum that differs; the account is zero for sums of the whole book. */
  public record Discrepancy(
      String kind, Address account, BigInteger ours, BigInteger theirs, long block) {}

  /** What was compared, and what differs. */
  public record Report(long block, Bytes32 hash, int accounts, List<Discrepancy> discrepancies) {
    /** Whether the books balance. */
    public boolean balances() {
      return discrepancies.isEmpty();
    }
  }

  /**
   * Compares all accounts at the last block that this server has read.
   *
   * @throws ChainUnavailable if the chain moved to another branch meanwhile: ask again
   */
  public Report audit() {
    ChainRows.Cursor cursor = cursor();
    return audit(new Place(cursor.number(), cursor.hash()));
  }

  private Report audit(Place place) {
    List<Address> accounts = accounts(place);
    List<Discrepancy> found = new ArrayList<>();
    accounts.forEach(account -> found.addAll(compare(account, place)));
    found.addAll(sums(place));
    requireSame(place);
    return new Report(place.block(), place.hash(), accounts.size(), List.copyOf(found));
  }

  /** The newest block that is final and was read: what is said of it stays true. */
  public Place finalPlace() {
    ChainRows.Cursor cursor = cursor();
    long number = Math.min(Finality.number(chain, settings.finality()), cursor.number());
    Optional<Bytes32> hash = rows.hashOf(number);
    return hash.isPresent()
        ? new Place(number, hash.get())
        : new Place(cursor.number(), cursor.hash());
  }

  /** Every account that has had money until a block, by address. */
  public List<Address> accounts(Place place) {
    return journal.accounts(place.block());
  }

  /** What differs of one account. */
  public List<Discrepancy> compare(Address account, Place place) {
    AccountJournal.Balances ours = journal.balances(account, place.block());
    Hub.Balance theirs = hub.balanceAt(account, place.hash());
    return Stream.of(
            differs("FREE", account, ours.free(), theirs.free().units(), place),
            differs("LOCKED", account, ours.locked(), theirs.locked().units(), place))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * What differs in the sums of the whole book: all entries make zero, nothing stays in transit,
   * and the hub holds at least the tokens of all accounts.
   */
  public List<Discrepancy> sums(Place place) {
    List<BigInteger> zeros = journal.zeros(place.block());
    BigInteger inAccounts = journal.inAccounts(place.block());
    BigInteger held = hub.heldAt(place.hash()).units();
    return Stream.of(
            differs("SUM_OF_ENTRIES", Address.ZERO, zeros.get(0), BigInteger.ZERO, place),
            differs("IN_TRANSIT", Address.ZERO, zeros.get(1), BigInteger.ZERO, place),
            differs("HELD", Address.ZERO, inAccounts, held.min(inAccounts), place))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Since when, and by which events, an account differs; in words. */
  public String explain(Discrepancy discrepancy) {
    return explain.of(discrepancy, settings.startBlock());
  }

  /**
   * Makes sure that a block is still on the chain.
   *
   * @throws ChainUnavailable if it is not
   */
  public void requireSame(Place place) {
    if (!chain.agreedHash(place.block()).equals(Optional.of(place.hash()))) {
      throw new ChainUnavailable(
          "block " + place.block() + " is no longer on the chain; audit again");
    }
  }

  private ChainRows.Cursor cursor() {
    return rows.cursor().orElseThrow(() -> new ChainUnavailable("the chain has not been read yet"));
  }

  private static Optional<Discrepancy> differs(
      String kind, Address account, BigInteger ours, BigInteger theirs, Place place) {
    return ours.equals(theirs)
        ? Optional.empty()
        : Optional.of(new Discrepancy(kind, account, ours, theirs, place.block()));
  }
}
