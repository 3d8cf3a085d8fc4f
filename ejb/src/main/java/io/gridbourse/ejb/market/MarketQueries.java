package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.MarketViews.BookView;
import io.gridbourse.domain.wire.MarketViews.CandleView;
import io.gridbourse.domain.wire.MarketViews.HistoryView;
import io.gridbourse.domain.wire.MarketViews.LevelView;
import io.gridbourse.domain.wire.MarketViews.MarketOrderView;
import io.gridbourse.domain.wire.MarketViews.TradeView;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.settings.PoolSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The market as people look at it: book, depth, trades, prices over time. Open to everybody. */
@ApplicationScoped
public class MarketQueries {
  /** Candles that one answer has at most. */
  public static final int CANDLES_MAX = 2_000;

  private static final int LEVELS_MAX = 100;
  private Sql sql;
  private BookQueries book;
  private OrderViews views;

  protected MarketQueries() {}

  /** Queries over the market of this database. */
  @Inject
  public MarketQueries(DataSource database, SignOrders signing, PoolSettings pool) {
    this.sql = new Sql(database);
    this.book = new BookQueries(database, signing);
    this.views = OrderViews.of(database, pool);
  }

  /** Which part of a category's book is wanted. */
  public record BookWish(Category category, Tag tag, long trust, int rows) {}

  /** A category's book. */
  public BookView book(BookWish wish) {
    BookFilter asks =
        BookFilter.open(OrderKind.POOL)
            .category(wish.category.number())
            .minTag(wish.tag.bits())
            .minTrust(wish.trust);
    BookFilter bids = BookFilter.open(OrderKind.REQUEST).category(wish.category.number());
    List<MarketOrderView> offered = orders(asks, 0, wish.rows);
    List<MarketOrderView> asked = orders(bids, 0, wish.rows);
    Optional<Last> last = last(wish.category);
    return new BookView(
        wish.category.name(),
        last.map(Last::price).orElse(null),
        last.map(Last::at).orElse(null),
        offered.isEmpty() ? null : offered.get(0).price(),
        asked.isEmpty() ? null : asked.get(0).price(),
        offered,
        asked,
        depth(asks, "price"),
        depth(bids, "price desc"));
  }

  /** Orders of a kind in the book's sequence. */
  public List<MarketOrderView> orders(BookFilter filter, long offset, int rows) {
    return book.list(filter, offset, rows).stream().map(views::order).toList();
  }

  /** One order. */
  public Optional<MarketOrderView> order(Bytes32 hash) {
    return book.find(hash).map(views::order);
  }

  /** Final deals, the newest first. */
  public List<TradeView> trades(DealFilter filter, int rows) {
    List<Object> values = new ArrayList<>(filter.values());
    values.add(rows);
    return sql.list(
        "select * from deal d where "
            + filter.where()
            + " order by d.started_at desc, d.id desc limit ?",
        row -> views.trade(Deals.recorded(row)),
        values.toArray());
  }

  /** Prices of a category in [from, to), by intervals that begin at multiples since 1970. */
  public HistoryView history(Category category, Duration interval, Instant from, Instant to) {
    List<CandleView> candles =
        sql.list(
            "select date_bin(make_interval(secs => ?), started_at, 'epoch'::timestamptz) as start,"
                + " (array_agg(pool_price order by block_number, event_id))[1] as open,"
                + " max(pool_price) as high, min(pool_price) as low,"
                + " (array_agg(pool_price order by block_number desc, event_id desc))[1] as close,"
                + " div(sum(pool_price * bot_size), sum(bot_size)) as average,"
                + " sum(bot_size) as volume, count(*) as deals from deal where category = ? and"
                + " started_at >= ? and started_at < ? group by 1 order by 1 limit ?",
            MarketQueries::candle,
            (double) interval.toSeconds(),
            category.number(),
            from,
            to,
            CANDLES_MAX);
    return new HistoryView(category.name(), interval.toString(), from, to, candles);
  }

  private static CandleView candle(ResultSet row) throws SQLException {
    return new CandleView(
        Sql.instant(row, "start").orElseThrow(),
        Sql.integer(row, "open").toString(),
        Sql.integer(row, "high").toString(),
        Sql.integer(row, "low").toString(),
        Sql.integer(row, "close").toString(),
        Sql.integer(row, "average").toString(),
        Sql.integer(row, "volume").longValueExact(),
        row.getLong("deals"));
  }

  private Optional<Last> last(Category category) {
    return sql.first(
        "select pool_price, started_at from deal where category = ? order by started_at desc,"
            + " block_number desc, event_id desc limit 1",
        row ->
            new Last(
                Sql.integer(row, "pool_price").toString(),
                Sql.instant(row, "started_at").orElseThrow()),
        category.number());
  }

  private record Last(String price, Instant at) {}

  private List<LevelView> depth(BookFilter filter, String order) {
    List<Object> values = new ArrayList<>(filter.values());
    values.add(LEVELS_MAX);
    List<Level> levels =
        sql.list(
            "select price, sum(remaining - reserved) as volume, count(*) as orders from"
                + " market_order where "
                + filter.where()
                + " group by price order by "
                + order
                + " limit ?",
            row ->
                new Level(
                    Sql.integer(row, "price").toString(),
                    Sql.integer(row, "volume"),
                    row.getLong("orders")),
            values.toArray());
    List<LevelView> views = new ArrayList<>();
    BigInteger cumulated = BigInteger.ZERO;
    for (Level level : levels) {
      cumulated = cumulated.add(level.volume);
      views.add(new LevelView(level.price, safe(level.volume), safe(cumulated), level.orders));
    }
    return views;
  }

  private record Level(String price, BigInteger volume, long orders) {}

  /** Sums of volumes may leave what a client's number holds exactly; there they say "very many". */
  private static long safe(BigInteger volume) {
    return volume
        .min(BigInteger.valueOf(io.gridbourse.domain.market.Order.VOLUME_MAX))
        .longValueExact();
  }
}
