package io.gridbourse.ejb.market.insurance;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.contracts.InsuranceQuote;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.InsuranceSettings;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Quotes for final deals whose bags run here, and signs them with the underwriter's key. A quote is
 * stored before it is given; from then on until its end, or that of the policy, its bag is not
 * cancelled. Both happen under the lock of the bag's row, so that nobody has both.
 */
@ApplicationScoped
public class SignQuote {
  /** Attempts of a task that an insured bag grants at least: fewer fail more often. */
  static final int ATTEMPTS_MIN = 3;

  /** A deadline is too near if less than this part of a quote's time is left until it. */
  private static final int PATIENCE = 24;

  private Sql sql;
  private Deals deals;
  private Bags bags;
  private Underwrite underwrite;
  private Chain chain;
  private Keys keys;
  private long chainId;
  private InsuranceSettings settings;
  private Clock clock;

  protected SignQuote() {}

  /** The use case with all that it needs. */
  @Inject
  public SignQuote(
      DataSource database,
      Bags bags,
      Underwrite underwrite,
      Chain chain,
      Keys keys,
      ChainSettings chainSettings,
      InsuranceSettings settings,
      Clock clock) {
    this.sql = new Sql(database);
    this.deals = new Deals(database);
    this.bags = bags;
    this.underwrite = underwrite;
    this.chain = chain;
    this.keys = keys;
    this.chainId = chainSettings.chainId();
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What shall be insured.
   *
   * @param insured must be the deal's requester
   * @param coverPerTask empty for the price of a task
   * @param promised a premium that was told before and still holds; empty for none
   */
  record Wanted(
      DealId deal, Address insured, Optional<NanoRlc> coverPerTask, Optional<NanoRlc> promised) {}

  /** What became of it. */
  sealed interface Quoting {
    /**
     * It costs so much.
     *
     * @param left of the budget of a bag that wants insurance, once its tasks are paid
     * @param signature empty if it was only asked
     */
    record Given(
        InsuranceQuote quote,
        String bag,
        Underwrite.Offer.Priced offer,
        Optional<NanoRlc> left,
        Optional<String> signature)
        implements Quoting {}

    /** It is not insured. */
    record Declined(Refusal refusal) implements Quoting {}
  }

  /** What a deal would cost now; binds nobody. */
  Quoting estimate(Wanted wanted) {
    return quote(wanted, false);
  }

  /** A signed quote, in the running transaction, which holds the bag's row until its end. */
  Quoting sign(Wanted wanted) {
    Quoting quoting = quote(wanted, true);
    if (!(quoting instanceof Quoting.Given given)) {
      return quoting;
    }
    Address contract = settings.contract().orElseThrow();
    InsuranceQuote quote = given.quote;
    String signature = keys.sign(Underwrite.KEY, Bytes32.of(quote.digest(chainId, contract.hex())));
    store(given, signature);
    return new Quoting.Given(quote, given.bag, given.offer, given.left, Optional.of(signature));
  }

  private void store(Quoting.Given given, String signature) {
    InsuranceQuote quote = given.quote;
    sql.update(
        "insert into insurance_quote (deal, insured, premium, cover_per_task, tasks, deadline,"
            + " expiry, signature, rate, experience, given_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?)",
        quote.dealId(),
        quote.insured(),
        quote.premium(),
        quote.coverPerTask(),
        given.offer.tasks(),
        Instant.ofEpochSecond(quote.deadline()),
        Instant.ofEpochSecond(quote.expiry()),
        signature,
        given.offer.rate(),
        json(given.offer),
        clock.instant());
  }

  private Quoting quote(Wanted wanted, boolean lock) {
    Optional<Deal> found =
        deals.find(wanted.deal).filter(deal -> deal.requester().equals(wanted.insured));
    Optional<Bag> bag = found.flatMap(deal -> bag(deal.id(), lock));
    if (found.isEmpty() || bag.isEmpty()) {
      return declined(
          Refusal.Reason.UNKNOWN_DEAL,
          "no final deal " + wanted.deal + " of " + wanted.insured + " is run here",
          "insure your own deal, once it is final, with a pool of this installation");
    }
    Optional<Refusal> refusal = refusal(bag.get());
    if (refusal.isPresent()) {
      return new Quoting.Declined(refusal.get());
    }
    return quote(wanted, found.get(), bag.get());
  }

  private Quoting quote(Wanted wanted, Deal deal, Bag bag) {
    Instant now = now();
    Duration within =
        bag.spec().market().insuredWithin().orElse(deal.category().untilFinalDeadline());
    Instant deadline = deal.startedAt().plus(within).truncatedTo(ChronoUnit.SECONDS);
    if (!deadline.isAfter(now.plus(settings.quoteFor().dividedBy(PATIENCE)))) {
      return declined(
          Refusal.Reason.TOO_LATE_TO_INSURE,
          "the insured deadline " + deadline + " has come, or is too near",
          "ask for a later deadline");
    }
    Underwrite.Offer offer =
        underwrite.price(
            new Underwrite.Risk(
                Optional.of(deal.id().hex()),
                new Underwrite.Parties(deal.pool(), deal.poolOwner(), deal.app(), deal.requester()),
                deal.category(),
                deal.prices().total(),
                deal.tasks().botSize(),
                within,
                wanted.coverPerTask));
    if (offer instanceof Underwrite.Offer.Declined declined) {
      return new Quoting.Declined(declined.refusal());
    }
    Underwrite.Offer.Priced priced = (Underwrite.Offer.Priced) offer;
    NanoRlc premium = cheaper(priced.premium(), wanted.promised);
    InsuranceQuote quote =
        new InsuranceQuote(
            deal.id().hex(),
            wanted.insured.hex(),
            premium.units(),
            priced.coverPerTask().units(),
            deadline.getEpochSecond(),
            now.plus(settings.quoteFor()).getEpochSecond());
    return new Quoting.Given(quote, bag.id().text(), priced, left(bag, deal), Optional.empty());
  }

  private static Optional<NanoRlc> left(Bag bag, Deal deal) {
    NanoRlc budget = bag.spec().market().budget();
    NanoRlc price = deal.prices().total().times(deal.tasks().botSize());
    return bag.spec().market().insuredWithin().isEmpty()
        ? Optional.empty()
        : Optional.of(budget.compareTo(price) > 0 ? budget.minus(price) : NanoRlc.ZERO);
  }

  private static NanoRlc cheaper(NanoRlc premium, Optional<NanoRlc> promised) {
    return promised.filter(told -> told.compareTo(premium) < 0).orElse(premium);
  }

  /** The chain's clock may be ahead of ours, and it decides when a quote ends. */
  private Instant now() {
    Instant ours = clock.instant();
    Instant theirs = chain.head().at();
    return theirs.isAfter(ours) ? theirs : ours;
  }

  /** The bag of a deal; with a lock nobody else changes it until the transaction ends. */
  private Optional<Bag> bag(DealId deal, boolean lock) {
    BagId id = BagId.of(deal);
    if (lock) {
      sql.list("select 1 from bag where id = ? for update", row -> true, id.text());
    }
    return bags.find(id);
  }

  private Optional<Refusal> refusal(Bag bag) {
    if (holds("select 1 from insurance_policy where deal = ?", bag.deal().hex())) {
      return Optional.of(
          new Refusal(
              Refusal.Reason.ALREADY_INSURED, "the deal is insured already", "nothing to do"));
    }
    if (bag.cancelRequested() || isBegun(bag)) {
      return Optional.of(
          new Refusal(
              Refusal.Reason.TOO_LATE_TO_INSURE,
              bag.cancelRequested()
                  ? "the bag was cancelled"
                  : "some of its tasks are decided: what is known cannot be insured",
              "insure the next bag with spec.market.onTime: insure"));
    }
    return limits(bag.spec().limits());
  }

  /** Whether something of the bag is known that the ledger may not know yet. */
  private boolean isBegun(Bag bag) {
    boolean open =
        switch (bag.state()) {
          case SUBMITTED, MATCHING, QUEUED, RUNNING -> true;
          case SETTLING, ACCEPTED, COMPLETED, FAILED, CANCELLED -> false;
        };
    String id = bag.id().text();
    return !open
        || holds(
            "select 1 from bag_partition where bag = ? and state not in ('WAITING', 'RUNNING')", id)
        || holds("select 1 from given_up where bag = ?", id)
        || holds("select 1 from deal_partition where deal = ?", bag.deal().hex());
  }

  private boolean holds(String question, String value) {
    return sql.first(question + " limit 1", row -> true, value).isPresent();
  }

  private static Optional<Refusal> limits(BagSpec.Limits limits) {
    if (limits.attempts() >= ATTEMPTS_MIN && limits.parallel() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            Refusal.Reason.LIMITS_TOO_TIGHT,
            "the bag grants its tasks "
                + limits.attempts()
                + " attempts, "
                + (limits.parallel() > 0 ? limits.parallel() : "any number")
                + " tasks at once",
            "grant " + ATTEMPTS_MIN + " attempts or more, and leave spec.limits.parallel out"));
  }

  private static String json(Underwrite.Offer.Priced offer) {
    try {
      return Json.mapper().writeValueAsString(offer.perils());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was seen cannot be written", e);
    }
  }

  private static Quoting declined(Refusal.Reason reason, String detail, String remedy) {
    return new Quoting.Declined(new Refusal(reason, detail, remedy));
  }
}
