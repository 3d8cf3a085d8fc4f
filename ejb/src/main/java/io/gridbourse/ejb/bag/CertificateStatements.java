package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.OutputFile;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.CertificateViews.AppFacts;
import io.gridbourse.domain.wire.CertificateViews.BagFacts;
import io.gridbourse.domain.wire.CertificateViews.DealFacts;
import io.gridbourse.domain.wire.CertificateViews.FileFacts;
import io.gridbourse.domain.wire.CertificateViews.InputFacts;
import io.gridbourse.domain.wire.CertificateViews.LedgerFacts;
import io.gridbourse.domain.wire.CertificateViews.PartitionFacts;
import io.gridbourse.domain.wire.CertificateViews.ResultFacts;
import io.gridbourse.domain.wire.CertificateViews.RuleFacts;
import io.gridbourse.domain.wire.CertificateViews.StatementView;
import io.gridbourse.domain.wire.CertificateViews.TaskFacts;
import io.gridbourse.domain.wire.TrustViews.BallotView;
import io.gridbourse.domain.wire.TrustViews.CertificationView;
import io.gridbourse.domain.wire.Views.BagView;
import io.gridbourse.domain.wire.Views.CertificateView;
import io.gridbourse.domain.wire.Views.PartitionView;
import io.gridbourse.domain.wire.Views.TaskView;
import io.gridbourse.ejb.market.App;
import io.gridbourse.ejb.market.Apps;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What certificates say, put together from what is asked about bags, tasks and deals. */
@ApplicationScoped
public class CertificateStatements {
  private BagQueries bags;
  private CertificationQueries certification;
  private StoredBags stored;
  private Deals deals;
  private Apps apps;
  private ChainSettings chain;
  private Clock clock;

  protected CertificateStatements() {}

  /** Statements of what these queries tell. */
  @Inject
  public CertificateStatements(
      BagQueries bags,
      CertificationQueries certification,
      StoredBags stored,
      Deals deals,
      Apps apps,
      ChainSettings chain,
      Clock clock) {
    this.bags = bags;
    this.certification = certification;
    this.stored = stored;
    this.deals = deals;
    this.apps = apps;
    this.chain = chain;
    this.clock = clock;
  }

  /** A statement, or why there is none yet. */
  record Found(Optional<StatementView> statement, Optional<String> notYet) {
    static Found notYet(String why) {
      return new Found(Optional.empty(), Optional.of(why));
    }
  }

  /** The statement on a task; empty if there is no such task for the user. */
  Optional<Found> ofTask(User user, String id, long index) {
    return bags.find(user, id)
        .flatMap(bag -> bags.task(user, id, index).map(task -> ofTask(user, bag, task)));
  }

  private Found ofTask(User user, BagView bag, TaskView task) {
    CertificateView certificate = task.certificate();
    String name = "task " + bag.id() + "/" + task.index();
    if (certificate == null) {
      return Found.notYet(name + " is " + task.state() + ", not certified");
    }
    Sources sources = sources(user, bag);
    List<PartitionFacts> settled =
        sources.settled(
            each -> task.index() >= each.first() && task.index() - each.first() < each.tasks());
    if (settled.isEmpty()) {
      return Found.notYet(name + " is certified, but its partition is not settled on the ledger");
    }
    return found(statement(sources, settled, facts(user, sources, task, certificate), List.of()));
  }

  /** The statement on all tasks of a bag; empty if there is no such bag for the user. */
  Optional<Found> ofBag(User user, String id) {
    return bags.find(user, id).map(bag -> ofBag(user, bag));
  }

  private Found ofBag(User user, BagView bag) {
    if (bag.endedAt() == null) {
      return Found.notYet(
          "bag %s is %s: %d of its %d tasks are certified"
              .formatted(bag.id(), bag.state(), bag.counts().certified(), bag.tasks()));
    }
    Sources sources = sources(user, bag);
    List<PartitionFacts> settled = sources.settled(each -> true);
    if (settled.isEmpty()) {
      return Found.notYet(
          "bag %s has ended as %s, and nothing of it was settled on the ledger"
              .formatted(bag.id(), bag.state()));
    }
    return found(statement(sources, settled, null, sources.asked().ballots()));
  }

  private static Found found(StatementView statement) {
    return new Found(Optional.of(statement), Optional.empty());
  }

  /** What a statement is made of. */
  private record Sources(
      BagView view,
      Bag bag,
      Deals.Recorded deal,
      CertificationView asked,
      Map<Integer, Deals.SettledPartition> settled,
      Map<Integer, Long> blocks) {
    List<PartitionFacts> settled(Predicate<PartitionView> which) {
      return view.partitions().stream()
          .filter(which)
          .filter(each -> settled.containsKey(each.number()))
          .map(each -> facts(each, settled.get(each.number())))
          .toList();
    }

    private PartitionFacts facts(PartitionView partition, Deals.SettledPartition onLedger) {
      return new PartitionFacts(
          partition.number(),
          partition.first(),
          partition.tasks(),
          onLedger.certified(),
          onLedger.failed(),
          onLedger.resultsRoot(),
          onLedger.transaction(),
          blocks.getOrDefault(partition.number(), 0L));
    }
  }

  private Sources sources(User user, BagView view) {
    Bag bag = stored.find(Bagged.id(view.id()).orElseThrow()).orElseThrow();
    return new Sources(
        view,
        bag,
        deals.recorded(bag.deal()).orElseThrow(),
        certification.of(user, view.id()).orElseThrow(),
        deals.partitions(bag.deal()).stream()
            .collect(Collectors.toMap(Deals.SettledPartition::number, Function.identity())),
        deals.settlementBlocks(bag.deal()));
  }

  private StatementView statement(
      Sources from, List<PartitionFacts> partitions, TaskFacts task, List<BallotView> ballots) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new StatementView(
        now,
        new LedgerFacts(chain.chainId(), chain.contracts().hub().hex()),
        bag(from),
        app(from.deal()),
        from.bag().spec().inputs().stream()
            .map(each -> new InputFacts(each.path(), each.content().toString()))
            .toList(),
        deal(from.deal()),
        new RuleFacts(
            from.view().trust(),
            from.view().confidence(),
            from.asked().rungs(),
            from.asked().comparator(),
            from.asked().tolerated()),
        partitions,
        task,
        ballots);
  }

  private static BagFacts bag(Sources from) {
    BagView view = from.view();
    return new BagFacts(
        view.id(),
        view.name(),
        view.project(),
        view.requester(),
        view.state(),
        from.bag().spec().command(),
        view.tasks(),
        view.counts().certified(),
        view.counts().failed(),
        view.submittedAt(),
        view.startedAt(),
        view.endedAt());
  }

  private AppFacts app(Deals.Recorded recorded) {
    Optional<App> app = apps.find(recorded.deal().app());
    return new AppFacts(
        app.map(App::name).orElse(recorded.deal().app().hex()),
        recorded.deal().app().hex(),
        app.map(each -> each.owner().hex()).orElse(null),
        app.map(App::driver).orElse(null),
        app.map(each -> each.content().toString()).orElse(null),
        app.flatMap(App::entry).orElse(null),
        app.flatMap(App::checker).orElse(null));
  }

  private static DealFacts deal(Deals.Recorded recorded) {
    return new DealFacts(
        recorded.deal().id().hex(),
        recorded.deal().pool().hex(),
        recorded.deal().poolOwner().hex(),
        recorded.deal().tasks().botFirst(),
        recorded.deal().category().name(),
        recorded.deal().prices().total().units().toString(),
        recorded.deal().startedAt(),
        recorded.transaction(),
        recorded.block());
  }

  private TaskFacts facts(User user, Sources from, TaskView task, CertificateView certificate) {
    return new TaskFacts(
        task.index(),
        from.deal().deal().tasks().botFirst() + task.index(),
        task.task(),
        task.command(),
        result(user, from, task, certificate),
        certificate.method(),
        certificate.accepted(),
        certificate.errorBound(),
        certificate.derivation(),
        certificate.votes(),
        certificate.proof(),
        certificate.acceptance(),
        certificate.doubt(),
        certificate.hosts(),
        certificate.drawKey());
  }

  private ResultFacts result(User user, Sources from, TaskView task, CertificateView certificate) {
    Optional<byte[]> outcome = bags.result(user, task.bag(), task.index());
    boolean hasFiles = !from.bag().spec().outputs().isEmpty();
    List<FileFacts> files =
        hasFiles && outcome.isPresent()
            ? OutputFile.unpack(outcome.get()).stream()
                .map(
                    file ->
                        new FileFacts(
                            file.name(),
                            file.content().length,
                            Sha256.of(file.content()).toString()))
                .toList()
            : List.of();
    return new ResultFacts(
        certificate.digest(),
        outcome.isPresent() ? null : task.reason(),
        outcome.map(bytes -> (long) bytes.length).orElse(null),
        files);
  }
}
