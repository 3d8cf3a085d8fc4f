package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;

/**
 * Takes orders from the book that their owner no longer wants shown. The signatures stay valid: who
 * has a copy can still use it on the ledger, until the owner closes the order there.
 */
@Stateless
public class WithdrawOrders {
  private static final String OWN =
      " and owner = ? and listed and status in ('OPEN', 'DEAD') and kind = ?";
  private Sql sql;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public WithdrawOrders() {}

  /** The use case on this database. */
  @Inject
  public WithdrawOrders(DataSource database) {
    this.sql = new Sql(database);
  }

  /** Withdraws one order; empty if it is not in the book or not the owner's. */
  public List<String> one(Address owner, OrderKind kind, Bytes32 hash) {
    return withdraw("hash = ?" + OWN, hash.hex(), owner.hex(), kind);
  }

  /**
   * Withdraws the owner's newest order of an entry.
   *
   * @param entry the app, dataset or pool; of requests the requester, who is the owner
   */
  public List<String> last(Address owner, OrderKind kind, Address entry) {
    return withdraw(
        "hash = (select hash from market_order where "
            + column(kind)
            + " = ?"
            + OWN
            + " order by signed_at desc, hash limit 1)",
        entry.hex(),
        owner.hex(),
        kind);
  }

  /** Withdraws all the owner's orders of an entry. */
  public List<String> all(Address owner, OrderKind kind, Address entry) {
    return withdraw(column(kind) + " = ?" + OWN, entry.hex(), owner.hex(), kind);
  }

  private static String column(OrderKind kind) {
    return kind == OrderKind.REQUEST ? "requester" : "entry";
  }

  private List<String> withdraw(String where, Object... values) {
    return sql.list(
        "update market_order set withdrawn = true where " + where + " returning hash",
        row -> row.getString(1),
        values);
  }
}
