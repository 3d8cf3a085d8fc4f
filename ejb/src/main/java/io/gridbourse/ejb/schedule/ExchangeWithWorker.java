package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.Admission;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.pool.HostBook;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.proof.likeness.LikeAnswers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * One round with a worker: takes what it sends, waits until that is stored, and answers with what
 * there is for it, or holds the request until there is something.
 */
@ApplicationScoped
public class ExchangeWithWorker {
  /** Longest time for which a request is held. */
  public static final Duration HOLD_MAX = Duration.ofSeconds(20);

  /** Messages that one request may carry. */
  public static final int MESSAGES_MAX = 10_000;

  /** Reasons for giving a lease back that speak against nobody. */
  private static final Set<String> NO_FAULTS = Set.of("DRAINING", "RETREAT", "BUSY");

  private static final Duration ON_THE_WAY = Duration.ofSeconds(1);
  private Dispatcher dispatcher;
  private Presence presence;
  private AdmitAnswers admit;
  private OpenPartitions partitions;
  private HostBook hosts;
  private Clock clock;

  protected ExchangeWithWorker() {}

  /** The use case with all that it needs. */
  @Inject
  public ExchangeWithWorker(
      Dispatcher dispatcher,
      Presence presence,
      OpenPartitions partitions,
      DataSource database,
      HostBook hosts,
      Clock clock) {
    this.dispatcher = dispatcher;
    this.presence = presence;
    this.admit =
        new AdmitAnswers(dispatcher.rates(), new LikeAnswers(new FactRows(database)), hosts, clock);
    this.partitions = partitions;
    this.hosts = hosts;
    this.clock = clock;
  }

  /** What was taken from a request. */
  private static final class Taken {
    private final Set<String> settled = new LinkedHashSet<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final List<CompletableFuture<Void>> stored = new ArrayList<>();

    void add(String lease, AdmitAnswers.Outcome outcome) {
      outcome
          .code()
          .ifPresentOrElse(
              code -> refused.put(lease, code),
              () -> {
                settled.add(lease);
                stored.add(outcome.stored());
              });
    }
  }

  /**
   * Serves a request of an enrolled worker.
   *
   * @return done when there is an answer; failed if what was sent could not be stored
   */
  public CompletableFuture<WorkerWire.Orders> exchange(Worker worker, WorkerWire.Exchange request) {
    Set<String> drivers = Set.copyOf(request.drivers());
    hear(worker, request, drivers);
    Taken taken = new Taken();
    takeReturns(worker.address(), request, taken);
    takeCommits(worker.address(), request, taken);
    takeReveals(worker.address(), request, taken);
    dropUnknown(worker.address(), request);
    return CompletableFuture.allOf(taken.stored.toArray(CompletableFuture[]::new))
        .thenCompose(stored -> answer(worker.address(), request, drivers, taken))
        .thenApply(orders -> orders.goingBy(dispatcher.knownContents(worker.address())));
  }

  private void hear(Worker worker, WorkerWire.Exchange request, Set<String> drivers) {
    WorkerWire.HostState host = request.host();
    if (host != null && host.paused() != null && !request.draining()) {
      presence.paused(worker, host.paused(), drivers, clock.instant());
    } else {
      presence.heard(worker, request.draining(), drivers, clock.instant());
    }
    if (host != null) {
      hosts.told(worker.address(), host);
      if (host.contents() != null) {
        dispatcher.told(worker.address(), host.contents());
      }
    }
    dispatcher
        .free()
        .told(
            worker.address(),
            host == null || host.free() == null
                ? Units.NONE
                : new Units(host.free().gpus(), host.free().resources()));
  }

  private CompletableFuture<WorkerWire.Orders> answer(
      Address worker, WorkerWire.Exchange request, Set<String> drivers, Taken taken) {
    List<String> reveals = dispatcher.reveals(worker);
    List<String> cancels = cancels(worker, request, taken);
    dispatcher.heard(worker);
    List<String> retreats = dispatcher.preemptions().retreats(worker);
    List<WorkerWire.Grant> leases =
        request.draining() ? List.of() : dispatcher.grant(worker, request.wishTasks(), drivers);
    boolean isNothing =
        reveals.isEmpty()
            && cancels.isEmpty()
            && leases.isEmpty()
            && retreats.isEmpty()
            && taken.settled.isEmpty()
            && taken.refused.isEmpty();
    Duration wait = wait(request);
    if (isNothing && !wait.isZero()) {
      return dispatcher.hold(worker, request, drivers, wait);
    }
    return CompletableFuture.completedFuture(
        new WorkerWire.Orders(
                leases,
                List.copyOf(taken.settled),
                taken.refused,
                reveals,
                cancels,
                false,
                clock.millis())
            .retreating(retreats));
  }

  private static Duration wait(WorkerWire.Exchange request) {
    long millis = Math.max(0, Math.min(request.waitMillis(), HOLD_MAX.toMillis()));
    return Duration.ofMillis(millis);
  }

  private void takeReturns(Address worker, WorkerWire.Exchange request, Taken taken) {
    for (WorkerWire.Return each : request.returns()) {
      boolean isFault = !NO_FAULTS.contains(each.reason());
      onRun(
          each.lease(),
          taken,
          (run, lease) -> {
            PartitionRun.Step<Admission> step =
                run.act(book -> book.giveBack(lease, worker, isFault, clock.instant()));
            if (isFault && step.result() == Admission.ACCEPTED) {
              dispatcher.gaveBack(run, worker);
            }
            return new AdmitAnswers.Outcome(Optional.empty(), step.stored());
          });
    }
  }

  private void takeCommits(Address worker, WorkerWire.Exchange request, Taken taken) {
    Map<String, WorkerWire.Reveal> reveals =
        request.reveals().stream()
            .collect(Collectors.toMap(WorkerWire.Reveal::lease, each -> each, (a, b) -> a));
    for (WorkerWire.Commit commit : request.commits()) {
      WorkerWire.Reveal reveal = reveals.get(commit.lease());
      onRun(
          commit.lease(),
          taken,
          (run, lease) ->
              reveal == null
                  ? admit.commit(run, worker, lease, commit)
                  : admit.answer(run, worker, lease, commit, reveal));
    }
  }

  private void takeReveals(Address worker, WorkerWire.Exchange request, Taken taken) {
    Set<String> committed =
        request.commits().stream().map(WorkerWire.Commit::lease).collect(Collectors.toSet());
    for (WorkerWire.Reveal reveal : request.reveals()) {
      if (!committed.contains(reveal.lease())) {
        onRun(reveal.lease(), taken, (run, lease) -> admit.reveal(run, worker, lease, reveal));
      }
    }
  }

  private interface Handling {
    AdmitAnswers.Outcome handle(PartitionRun run, LeaseId lease);
  }

  /**
   * Handles a message about a lease. If its partition is open and not driven here just now, as
   * after a restart, the message is passed over: the worker sends it again.
   */
  private void onRun(String text, Taken taken, Handling handling) {
    Optional<LeaseId> lease = text == null ? Optional.empty() : LeaseId.parse(text);
    if (lease.isEmpty()) {
      taken.refused.put(String.valueOf(text), "LEASE_STALE");
      return;
    }
    Optional<PartitionRun> run = dispatcher.find(lease.get());
    if (run.isEmpty()) {
      if (!isOpen(lease.get())) {
        taken.refused.put(text, "LEASE_STALE");
      }
      return;
    }
    try {
      taken.add(text, handling.handle(run.get(), lease.get()));
    } catch (PartitionGone e) {
      // As if it were not driven here: the worker sends it again.
      return;
    }
  }

  private boolean isOpen(LeaseId lease) {
    return partitions.isOpen(lease.bag(), lease.partition());
  }

  private List<String> cancels(Address worker, WorkerWire.Exchange request, Taken taken) {
    List<String> held =
        request.holding().stream()
            .filter(lease -> !taken.settled.contains(lease) && !taken.refused.containsKey(lease))
            .toList();
    List<String> cancels = new ArrayList<>(dispatcher.useless(worker, held));
    for (String text : held) {
      Optional<LeaseId> lease = LeaseId.parse(text);
      boolean isElsewhere = lease.isPresent() && dispatcher.find(lease.get()).isEmpty();
      if (lease.isEmpty() || (isElsewhere && !isOpen(lease.get()))) {
        cancels.add(text);
      }
    }
    return cancels;
  }

  private void dropUnknown(Address worker, WorkerWire.Exchange request) {
    Set<LeaseId> holding = new HashSet<>();
    request.holding().forEach(text -> LeaseId.parse(text).ifPresent(holding::add));
    request.commits().forEach(each -> LeaseId.parse(each.lease()).ifPresent(holding::add));
    Instant now = clock.instant();
    for (BagRun bag : dispatcher.bags()) {
      for (PartitionRun run : bag.partitions()) {
        try {
          run.act(
              book -> {
                book.dropUnknown(worker, holding, now.minus(ON_THE_WAY), now);
                return true;
              });
        } catch (PartitionGone e) {
          // Leases of a partition that is read anew are forgotten anyway.
        }
      }
    }
  }
}
