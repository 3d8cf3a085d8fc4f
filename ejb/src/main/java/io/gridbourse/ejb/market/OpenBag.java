package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.proof.court.SignTerms;
import io.gridbourse.ejb.settings.BagSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Makes a final deal with our pool the bag that it pays for: the one submitted, or a new one. */
@ApplicationScoped
public class OpenBag {
  private static final Logger LOG = Logger.getLogger(OpenBag.class.getName());
  private Bags bags;
  private LedgerApps apps;
  private LedgerDatasets datasets;
  private Apps registered;
  private LedgerTasks tasks;
  private BagRequests requests;
  private DealParams params;
  private ServedPools pools;
  private SignTerms terms;
  private long taskByTaskMax;
  private Clock clock;

  protected OpenBag() {}

  /** The use case with all that it needs. */
  @Inject
  public OpenBag(
      DataSource database,
      ContentStore store,
      Bags bags,
      LedgerApps apps,
      LedgerDatasets datasets,
      ServedPools pools,
      SignTerms terms,
      BagSettings settings,
      Clock clock) {
    this.bags = bags;
    this.apps = apps;
    this.datasets = datasets;
    this.registered = new Apps(database);
    this.tasks = new LedgerTasks(database);
    this.requests = new BagRequests(database);
    this.params = new DealParams(store, new BagSpecReader());
    this.pools = pools;
    this.terms = terms;
    this.taskByTaskMax = settings.taskByTaskMax();
    this.clock = clock;
  }

  /**
   * Queues the deal's bag; called once per deal, in the transaction that stores the deal.
   *
   * @param block where the deal is: what the ledger said then of its app counts
   */
  public void open(Deal deal, long block) {
    if (!pools.serves(deal.pool())) {
      return;
    }
    BagId id = BagId.of(deal.id());
    Optional<String> problem = bags.find(id).isPresent() ? Optional.empty() : create(deal, block);
    requests.state(id, "MATCHED", clock.instant());
    Bag bag = bags.find(id).orElseThrow();
    agree(bag, deal);
    if (bag.state().isFinal()) {
      LOG.warning(
          () -> "deal of a bag that has ended, refunded after its deadline bag=" + id.text());
      return;
    }
    Optional<String> reason =
        problem
            .or(() -> partial(bag, deal))
            .or(() -> tooManyToCallBack(deal))
            .map(OpenBag::refunded);
    reason.ifPresent(text -> LOG.warning(() -> "bag cannot run bag=" + id + ": " + text));
    BagState.Event event = reason.isPresent() ? BagState.Event.GIVEN_UP : BagState.Event.DEAL_FINAL;
    if (!bags.move(id, bag.state(), event, reason)) {
      throw new IllegalStateException("bag " + id + " was moved while its deal became final");
    }
  }

  /** Only partitions can be accepted; other small deals settle task by task. */
  private void agree(Bag bag, Deal deal) {
    if (bag.spec().verification().isOptimistic()) {
      terms.sign(deal, bag.spec().verification().window().orElseThrow());
    } else if (deal.tasks().botSize() <= taskByTaskMax
        && !bag.spec().verification().assurance().needsBallots()) {
      tasks.add(deal);
    }
  }

  /** Names on the ledger are free text, so only names of apps registered here are used. */
  private String name(Deal deal) {
    return registered.find(deal.app()).map(App::name).orElse(deal.app().hex());
  }

  private static Optional<String> partial(Bag bag, Deal deal) {
    return bag.spec().tasks() == deal.tasks().botSize()
        ? Optional.empty()
        : Optional.of(
            "the deal covers " + deal.tasks().botSize() + " of " + bag.spec().tasks() + " tasks");
  }

  /** The ledger calls back task by task only. */
  private Optional<String> tooManyToCallBack(Deal deal) {
    return !deal.isCalledBack() || deal.tasks().botSize() <= taskByTaskMax
        ? Optional.empty()
        : Optional.of(
            "a deal with a callback may have "
                + taskByTaskMax
                + " tasks here, this one has "
                + deal.tasks().botSize());
  }

  private static String refunded(String problem) {
    return problem + "; its price can be claimed back after the deal's final deadline";
  }

  /** Makes a bag of a deal that was not submitted here; why it cannot run, if it cannot. */
  private Optional<String> create(Deal deal, long block) {
    LedgerApps.Found found = apps.at(deal.app(), block);
    String app = found.app().map(App::name).orElse(deal.app().hex());
    DealParams.Spec read = params.specOf(deal, name(deal), app);
    LedgerDatasets.Found dataset = datasets.of(deal, block);
    Optional<String> problem =
        Stream.of(
                found.app().isEmpty() ? found.problem() : "",
                read.spec().isEmpty() ? read.problem() : "",
                dataset.problem())
            .filter(text -> !text.isEmpty())
            .findFirst()
            .or(() -> hidden(read.spec().orElseThrow(), dataset));
    BagSpec spec =
        problem.isEmpty()
            ? ofDeal(read.spec().orElseThrow(), deal, dataset.file())
            : DealParams.placeholder(deal, name(deal));
    bags.add(Bag.submitted(deal.id(), deal.requester(), spec, clock.instant()));
    return problem.or(() -> undecidable(found.app().orElseThrow(), spec));
  }

  /** Votes that honest workers would never reach are not begun. */
  private static Optional<String> undecidable(App app, BagSpec spec) {
    return EqualBytes.of(app, spec).map(EqualBytes.Needed::detail);
  }

  /** An input file with the dataset's name would hide it, or be hidden. */
  private static Optional<String> hidden(BagSpec spec, LedgerDatasets.Found dataset) {
    return dataset
        .file()
        .filter(file -> spec.inputs().stream().anyMatch(in -> in.path().equals(file.path())))
        .map(file -> "params: an input file has the name of the dataset's file, " + file.path());
  }

  /**
   * The ledger's terms are those that count, whatever the spec says. Where nobody here can agree to
   * an acceptance in the requester's name, or a contract waits for each result, votes decide.
   */
  private BagSpec ofDeal(BagSpec spec, Deal deal, Optional<BagSpec.Input> dataset) {
    return dataset
        .map(spec::with)
        .orElse(spec)
        .on(
            deal.trust(),
            deal.isCalledBack() || !terms.canSignFor(deal.requester())
                ? Verification.REPLICATE
                : spec.verification(),
            new BagSpec.Market(
                deal.category(),
                Optional.of(deal.pool().hex()),
                spec.market().maxPrice(),
                spec.market().budget(),
                spec.market().promise()));
  }
}
