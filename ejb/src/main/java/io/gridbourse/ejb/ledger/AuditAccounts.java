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
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Recomputes every balance from the account book and compares it with the hub's at the same block.
 * The block's hash is checked before and after, so that a reorganisation is never taken for an
 * error of the books.
 */
@ApplicationScoped
public class AuditAccounts {
  private Chain chain;
  private Hub hub;
  private ChainRows rows;
  private AccountJournal journal;

  protected AuditAccounts() {}

  /** An audit of this database against this chain. */
  @Inject
  public AuditAccounts(DataSource database, Chain chain, Hub hub, ChainSettings settings) {
    Sql sql = new Sql(database);
    this.chain = chain;
    this.hub = hub;
    this.rows = new ChainRows(sql, settings.chainId());
    this.journal = new AccountJournal(sql, settings.contracts().hub());
  }

  /** A balance that differs; the account is zero for sums of the whole book. */
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
   * Compares at the last block that this server has read.
   *
   * @throws ChainUnavailable if the chain moved to another branch meanwhile: ask again
   */
  public Report audit() {
    ChainRows.Cursor cursor =
        rows.cursor().orElseThrow(() -> new ChainUnavailable("the chain has not been read yet"));
    long block = cursor.number();
    requireSame(block, cursor.hash());
    List<Discrepancy> found = new ArrayList<>();
    Map<Address, AccountJournal.Balances> balances = journal.balances(block);
    balances.forEach((account, ours) -> compare(account, ours, block, found));
    List<BigInteger> zeros = journal.zeros();
    check("SUM_OF_ENTRIES", Address.ZERO, zeros.get(0), BigInteger.ZERO, block, found);
    check("IN_TRANSIT", Address.ZERO, zeros.get(1), BigInteger.ZERO, block, found);
    requireSame(block, cursor.hash());
    return new Report(block, cursor.hash(), balances.size(), List.copyOf(found));
  }

  private void compare(
      Address account, AccountJournal.Balances ours, long block, List<Discrepancy> found) {
    Hub.Balance theirs = hub.balance(account, OptionalLong.of(block));
    check("FREE", account, ours.free(), theirs.free().units(), block, found);
    check("LOCKED", account, ours.locked(), theirs.locked().units(), block, found);
  }

  private static void check(
      String kind,
      Address account,
      BigInteger ours,
      BigInteger theirs,
      long block,
      List<Discrepancy> found) {
    if (!ours.equals(theirs)) {
      found.add(new Discrepancy(kind, account, ours, theirs, block));
    }
  }

  private void requireSame(long block, Bytes32 hash) {
    if (chain.block(block).filter(now -> now.hash().equals(hash)).isEmpty()) {
      throw new ChainUnavailable("block " + block + " is no longer on the chain; audit again");
    }
  }
}
