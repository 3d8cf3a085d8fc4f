package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.market.Submission.Reason;
import io.gridbourse.ejb.market.insurance.InsuredBags;
import io.gridbourse.ejb.market.insurance.Refusal;
import io.gridbourse.ejb.market.insurance.Underwrite;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Prices the insurance of a bag with its submission, and wants it bought once the deal is final.
 */
@ApplicationScoped
public class InsureSubmission {
  private static final String FIELD = "spec.market.onTime";

  private Underwrite underwrite;
  private InsuredBags bags;

  protected InsureSubmission() {}

  /** The use case's part with all that it needs. */
  @Inject
  public InsureSubmission(Underwrite underwrite, InsuredBags bags) {
    this.underwrite = underwrite;
    this.bags = bags;
  }

  /** The plan with its premium within the budget, if the bag wants insurance; or a refusal. */
  Plan price(BagSpec spec, Address requester, Plan plan) {
    if (spec.market().insuredWithin().isEmpty() || !(plan instanceof Plan.Fits fits)) {
      return plan;
    }
    Underwrite.Offer offer =
        underwrite.price(
            new Underwrite.Risk(
                Optional.empty(),
                new Underwrite.Parties(
                    fits.poolOrder().order().pool(),
                    fits.poolOwner(),
                    fits.app().address(),
                    requester),
                spec.market().category(),
                fits.pricePerTask(),
                spec.tasks(),
                spec.market().insuredWithin().get(),
                Optional.empty()));
    if (offer instanceof Underwrite.Offer.Declined declined) {
      Refusal refusal = declined.refusal();
      return PlanMatch.refused(Reason.NOT_INSURABLE, FIELD, refusal.toString(), refusal.remedy());
    }
    return within(spec, fits.insuredFor(((Underwrite.Offer.Priced) offer).premium()));
  }

  private static Plan within(BagSpec spec, Plan.Fits fits) {
    return fits.cost().compareTo(spec.market().budget()) <= 0
        ? fits
        : PlanMatch.refused(
            Reason.OVER_BUDGET,
            "spec.market.budget",
            spec.tasks()
                + " tasks cost "
                + fits.total()
                + " and their insurance "
                + fits.premium()
                + ", the budget is "
                + spec.market().budget(),
            "raise spec.market.budget to " + fits.cost() + ", or leave " + FIELD + " out");
  }

  /** What an account still owes for what it wants of the insurance. */
  NanoRlc owed(Address account) {
    return bags.owed(account);
  }

  /**
   * Wants the bag insured; a bag that does not want it is left alone.
   *
   * @param fits what was planned; empty for a bag that waits for offers
   */
  void want(User user, DealId deal, BagSpec spec, Optional<Plan.Fits> fits) {
    if (spec.market().insuredWithin().isPresent()) {
      bags.want(deal, user.account(), user.keyName(), fits.map(Plan.Fits::premium));
    }
  }
}
