package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.BookOffer;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.MatchEngine.Offers;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What the engine may choose from: open orders with volume left, the best of them first. */
final class OpenOffers {
  /** Offers of one app or dataset that are looked at. */
  static final int OF_ENTRY_MAX = 50;

  /** Pool orders, or requests, of one category that are looked at. */
  static final int OF_CATEGORY_MAX = 1_000;

  private static final String OPEN =
      "select body, remaining - reserved as available, signed_at from market_order where kind = ?"
          + " and status = 'OPEN' and remaining > reserved";
  private final Sql sql;
  private final Bytes32 separator;

  OpenOffers(Sql sql, Bytes32 separator) {
    this.sql = sql;
    this.separator = separator;
  }

  /** Offers for a request of this app, dataset and category. */
  Offers to(Address app, Optional<Address> dataset, int category) {
    return new Offers(apps(app), dataset.map(this::datasets).orElse(List.of()), pools(category));
  }

  List<BookOffer<AppOrder>> apps(Address app) {
    return entries("APP", app, OrderForm::app);
  }

  List<BookOffer<DatasetOrder>> datasets(Address dataset) {
    return entries("DATASET", dataset, OrderForm::dataset);
  }

  List<BookOffer<PoolOrder>> pools(int category) {
    return offers(
        OrderForm::pool,
        OPEN + " and category = ? order by price, signed_at, hash limit ?",
        "POOL",
        category,
        OF_CATEGORY_MAX);
  }

  /** Requests in the book, those that pay pools best first. */
  List<BookOffer<RequestOrder>> requests(int category) {
    return offers(
        OrderForm::request,
        OPEN + " and listed and category = ? order by price desc, signed_at, hash limit ?",
        "REQUEST",
        category,
        OF_CATEGORY_MAX);
  }

  private <O extends Order> List<BookOffer<O>> entries(
      String kind, Address entry, BiFunction<String, Bytes32, Signed<O>> form) {
    return offers(
        form,
        OPEN + " and entry = ? order by price, signed_at, hash limit ?",
        kind,
        entry.hex(),
        OF_ENTRY_MAX);
  }

  private <O extends Order> List<BookOffer<O>> offers(
      BiFunction<String, Bytes32, Signed<O>> form, String query, Object... values) {
    return sql.list(
        query,
        row ->
            new BookOffer<>(
                form.apply(row.getString("body"), separator),
                Sql.integer(row, "available").longValueExact(),
                Sql.instant(row, "signed_at").orElseThrow()),
        values);
  }
}
