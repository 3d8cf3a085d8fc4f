package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.bag.Promise;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.proof.court.CourtRules;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.ForecastViews.ForecastView;
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
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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

  private static final int PERCENT = 100;

  /** What no later offer can mend. */
  private static final Set<Reason> FOR_GOOD =
      Set.of(
          Reason.UNKNOWN_INPUT,
          Reason.DEADLINE_UNKEEPABLE,
          Reason.NO_SAMPLES,
          Reason.NON_DETERMINISTIC);

  private PlanMatch planner;
  private BagRequests requests;
  private RequestMatch match;
  private DealParams params;
  private JurorRoll roll;
  private BagPromises promises;
  private BagSupport support;
  private BagHosts hosts;
  private Clock clock;
  private InsureSubmission insurance;

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
      BagPromises promises,
      BagSupport support,
      BagHosts hosts,
      InsureSubmission insurance,
      Settings settings,
      Clock clock) {
    this.promises = promises;
    this.support = support;
    this.hosts = hosts;
    this.insurance = insurance;
    this.clock = clock;
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
    Optional<Submission.Refused> hopeless =
        deadlinePassed(spec).or(() -> support.refuse(spec, user.account()));
    if (hopeless.isPresent() && !options.dryRun()) {
      return hopeless.get();
    }
    Plan plan =
        hopeless
            .<Plan>map(Plan.Refused::new)
            .or(() -> juryMissing(spec))
            .or(() -> planner.app(spec).flatMap(app -> SampleDemand.refusal(spec, app)))
            .orElseGet(
                () -> insurance.price(spec, user.account(), planner.plan(spec, user.account())));
    Optional<BagPromises.Judgement> judged = judged(spec, plan);
    if (options.dryRun()) {
      Plan quoted = kept(spec, withFunds(user, plan, () -> {}), judged);
      return new Submission.Quoted(quote(spec, quoted, judged, user.account()));
    }
    Plan checked = kept(spec, withFunds(user, plan, () -> lock(user, plan)), judged);
    if (checked instanceof Plan.Fits fits) {
      BagId bag = accept(user, spec, fits);
      support.reserve(bag, spec, user.account());
      judged.ifPresent(said -> promises.keep(bag, spec, fits.poolOrder().order().pool(), said));
      return new Submission.Accepted(bag);
    }
    Submission.Refused refusal = ((Plan.Refused) checked).refusal();
    Optional<App> app = planner.app(spec);
    boolean isForGood = FOR_GOOD.contains(refusal.reason());
    boolean keep = options.keepPending() && app.isPresent() && !isForGood;
    if (!keep) {
      return refusal;
    }
    BagId bag = keep(user, spec, app.get(), refusal);
    support.reserve(bag, spec, user.account());
    return new Submission.Accepted(bag);
  }

  private Optional<Submission.Refused> deadlinePassed(BagSpec spec) {
    Instant now = clock.instant();
    return spec.market()
        .promise()
        .deadline(now)
        .filter(deadline -> !deadline.isAfter(now))
        .map(
            deadline ->
                new Submission.Refused(
                    Reason.DEADLINE_PASSED,
                    "spec.market.deadline",
                    "the deadline " + deadline + " has passed: it is " + now,
                    "write a later instant, or a duration such as 2h"));
  }

  private Optional<BagPromises.Judgement> judged(BagSpec spec, Plan plan) {
    return plan instanceof Plan.Fits fits
        ? Optional.of(promises.judge(spec, fits.app(), fits.poolOrder().order().pool()))
        : Optional.empty();
  }

  /** The plan, unless its deadline cannot be kept and the spec wants it refused then. */
  private static Plan kept(BagSpec spec, Plan plan, Optional<BagPromises.Judgement> judged) {
    boolean isRefused =
        plan instanceof Plan.Fits
            && spec.market().promise().onMiss() == Promise.OnMiss.REFUSE
            && judged.filter(BagPromises.Judgement::isUnkeepable).isPresent();
    if (!isRefused) {
      return plan;
    }
    ForecastView view = judged.orElseThrow().view();
    String detail =
        view.probability() == null
            ? view.reason()
            : "it would end at %s and keep its deadline with a probability of %.0f %%: %s"
                .formatted(view.expected(), view.probability() * PERCENT, view.reason());
    return PlanMatch.refused(
        Reason.DEADLINE_UNKEEPABLE,
        "spec.market.deadline",
        detail,
        "allow more time, ask for fewer tasks or a lower trust, or write onMiss: accept");
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
    NanoRlc planned = requests.plannedLocks(user.account()).plus(insurance.owed(user.account()));
    NanoRlc free = planner.spendable(user.account(), planned);
    NanoRlc needed =
        user.account().equals(owner) ? fits.cost().plus(fits.poolStake()) : fits.cost();
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
    insurance.want(user, dealOf(bag), spec, Optional.of(fits));
    return bag;
  }

  /** Signs a request with the user's own limits, which a later offer can meet. */
  private BagId keep(User user, BagSpec spec, App app, Submission.Refused refusal) {
    NanoRlc perTask = new NanoRlc(spec.market().budget().units().divide(big(spec.tasks())));
    NanoRlc most =
        perTask.compareTo(spec.market().maxPrice()) < 0 ? perTask : spec.market().maxPrice();
    NanoRlc poolMax = most.compareTo(app.price()) > 0 ? most.minus(app.price()) : NanoRlc.ZERO;
    BagId bag =
        match.store(
            demand(user, spec),
            new RequestMatch.Terms(app.address(), app.price(), Address.ZERO, poolMax),
            Optional.of(refusal.reason() + ": " + refusal.detail()));
    insurance.want(user, dealOf(bag), spec, Optional.empty());
    return bag;
  }

  private DealId dealOf(BagId bag) {
    return requests.find(bag).orElseThrow().deal();
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
            anyBudget ? fits.cost() : market.budget(),
            market.promise(),
            market.insuredWithin()));
  }

  private RequestMatch.Demand demand(User user, BagSpec spec) {
    String json = BagSpecWriter.write(spec);
    return new RequestMatch.Demand(user.account(), user.keyName(), spec, json, params.of(json));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private QuoteView quote(
      BagSpec spec, Plan plan, Optional<BagPromises.Judgement> judged, Address requester) {
    ForecastView forecast = judged.map(BagPromises.Judgement::view).orElse(null);
    if (plan instanceof Plan.Fits fits) {
      return new QuoteView(
          true,
          fits.poolOrder().order().pool().hex(),
          fits.pricePerTask().units().toString(),
          fits.total().units().toString(),
          spec.tasks(),
          null,
          null,
          forecast,
          fits.premium().isZero() ? null : fits.premium().units().toString(),
          hosts.count(spec, fits.app(), requester, fits.poolOrder().order().price()));
    }
    Submission.Refused refusal = ((Plan.Refused) plan).refusal();
    return new QuoteView(
        false,
        null,
        null,
        null,
        spec.tasks(),
        refusal.reason() + ": " + refusal.detail(),
        refusal.remedy(),
        forecast,
        null,
        null);
  }
}
