package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.InsuranceViews.BagInsuranceView;
import io.gridbourse.ejb.settings.InsuranceSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/** What insurance means for bags: which want it, which have it, and which must not be cancelled. */
@ApplicationScoped
public class InsuredBags {
  private Sql sql;
  private Wishes wishes;
  private Policies policies;
  private InsuranceSettings settings;
  private Clock clock;

  protected InsuredBags() {}

  /** The bags in this database. */
  @Inject
  public InsuredBags(DataSource database, InsuranceSettings settings, Clock clock) {
    this.sql = new Sql(database);
    this.wishes = new Wishes(database);
    this.policies = new Policies(database);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Wants a bag insured once its deal is final, within the transaction that stores the bag. The bag
   * does not start before that is done or declined. It costs at most what the budget leaves.
   *
   * @param promised the premium that the requester was told
   */
  public void want(DealId deal, Address requester, String keyName, Optional<NanoRlc> promised) {
    wishes.buy(
        new Wishes.Asker(requester, keyName),
        new Wishes.Policy(
            deal,
            Optional.empty(),
            Optional.empty(),
            promised,
            clock.instant().plus(settings.quoteFor())),
        clock.instant());
  }

  /** Premiums and capital that an account has still to pay for what it wants. */
  public NanoRlc owed(Address account) {
    return sql.first(
            "select coalesce(sum(case when kind = 'INVEST' then amount else coalesce(premium,"
                + " promised, 0) end), 0) as owed from insurance_wish where account = ?"
                + " and kind <> 'WITHDRAW' and state in ('WANTED', 'APPROVING', 'SENT')",
            row -> new NanoRlc(Sql.integer(row, "owed")),
            account.hex())
        .orElseThrow();
  }

  /**
   * Why a bag must not be cancelled: it is insured, or a quote binds the underwriter; otherwise who
   * cancels would be paid for it. Called within the transaction that cancels, and holds the bag's
   * row until its end.
   */
  public Optional<String> heldBy(BagId bag, DealId deal) {
    sql.list("select 1 from bag where id = ? for update", row -> true, bag.text());
    if (sql.first("select 1 from insurance_policy where deal = ?", row -> true, deal.hex())
        .isPresent()) {
      return Optional.of("it is insured: what is insured runs to its end");
    }
    // A quote is over when a block was made after its expiry, and no policy came.
    return sql.first(
        "select max(q.expiry) as expiry from insurance_quote q where q.deal = ? and q.expiry >"
            + " (select max(b.happened_at) from chain_block b where b.canonical)"
            + " having max(q.expiry) is not null",
        row ->
            "a signed quote binds the insurance until "
                + Sql.instant(row, "expiry").orElseThrow()
                + ": cancel after that",
        deal.hex());
  }

  /** Whether a bag waits for its policy, and in which state that is. */
  public Optional<String> awaited(BagId bag) {
    return wishes
        .ofBag(bag)
        .flatMap(
            wish ->
                switch (wish.state()) {
                  case WANTED -> Optional.of("It waits for a quote of the insurance.");
                  case APPROVING, SENT ->
                      Optional.of("It waits for its insurance to be in a block of the ledger.");
                  case MINED, DONE, REFUSED -> Optional.empty();
                });
  }

  /** Whether a bag is insured; empty if nobody asked for it. */
  public Optional<BagInsuranceView> view(BagId bag, DealId deal) {
    return policies
        .find(deal)
        .map(
            policy ->
                new BagInsuranceView(
                    "INSURED", policy.premium(), policy.coverPerTask(), policy.paid(), null))
        .or(() -> wishes.ofBag(bag).map(InsuredBags::view));
  }

  private static BagInsuranceView view(Wish wish) {
    String state =
        switch (wish.state()) {
          case WANTED -> "WANTED";
          case APPROVING, SENT, MINED, DONE -> "BUYING";
          case REFUSED -> "NOT_INSURED";
        };
    return new BagInsuranceView(
        state,
        wish.premium().or(wish::promised).map(premium -> premium.units().toString()).orElse(null),
        null,
        null,
        wish.reason().orElse(null));
  }
}
