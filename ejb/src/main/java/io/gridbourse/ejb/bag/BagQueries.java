package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.market.insurance.InsuredBags;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.pool.StoredHosts;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.proof.collusion.WorkerOwners;
import io.gridbourse.ejb.proof.court.Corrections.Correction;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.schedule.promise.Forecasts;
import io.gridbourse.ejb.schedule.support.SupportQueries;
import io.gridbourse.ejb.settings.BagSettings;
import io.gridbourse.ejb.settings.PoolSettings;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * What is asked about bags and tasks. A user sees the own bags; an operator or auditor sees all. A
 * bag that may not be seen looks like one that is not there.
 */
@ApplicationScoped
public class BagQueries {
  /** Rows of one page. */
  public static final int PAGE_MAX = 1_000;

  /** Cells of one answer. */
  public static final int CELLS_MAX = 200_000;

  private StoredBags bags;
  private Partitions partitions;
  private BagViews views;
  private TaskViews tasks;
  private TaskPages pages;
  private PartitionCells cells;
  private WhyBags why;
  private DecidedPartitions decided;
  private TermsOfBags terms;
  private FactRows facts;
  private CourtViews court;
  private Deals deals;
  private Forecasts forecasts;

  protected BagQueries() {}

  /** The queries with all that they need. */
  @Inject
  public BagQueries(
      DataSource database,
      StoredBags bags,
      Dispatcher dispatcher,
      DecidedPartitions decided,
      TermsOfBags terms,
      Deals deals,
      Presence presence,
      Forecasts forecasts,
      SupportQueries support,
      PoolSettings pool,
      BagSettings settings,
      InsuredBags insured,
      WorkerOwners owners,
      Clock clock) {
    this.bags = bags;
    this.deals = deals;
    this.court = new CourtViews(database, deals);
    this.decided = decided;
    this.terms = terms;
    this.forecasts = forecasts;
    this.partitions = new Partitions(database);
    TaskRecords records = new TaskRecords(database);
    this.facts = records.facts();
    BagViews.Ledger onLedger = new BagViews.Ledger(deals, insured, court);
    this.views =
        new BagViews(
            dispatcher, onLedger, forecasts, support, pool, new StoredHosts(database), clock);
    this.tasks =
        new TaskViews(records, new StoredWorkers(database, clock), decided, terms, deals, court);
    this.cells = new PartitionCells(dispatcher, decided, terms);
    this.pages = new TaskPages(cells, records, deals);
    WhyBags.Ledger ledger = new WhyBags.Ledger(court, insured, owners);
    this.why = new WhyBags(bags, partitions, dispatcher, presence, ledger, settings.runningMax());
  }

  /** A page of the user's bags, the newest first, from after a bag on. */
  public Views.Page<Views.BagView> list(
      User user, BagFilter filter, int limit, Optional<BagId> after) {
    int rows = Math.max(1, Math.min(PAGE_MAX, limit));
    List<StoredBags.Recorded> page =
        bags.page(
            user.seesAll() ? Optional.empty() : Optional.of(user.account()),
            filter,
            after,
            rows + 1);
    List<StoredBags.Recorded> shown = page.subList(0, Math.min(rows, page.size()));
    Map<BagId, List<Partition>> parts =
        partitions.of(shown.stream().map(each -> each.bag().id()).toList()).stream()
            .collect(Collectors.groupingBy(Partition::bag));
    return new Views.Page<>(
        shown.stream()
            .map(each -> views.bag(each, parts.getOrDefault(each.bag().id(), List.of()), false))
            .toList(),
        page.size() > rows ? shown.get(rows - 1).bag().id().text() : null);
  }

  /** A bag. */
  public Optional<Views.BagView> find(User user, String id) {
    return recorded(user, id).map(each -> views.bag(each, partitions.of(each.bag().id()), true));
  }

  /** A page of tasks by index, without votes; the cursor is the next index to look at. */
  public Optional<Views.Page<Views.TaskView>> tasks(User user, String id, TaskFilter filter) {
    return recorded(user, id).map(each -> pages.page(each.bag(), cut(each), filter));
  }

  /** A bag's partitions; before it is staged, one that waits. */
  private List<Partition> cut(StoredBags.Recorded recorded) {
    List<Partition> all = partitions.of(recorded.bag().id());
    return all.isEmpty() ? List.of(Partition.uncut(recorded.bag().id(), recorded.tasks())) : all;
  }

  /** A task with its votes and its certificate. */
  public Optional<Views.TaskView> task(User user, String id, long index) {
    return located(user, id, index).map(at -> tasks.full(at.bag, at.partition, index, at.letter));
  }

  /** Letters of up to {@link #CELLS_MAX} tasks. */
  public Optional<Views.CellsView> cells(User user, String id, long first, int count) {
    return recorded(user, id)
        .map(
            recorded -> {
              long from = Math.max(0, Math.min(first, recorded.tasks()));
              int length =
                  (int) Math.max(0, Math.min(Math.min(count, CELLS_MAX), recorded.tasks() - from));
              StringBuilder letters = new StringBuilder(length);
              for (Partition partition : cut(recorded)) {
                long start = Math.max(from, partition.first());
                long end = Math.min(from + length, partition.first() + partition.tasks());
                if (start < end) {
                  letters.append(
                      cells.of(partition, (int) (start - partition.first()), (int) (end - start)));
                }
              }
              return new Views.CellsView(id, from, letters.length(), Runs.of(letters));
            });
  }

  /** Why a bag is where it is. */
  public Optional<Views.WhyView> why(User user, String id) {
    return recorded(user, id).map(each -> promised(each.bag(), why.bag(each.bag())));
  }

  /** What there is to say of a bag, with how its deadline stands. */
  private Views.WhyView promised(Bag bag, Views.WhyView said) {
    Optional<String> fact = forecasts.of(bag.id()).flatMap(Forecasts::sentence);
    if (fact.isEmpty()) {
      return said;
    }
    List<String> facts = new ArrayList<>(said.facts());
    facts.add(fact.get());
    return new Views.WhyView(said.subject(), said.sentence(), said.remedy(), facts);
  }

  /** Why a task is where it is. */
  public Optional<Views.WhyView> why(User user, String id, long index) {
    return located(user, id, index)
        .map(
            at -> {
              Views.TaskView task = tasks.full(at.bag, at.partition, index, at.letter);
              return why.task(
                  at.bag, new WhyBags.Views(index, at.letter, task.votes().size(), task.reason()));
            });
  }

  /** Why a result was accepted; empty if it is not certified. */
  public Optional<Views.CertificateView> certificate(User user, String id, long index) {
    return located(user, id, index)
        .flatMap(
            at ->
                tasks.certificate(at.bag, at.partition, tasks.record(at.bag, at.partition, index)));
  }

  /** The certified outcome of a task that succeeded; empty if there is none. */
  public Optional<byte[]> result(User user, String id, long index) {
    return located(user, id, index)
        .flatMap(
            at -> {
              TaskRecord record = tasks.record(at.bag, at.partition, index);
              return tasks.result(at.bag, at.partition, record);
            });
  }

  /** Receives the results of tasks. */
  @FunctionalInterface
  public interface ResultVisitor {
    /** The outcome of a task. */
    void result(long index, byte[] outcome) throws IOException;
  }

  /**
   * Shows the certified outcomes of the tasks [first, first + count), partition by partition. Where
   * a jury found another result, it is that one, if it is known here.
   *
   * @return false if there is no such bag for the user
   */
  public boolean results(User user, String id, long first, long count, ResultVisitor visitor)
      throws IOException {
    Optional<StoredBags.Recorded> recorded = recorded(user, id);
    if (recorded.isEmpty()) {
      return false;
    }
    Bag bag = recorded.get().bag();
    long botFirst = TaskViews.botFirst(deals, bag);
    Map<Long, Correction> corrections = court.corrections(bag);
    for (Partition partition : partitions.of(bag.id())) {
      long start = Math.max(first, partition.first());
      long end = Math.min(first + count, partition.first() + partition.tasks());
      if (start < end) {
        BookReport report = decided.report(partition, terms.of(partition.bag()));
        new Outcomes(facts)
            .each(
                partition,
                report,
                start,
                end,
                (index, outcome) -> {
                  Correction correction = corrections.get(botFirst + index);
                  if (correction == null) {
                    visitor.result(index, outcome);
                  } else if (correction.outcome().isPresent()) {
                    visitor.result(index, correction.outcome().get());
                  }
                });
      }
    }
    return true;
  }

  /** Names of the files that make a result of the bag; none if it is the standard output. */
  public Optional<List<String>> outputs(User user, String id) {
    return recorded(user, id).map(each -> each.bag().spec().outputs());
  }

  /** Whether there is such a bag for the user. */
  public boolean exists(User user, String id) {
    return recorded(user, id).isPresent();
  }

  private record Located(Bag bag, Partition partition, char letter) {}

  private Optional<Located> located(User user, String id, long index) {
    return recorded(user, id)
        .flatMap(
            recorded ->
                cut(recorded).stream()
                    .filter(each -> index >= each.first() && index - each.first() < each.tasks())
                    .findFirst()
                    .map(
                        partition ->
                            new Located(
                                recorded.bag(),
                                partition,
                                cells.of(partition, (int) (index - partition.first()), 1)[0])));
  }

  private Optional<StoredBags.Recorded> recorded(User user, String id) {
    return Bagged.id(id)
        .flatMap(bags::recorded)
        .filter(each -> user.seesAll() || each.bag().requester().equals(user.account()));
  }
}
