package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which orders of one kind are wanted: conditions are added, all must hold. */
public final class BookFilter {
  private final OrderKind kind;
  private final StringBuilder where = new StringBuilder("kind = ?");
  private final List<Object> values = new ArrayList<>();

  /** All orders of a kind that can be matched now. */
  public static BookFilter open(OrderKind kind) {
    BookFilter filter = new BookFilter(kind);
    filter.where.append(" and listed and status = 'OPEN' and remaining > reserved");
    return filter;
  }

  /** All orders of a kind, whatever became of them. */
  public static BookFilter all(OrderKind kind) {
    return new BookFilter(kind);
  }

  private BookFilter(OrderKind kind) {
    this.kind = kind;
    values.add(kind);
  }

  /** Of this app, dataset or pool; of requests, for this app. */
  public BookFilter entry(Address entry) {
    return and("entry = ?", entry.hex());
  }

  /** Signed by this owner. */
  public BookFilter owner(Address owner) {
    return and("owner = ?", owner.hex());
  }

  /** Of this category of the ledger. */
  public BookFilter category(int category) {
    return and("category = ?", category);
  }

  /** Requests that name this dataset. */
  public BookFilter dataset(Address dataset) {
    return and("dataset = ?", dataset.hex());
  }

  /** Requests with this beneficiary. */
  public BookFilter beneficiary(Address beneficiary) {
    return and("beneficiary = ?", beneficiary.hex());
  }

  /**
   * Restrictions of one sort.
   *
   * @param wanted the account that must be admitted; empty leaves only what admits everybody
   * @param strict only what is restricted to that very account
   */
  public BookFilter admits(Restriction restriction, Optional<Address> wanted, boolean strict) {
    String column = restriction.column;
    if (wanted.isEmpty()) {
      return and(column + " = ?", Address.ZERO.hex());
    }
    return strict
        ? and(column + " = ?", wanted.get().hex())
        : and(column + " in (?, ?)", Address.ZERO.hex(), wanted.get().hex());
  }

  /** With all these bits. */
  public BookFilter minTag(int bits) {
    return and("(tag & ?) = ?", bits, bits);
  }

  /** With no other bits than these. */
  public BookFilter maxTag(int bits) {
    return and("(tag | ?) = ?", bits, bits);
  }

  /** With at least this volume left. */
  public BookFilter minVolume(long volume) {
    return and("remaining - reserved >= ?", java.math.BigDecimal.valueOf(volume));
  }

  /** Pools that certify to this trust, and more. */
  public BookFilter minTrust(long trust) {
    return and("trust >= ?", java.math.BigDecimal.valueOf(trust));
  }

  /** Requests that ask for this trust, or less. */
  public BookFilter maxTrust(long trust) {
    return and("trust <= ?", java.math.BigDecimal.valueOf(trust));
  }

  /** Datasets that cost nothing and never run out, as requests for many of them need. */
  public BookFilter bulk() {
    return and("price = 0 and volume = ?", java.math.BigDecimal.valueOf((1L << 53) - 1));
  }

  private BookFilter and(String condition, Object... more) {
    where.append(" and ").append(condition);
    values.addAll(List.of(more));
    return this;
  }

  String where() {
    return where.toString();
  }

  /** Offers the cheapest first, requests the best paid first, then the oldest. */
  String order() {
    return kind == OrderKind.REQUEST ? "price desc, signed_at, hash" : "price, signed_at, hash";
  }

  List<Object> values() {
    return values;
  }

  /** What an order may be restricted to. */
  public enum Restriction {
    APP("app"),
    DATASET("dataset"),
    POOL("pool"),
    REQUESTER("requester");

    private final String column;

    Restriction(String column) {
      this.column = column;
    }
  }
}
