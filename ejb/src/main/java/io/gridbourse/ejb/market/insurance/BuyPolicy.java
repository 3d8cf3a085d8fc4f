package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Wants a policy for a final deal of the user, bought with the user's key on the server; or gives a
 * quote for it, which whoever has the key may buy with other tools.
 */
@Stateless
public class BuyPolicy {
  private Wishes wishes;
  private SignQuote quotes;
  private Clock clock;

  protected BuyPolicy() {}

  /** The use case with all that it needs. */
  @Inject
  public BuyPolicy(DataSource database, SignQuote quotes, Clock clock) {
    this.wishes = new Wishes(database);
    this.quotes = quotes;
    this.clock = clock;
  }

  /**
   * What is asked.
   *
   * @param coverPerTask empty for the price of a task
   * @param premiumMax empty for the premium of now
   */
  public record Order(DealId deal, Optional<NanoRlc> coverPerTask, Optional<NanoRlc> premiumMax) {}

  /** What became of a wish for a policy. */
  public sealed interface Purchase {
    /** It is on its way. */
    record Wanted(long wish) implements Purchase {}

    /** It is not insured. */
    record Declined(Refusal refusal) implements Purchase {}
  }

  /** Wants the policy; what becomes of it, its wish tells. */
  public Purchase buy(User user, Order order) {
    SignQuote.Quoting quoting =
        quotes.estimate(
            new SignQuote.Wanted(order.deal, user.account(), order.coverPerTask, Optional.empty()));
    if (quoting instanceof SignQuote.Quoting.Declined declined) {
      return new Purchase.Declined(declined.refusal());
    }
    NanoRlc premium = new NanoRlc(((SignQuote.Quoting.Given) quoting).quote().premium());
    NanoRlc most = order.premiumMax.orElse(premium);
    if (premium.compareTo(most) > 0) {
      return new Purchase.Declined(
          new Refusal(
              Refusal.Reason.PREMIUM_ABOVE_MAX,
              "the premium is " + premium + ", at most " + most + " is offered",
              "raise premiumMax to " + premium));
    }
    return wishes
        .buy(
            new Wishes.Asker(user.account(), user.keyName()),
            new Wishes.Policy(
                order.deal,
                Optional.of(most),
                order.coverPerTask,
                Optional.empty(),
                clock.instant()),
            clock.instant())
        .<Purchase>map(wish -> new Purchase.Wanted(wish.id()))
        .orElseGet(
            () ->
                new Purchase.Declined(
                    new Refusal(
                        Refusal.Reason.ALREADY_INSURED,
                        "a policy for the deal is bought, or on its way",
                        "look at its state: GET /api/v1/insurance/wishes")));
  }
}
