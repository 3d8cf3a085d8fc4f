package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.InsuranceViews.CapitalMoveView;
import io.gridbourse.domain.wire.InsuranceViews.CapitalView;
import io.gridbourse.domain.wire.InsuranceViews.HoldingView;
import io.gridbourse.domain.wire.InsuranceViews.PolicyView;
import io.gridbourse.domain.wire.InsuranceViews.WishView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.settings.InsuranceSettings;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import javax.sql.DataSource;

/** What is asked about insurance. A user sees the own policies, wishes and moves; some see all. */
@ApplicationScoped
public class InsuranceQueries {
  private Sql sql;
  private Policies policies;
  private Wishes wishes;
  private InsuranceLedger ledger;
  private InsuranceSettings settings;

  protected InsuranceQueries() {}

  /** Queries over the insurance. */
  @Inject
  public InsuranceQueries(DataSource database, InsuranceLedger ledger, InsuranceSettings settings) {
    this.sql = new Sql(database);
    this.policies = new Policies(database);
    this.wishes = new Wishes(database);
    this.ledger = ledger;
    this.settings = settings;
  }

  /** A page of policies, the newest first. */
  public Page<PolicyView> policies(User user, int limit, Optional<DealId> after) {
    return Page.of(
        policies.page(own(user), after, limit + 1), limit, policy -> policy, PolicyView::deal);
  }

  /** A policy by its deal or its bag. */
  public Optional<PolicyView> policy(User user, String dealOrBag) {
    return dealOf(dealOrBag)
        .flatMap(policies::find)
        .filter(policy -> user.seesAll() || policy.insured().equals(user.account().hex()));
  }

  /** The deal of a text that names a deal or a bag. */
  public Optional<DealId> dealOf(String dealOrBag) {
    try {
      return dealOrBag.startsWith("0x")
          ? Optional.of(new DealId(dealOrBag))
          : sql.first(
              "select deal from bag where id = ?",
              row -> new DealId(row.getString(1)),
              new BagId(dealOrBag).text());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A page of what the user wants of the insurance, the newest first. */
  public Page<WishView> wishes(User user, int limit, long before) {
    return Page.of(
        wishes.page(own(user), before, limit + 1),
        limit,
        InsuranceQueries::view,
        wish -> Long.toString(wish.id()));
  }

  /** Something that the user wants of the insurance. */
  public Optional<WishView> wish(User user, long id) {
    return wishes
        .find(id)
        .filter(wish -> user.seesAll() || wish.account().equals(user.account()))
        .map(InsuranceQueries::view);
  }

  /** The capital now, and the user's part; empty if there is no insurance here. */
  public Optional<CapitalView> capital(User user) {
    return settings.contract().map(contract -> capital(user, contract));
  }

  private CapitalView capital(User user, Address contract) {
    InsuranceLedger.Capital capital = ledger.capital();
    InsuranceLedger.Holding own = ledger.holding(user.account());
    return new CapitalView(
        contract.hex(),
        capital.underwriter().hex(),
        text(capital.total()),
        text(capital.reserved()),
        text(capital.free()),
        new HoldingView(
            user.account().hex(),
            own.shares().toString(),
            text(own.worth()),
            text(own.withdrawable())));
  }

  /** A page of moves of capital, the newest first. */
  public Page<CapitalMoveView> moves(User user, int limit, long before) {
    return Page.of(
        policies.moves(own(user), before, limit + 1),
        limit,
        Policies.Move::view,
        move -> Long.toString(move.eventId()));
  }

  private static Optional<Address> own(User user) {
    return user.seesAll() ? Optional.empty() : Optional.of(user.account());
  }

  private static WishView view(Wish wish) {
    return new WishView(
        wish.id(),
        wish.kind().name(),
        wish.state().name(),
        wish.account().hex(),
        wish.deal().map(DealId::hex).orElse(null),
        wish.bag().orElse(null),
        (wish.kind() == Wish.Kind.BUY ? wish.premium().or(wish::promised) : wish.amount())
            .map(InsuranceQueries::text)
            .orElse(null),
        wish.reason().orElse(null),
        wish.askedAt());
  }

  private static String text(NanoRlc amount) {
    return amount.units().toString();
  }
}
