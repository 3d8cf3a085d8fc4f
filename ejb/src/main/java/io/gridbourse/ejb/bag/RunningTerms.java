package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.ledger.DomainSeparator;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.wire.IexecWire;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.market.App;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.market.IexecTask;
import io.gridbourse.ejb.market.LedgerApps;
import io.gridbourse.ejb.proof.checker.AppCheckers;
import io.gridbourse.ejb.proof.checker.LookAtResults;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** Puts together what a running bag needs: the bag, its final deal, its app. */
@ApplicationScoped
public class RunningTerms implements TermsOfBags {
  /** Bytes that the outcome of one task may have. */
  static final long OUTCOME_BYTES_MAX = 1L << 20;

  /** The ledger stores what it calls back with: each 32 bytes cost some 22,000 gas. */
  private static final long CALLBACK_BYTES_MAX = 4_096;

  private StoredBags bags;
  private Deals deals;
  private LedgerApps apps;
  private AppCheckers checkers;
  private ChainSettings chain;

  protected RunningTerms() {}

  /** Terms from this database. */
  @Inject
  public RunningTerms(
      StoredBags bags, Deals deals, LedgerApps apps, AppCheckers checkers, ChainSettings chain) {
    this.bags = bags;
    this.deals = deals;
    this.apps = apps;
    this.checkers = checkers;
    this.chain = chain;
  }

  @Override
  public Terms of(io.gridbourse.domain.bag.BagId id) {
    Bag bag = bags.find(id).orElseThrow(() -> new IllegalStateException("no bag " + id));
    Deal deal =
        deals
            .find(bag.deal())
            .orElseThrow(() -> new IllegalStateException("the deal of bag " + id + " is unknown"));
    // The app that was paid for, whatever the spec calls it.
    App app =
        apps.find(deal.app())
            .orElseThrow(() -> new IllegalStateException("the app of bag " + id + " is unknown"));
    WorkerWire.Program program = program(bag, deal, app);
    return new Terms(
        bag,
        deal,
        program,
        new LookAtResults.By(
            app.checker().flatMap(name -> checkers.of(name, id)),
            app.units()
                .flatMap(
                    units ->
                        checkers.partial(
                            app.address().hex(),
                            units,
                            bag,
                            program,
                            new IexecWire(deal.id().hex(), deal.tasks().botFirst(), Map.of())))),
        DomainSeparator.of(chain.chainId(), chain.contracts().hub()));
  }

  private static WorkerWire.Program program(Bag bag, Deal deal, App app) {
    BagSpec spec = bag.spec();
    return new WorkerWire.Program(
        bag.id().text(),
        app.driver(),
        app.content().toString(),
        app.entry().orElse(null),
        spec.command(),
        spec.sweep().axes().stream().map(RunningTerms::axis).toList(),
        inputs(spec),
        spec.outputs(),
        spec.resources().memoryBytes(),
        spec.resources().diskBytes(),
        spec.resources().walltime().toMillis(),
        deal.isCalledBack() ? CALLBACK_BYTES_MAX : OUTCOME_BYTES_MAX,
        IexecTask.isMadeOfDeal(spec)
            ? new IexecWire(
                deal.id().hex(), deal.tasks().botFirst(), IexecTask.variables(deal, app, spec))
            : null,
        deal.isCalledBack(),
        spec.checkpoint()
            .map(each -> new WorkerWire.CheckpointWire(each.path(), each.every().toMillis()))
            .orElse(null));
  }

  private static List<WorkerWire.InputWire> inputs(BagSpec spec) {
    return spec.inputs().stream()
        .map(input -> new WorkerWire.InputWire(input.path(), input.content().toString()))
        .toList();
  }

  private static WorkerWire.AxisWire axis(Sweep.Axis axis) {
    if (axis instanceof Sweep.Range range) {
      return new WorkerWire.AxisWire(range.name(), null, range.first(), range.last(), range.step());
    }
    return new WorkerWire.AxisWire(axis.name(), ((Sweep.Listed) axis).values(), 0, 0, 0);
  }
}
