package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.proof.court.CourtRules;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.QuoteView;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.market.Submission.Reason;
import io.gridbourse.ejb.proof.court.JurorRoll;
import io.gridbourse.ejb.settings.Settings;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Submits a bag: chooses offers, checks prices, budget and money, signs the request with the user's
 * key, and plans the match. All of it is one transaction; its time does not depend on the number of
 * tasks.
 */
@Stateless
public class SubmitBag {
  static final String SENDER_KEY = "operator";
  private PlanMatch planner;
  private BagRequests requests;
  private RequestMatch match;
  private DealParams params;
  private JurorRoll roll;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public SubmitBag() {}

  /** The use case with all that it needs. */
  @Inject
  public SubmitBag(
      DataSource database,
      ContentStore store,
      Hub hub,
      Entries entries,
      Outbox outbox,
      SignOrders signing,
      Bags bags,
      Settings settings,
      Clock clock) {
    Orders orders = new Orders(database, signing.separator());
    PlanMatch.Ledger ledger = new PlanMatch.Ledger(hub, entries);
    this.planner = new PlanMatch(database, signing, store, ledger, settings.pool());
    this.requests = new BagRequests(database);
    this.roll = new JurorRoll(database);
    this.params = new DealParams(store, new BagSpecReader());
    this.match =
        new RequestMatch(
            signing,
            orders,
            requests,
            bags,
            new RequestMatch.Sending(outbox, new Reservations(new Sql(database))),
            new RequestMatch.Offer(settings.chain().contracts().hub(), SENDER_KEY),
            clock);
  }

  /** Submits for {@code user}, whose account pays. */
  public Submission submit(User user, BagSpec spec, SubmitOptions options) {
    Plan plan = juryMissing(spec).orElseGet(() -> planner.plan(spec, user.account()));
    if (options.dryRun()) {
      return new Submission.Quoted(quote(spec, withFunds(user, plan, () -> {})));
    }
    Plan checked = withFunds(user, plan, () -> lock(user, plan));
    if (checked instanceof Plan.Fits fits) {
      return new Submission.Accepted(accept(user, spec, fits));
    }
    Submission.Refused refusal = ((Plan.Refused) checked).refusal();
    Optional<App> app = planner.app(spec);
    boolean keep =
        options.keepPending() && app.isPresent() && refusal.reason() != Reason.UNKNOWN_INPUT;
    return keep ? new Submission.Accepted(keep(user, spec, app.get(), refusal)) : refusal;
  }

  /** The ledger accepts nothing on one vote that no jury could judge. */
  private Optional<Plan> juryMissing(BagSpec spec) {
    int needed = CourtRules.jurorsNeeded(spec.trust());
    long jurors = spec.verification().isOptimistic() ? roll.size() : needed;
    return jurors >= needed
        ? Optional.empty()
        : Optional.of(
            PlanMatch.refused(
                Reason.NO_JURY,
                "spec.trust.verify",
                "a jury for the confidence "
                    + spec.trust().confidence()
                    + " needs "
                    + needed
                    + " workers, and "
                    + jurors
                    + " are on the roll",
                "start workers with --jury, lower spec.trust.confidence, or write verify:"
                    + " replicate"));
  }

  private void lock(User user, Plan plan) {
    if (plan instanceof Plan.Fits fits) {
      Stream.of(user.account(), fits.poolOwner()).sorted().distinct().forEach(requests::lockFunds);
    }
  }

  /** The plan, if the money for it is there; {@code lock} runs before money is counted. */
  private Plan withFunds(User user, Plan plan, Runnable lock) {
    if (!(plan instanceof Plan.Fits fits)) {
      return plan;
    }
    lock.run();
    Address owner = fits.poolOwner();
    NanoRlc planned = requests.plannedLocks(user.account());
    NanoRlc free = planner.spendable(user.account(), planned);
    NanoRlc needed =
        user.account().equals(owner) ? fits.total().plus(fits.poolStake()) : fits.total();
    if (free.compareTo(needed) < 0) {
      return PlanMatch.refused(
          Reason.NO_FUNDS,
          "spec.market.budget",
          "the bag needs " + needed + ", the account " + user.account() + " has " + free + " free",
          "deposit " + needed.minus(free) + " or more in the hub, or ask for fewer tasks");
    }
    return stakeMissing(owner, fits).orElse(plan);
  }

  private Optional<Plan> stakeMissing(Address owner, Plan.Fits fits) {
    NanoRlc free = planner.spendable(owner, requests.plannedLocks(owner));
    if (free.compareTo(fits.poolStake()) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        PlanMatch.refused(
            Reason.POOL_STAKE_LOW,
            "spec.market.pool",
            "the pool must stake " + fits.poolStake() + " and its owner has " + free + " free",
            "ask the pool's operator to deposit " + fits.poolStake().minus(free)));
  }

  private BagId accept(User user, BagSpec asked, Plan.Fits fits) {
    BagSpec spec = bounded(asked, fits);
    BagId bag =
        match.store(
            demand(user, spec),
            new RequestMatch.Terms(
                fits.app().address(),
                fits.appOrder().order().price(),
                fits.poolOrder().order().pool(),
                fits.poolOrder().order().price()),
            Optional.empty());
    match.plan(requests.find(bag).orElseThrow(), fits);
    return bag;
  }

  /** Signs a request with the user's own limits, which a later offer can meet. */
  private BagId keep(User user, BagSpec spec, App app, Submission.Refused refusal) {
    NanoRlc perTask = new NanoRlc(spec.market().budget().units().divide(big(spec.tasks())));
    NanoRlc most =
        perTask.compareTo(spec.market().maxPrice()) < 0 ? perTask : spec.market().maxPrice();
    NanoRlc poolMax = most.compareTo(app.price()) > 0 ? most.minus(app.price()) : NanoRlc.ZERO;
    return match.store(
        demand(user, spec),
        new RequestMatch.Terms(app.address(), app.price(), Address.ZERO, poolMax),
        Optional.of(refusal.reason() + ": " + refusal.detail()));
  }

  /** Where the user set no limit, the price that was found becomes the limit. */
  private static BagSpec bounded(BagSpec spec, Plan.Fits fits) {
    BagSpec.Market market = spec.market();
    boolean anyPrice = market.maxPrice().equals(SpecCompiler.NO_LIMIT);
    boolean anyBudget = market.budget().equals(SpecCompiler.NO_LIMIT);
    return spec.on(
        spec.trust(),
        spec.verification(),
        new BagSpec.Market(
            market.category(),
            market.pool(),
            anyPrice ? fits.pricePerTask() : market.maxPrice(),
            anyBudget ? fits.total() : market.budget()));
  }

  private RequestMatch.Demand demand(User user, BagSpec spec) {
    String json = BagSpecWriter.write(spec);
    return new RequestMatch.Demand(user.account(), user.keyName(), spec, json, params.of(json));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static QuoteView quote(BagSpec spec, Plan plan) {
    if (plan instanceof Plan.Fits fits) {
      return new QuoteView(
          true,
          fits.poolOrder().order().pool().hex(),
          fits.pricePerTask().units().toString(),
          fits.total().units().toString(),
          spec.tasks(),
          null,
          null);
    }
    Submission.Refused refusal = ((Plan.Refused) plan).refusal();
    return new QuoteView(
        false,
        null,
        null,
        null,
        spec.tasks(),
        refusal.reason() + ": " + refusal.detail(),
        refusal.remedy());
  }
}
