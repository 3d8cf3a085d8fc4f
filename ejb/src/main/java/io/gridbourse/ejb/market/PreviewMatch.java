package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Allocation;
import io.gridbourse.domain.market.MatchEngine;
import io.gridbourse.domain.market.MatchEngine.Offers;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.MarketViews.PreviewRequest;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.market.OrderViews.Trouble;
import io.gridbourse.ejb.settings.PoolSettings;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Says what a request would match before it is signed, and why the rest would not. */
@ApplicationScoped
public class PreviewMatch {
  private OpenOffers offers;
  private Apps apps;
  private Entries entries;
  private OrderViews views;
  private Bytes32 separator;

  protected PreviewMatch() {}

  /** The use case with all that it needs. */
  @Inject
  public PreviewMatch(DataSource database, SignOrders signing, Entries entries, PoolSettings pool) {
    this.separator = signing.separator();
    this.offers = new OpenOffers(new Sql(database), separator);
    this.apps = new Apps(database);
    this.entries = entries;
    this.views = OrderViews.of(database, pool);
  }

  /** The matches that {@code user}'s request would get now; nothing is stored or reserved. */
  public MarketAnswer preview(User user, PreviewRequest request) {
    try {
      MarketWish wish = MarketWish.of(request, apps);
      long least = request.minFill() == null ? 1 : request.minFill();
      Offers open = offers.to(wish.app(), wish.datasetIfAny(), wish.category().number());
      RequestOrder draft = wish.order(user.account(), "", Bytes32.ZERO);
      Signed<RequestOrder> unsigned = new Signed<>(draft, draft.hash(separator), "0x");
      Allocation found =
          new MatchEngine(new BookFacts(entries), separator)
              .buy(unsigned, wish.volume(), Math.max(1, Math.min(least, wish.volume())), open);
      return new MarketAnswer.Answered(
          views.allocation(found, trouble(found, wish, open), Map.of()));
    } catch (MarketWish.Unreadable e) {
      return e.refusal();
    }
  }

  /** What to change, where the reasons of the pool orders do not say it. */
  static Trouble trouble(Allocation found, MarketWish wish, Offers open) {
    if (found.isWhole()) {
      return Trouble.NONE;
    }
    Optional<Trouble> missing = missing(wish, open);
    return missing.orElseGet(
        () ->
            Trouble.of(
                found.matched() + " of " + wish.volume() + " tasks find offers",
                "raise the limits, ask for fewer tasks, or wait; refusals count the reasons"));
  }

  private static Optional<Trouble> missing(MarketWish wish, Offers open) {
    if (open.apps().isEmpty()) {
      return Optional.of(
          Trouble.of("the app " + wish.app() + " has no open order", "ask its owner for one"));
    }
    if (!wish.dataset().isZero() && open.datasets().isEmpty()) {
      return Optional.of(
          Trouble.of(
              "the dataset " + wish.dataset() + " has no open order", "ask its owner for one"));
    }
    return open.pools().isEmpty()
        ? Optional.of(
            Trouble.of(
                "no pool offers the category " + wish.category(),
                "choose another category; GET /api/v1/market/book shows the offers"))
        : Optional.empty();
  }
}
