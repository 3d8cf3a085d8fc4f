package io.gridbourse.ejb.market.insurance;

import io.gridbourse.contracts.InsuranceCalls;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.InsuranceViews.CallView;
import io.gridbourse.domain.wire.InsuranceViews.InsuranceQuoteView;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.InsuranceSettings;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells a user what insuring a final deal costs; signed, if that is asked. */
@Stateless
public class QuoteDeal {
  private SignQuote quotes;
  private InsuranceSettings settings;
  private ChainSettings chain;
  private Hub hub;

  protected QuoteDeal() {}

  /** The use case with all that it needs. */
  @Inject
  public QuoteDeal(SignQuote quotes, InsuranceSettings settings, ChainSettings chain, Hub hub) {
    this.hub = hub;
    this.quotes = quotes;
    this.settings = settings;
    this.chain = chain;
  }

  /** What became of the question. */
  public sealed interface Answer {
    /** It costs so much. */
    record Quoted(InsuranceQuoteView quote) implements Answer {}

    /** It is not insured. */
    record Declined(Refusal refusal) implements Answer {}
  }

  /** Quotes for the user's own deal. */
  public Answer quote(User user, BuyPolicy.Order order, boolean sign) {
    return quote(user.account(), order, sign);
  }

  /**
   * Quotes for the deal of an account that proved itself, whoever keeps its key. What it could not
   * pay is not signed: that quote would hold the bag for nothing.
   */
  public Answer quote(Address requester, BuyPolicy.Order order, boolean sign) {
    SignQuote.Wanted wanted =
        new SignQuote.Wanted(
            order.deal(), requester, order.coverPerTask(), Optional.<NanoRlc>empty());
    SignQuote.Quoting asked = quotes.estimate(wanted);
    Optional<Refusal> missing = sign ? missing(requester, asked) : Optional.empty();
    if (missing.isPresent()) {
      return new Answer.Declined(missing.get());
    }
    SignQuote.Quoting quoting = sign ? quotes.sign(wanted) : asked;
    return quoting instanceof SignQuote.Quoting.Given given
        ? new Answer.Quoted(view(given))
        : new Answer.Declined(((SignQuote.Quoting.Declined) quoting).refusal());
  }

  private Optional<Refusal> missing(Address payer, SignQuote.Quoting asked) {
    if (!(asked instanceof SignQuote.Quoting.Given given)) {
      return Optional.empty();
    }
    NanoRlc premium = new NanoRlc(given.quote().premium());
    NanoRlc free = hub.balance(payer, OptionalLong.empty()).free();
    return premium.compareTo(free) <= 0
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Reason.NO_FUNDS,
                "the premium is " + premium + ", and " + payer + " has " + free + " free",
                "deposit " + premium.minus(free) + " or more in the hub, then ask again"));
  }

  private InsuranceQuoteView view(SignQuote.Quoting.Given given) {
    return new InsuranceQuoteView(
        given.quote().dealId(),
        given.bag(),
        given.quote().insured(),
        given.quote().premium().toString(),
        given.quote().coverPerTask().toString(),
        given.offer().tasks(),
        given.offer().cover().units().toString(),
        given.offer().rate(),
        given.offer().perils(),
        Instant.ofEpochSecond(given.quote().deadline()),
        given.signature().isPresent() ? Instant.ofEpochSecond(given.quote().expiry()) : null,
        given.signature().orElse(null),
        settings.contract().map(Address::hex).orElse(null),
        given.signature().map(signature -> calls(given, signature)).orElse(List.of()));
  }

  /** The insurance may take the premium; then it is asked to. */
  private List<CallView> calls(SignQuote.Quoting.Given given, String signature) {
    String contract = settings.contract().orElseThrow().hex();
    return List.of(
        new CallView(
            "approve",
            chain.contracts().hub().hex(),
            InsuranceCalls.approve(contract, given.quote().premium())),
        new CallView("buy", contract, given.quote().buy(signature)));
  }
}
