package io.gridbourse.ejb.pool;

import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.pool.WorkerState;
import io.gridbourse.domain.value.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Which workers are there, by when they were last heard of. In memory: a restart asks anew. */
public final class Presence {
  /** Silence after which a worker counts as lost: some missed signs of life. */
  public static final Duration LOST_AFTER = Duration.ofMillis(3 * EnrolWorker.HEARTBEAT_MILLIS);

  private final Map<Address, Seen> seen = new LinkedHashMap<>();
  private final Set<Address> unsaved = new HashSet<>();
  private final BiConsumer<Worker, WorkerState> changed;

  /**
   * Nobody is there yet.
   *
   * @param changed hears of every change of state
   */
  public Presence(BiConsumer<Worker, WorkerState> changed) {
    this.changed = changed;
  }

  /** A worker as it was last seen; {@code busy} counts its open requests. */
  private record Seen(
      Worker worker,
      WorkerState state,
      Optional<String> paused,
      Instant at,
      Set<String> drivers,
      int open) {}

  /** Notes that a worker exchanges, with the drivers that work now. */
  public void heard(Worker worker, boolean draining, Set<String> drivers, Instant now) {
    WorkerState.Event event = draining ? WorkerState.Event.DRAINED : WorkerState.Event.HEARD;
    note(worker, event, Optional.empty(), drivers, now);
  }

  /** Notes that a worker exchanges and takes no work for a reason. */
  public void paused(Worker worker, String reason, Set<String> drivers, Instant now) {
    note(worker, WorkerState.Event.PAUSED, Optional.of(reason), drivers, now);
  }

  private void note(
      Worker worker,
      WorkerState.Event event,
      Optional<String> paused,
      Set<String> drivers,
      Instant now) {
    WorkerState next;
    WorkerState before;
    synchronized (this) {
      Seen last = seen.get(worker.address());
      before = last == null ? WorkerState.AWAY : last.state;
      next = before.on(event).orElseThrow();
      int open = last == null ? 0 : last.open;
      seen.put(worker.address(), new Seen(worker, next, paused, now, Set.copyOf(drivers), open));
      unsaved.add(worker.address());
    }
    tell(worker, before, next);
  }

  /** A request of the worker is being held: as long, it is there. */
  public synchronized void holds(Address worker, int change, Instant now) {
    seen.computeIfPresent(
        worker,
        (key, last) ->
            new Seen(
                last.worker,
                last.state,
                last.paused,
                now,
                last.drivers,
                Math.max(0, last.open + change)));
  }

  /** Workers that fell silent by now; each is reported once. */
  public List<Address> lost(Instant now) {
    Map<Worker, WorkerState> before = new LinkedHashMap<>();
    Map<Worker, WorkerState> after = new LinkedHashMap<>();
    synchronized (this) {
      for (Seen each : List.copyOf(seen.values())) {
        boolean isSilent = each.open == 0 && each.at.plus(LOST_AFTER).isBefore(now);
        Optional<WorkerState> next = each.state.on(WorkerState.Event.SILENCE);
        if (isSilent && next.isPresent()) {
          before.put(each.worker, each.state);
          after.put(each.worker, next.get());
          seen.put(
              each.worker.address(),
              new Seen(each.worker, next.get(), Optional.empty(), each.at, each.drivers, 0));
        }
      }
    }
    after.forEach((worker, state) -> tell(worker, before.get(worker), state));
    return after.keySet().stream().map(Worker::address).toList();
  }

  /** The state of a worker. */
  public synchronized WorkerState state(Address worker) {
    Seen last = seen.get(worker);
    return last == null ? WorkerState.AWAY : last.state;
  }

  /** Why a worker takes no work now, as it says; empty if it does, or is not there. */
  public synchronized Optional<String> paused(Address worker) {
    return Optional.ofNullable(seen.get(worker)).flatMap(Seen::paused);
  }

  /** When a worker was last heard of since the server started. */
  public synchronized Optional<Instant> lastSeen(Address worker) {
    return Optional.ofNullable(seen.get(worker)).map(Seen::at);
  }

  /** A worker that takes work, with the drivers that work now. */
  public record Here(Worker worker, Set<String> drivers) {}

  /** Workers that take work, in the order in which they were first heard of. */
  public synchronized List<Here> here() {
    return seen.values().stream()
        .filter(each -> each.state == WorkerState.ONLINE)
        .map(each -> new Here(each.worker, each.drivers))
        .toList();
  }

  /** A worker that was heard of since the server started. */
  public synchronized Optional<Worker> find(Address worker) {
    return Optional.ofNullable(seen.get(worker)).map(Seen::worker);
  }

  /** Workers that take work, and could run programs of a driver. */
  public synchronized List<Address> online(String driver) {
    List<Address> online = new ArrayList<>();
    for (Seen each : seen.values()) {
      if (each.state == WorkerState.ONLINE && each.drivers.contains(driver)) {
        online.add(each.worker.address());
      }
    }
    return online;
  }

  /** A worker that was heard of, and whether it takes work. */
  public record Known(Address worker, boolean isOnline) {}

  /**
   * Workers heard of since the server started that run programs of a driver when they are there.
   */
  public synchronized List<Known> known(String driver) {
    return seen.values().stream()
        .filter(each -> each.drivers.contains(driver) && each.state != WorkerState.DRAINING)
        .map(each -> new Known(each.worker.address(), each.state == WorkerState.ONLINE))
        .toList();
  }

  /** Workers that take work. */
  public synchronized List<Address> online() {
    return seen.values().stream()
        .filter(each -> each.state == WorkerState.ONLINE)
        .map(each -> each.worker.address())
        .toList();
  }

  /** How many workers of a pool take work. */
  public synchronized int onlineIn(Address pool) {
    return (int)
        seen.values().stream()
            .filter(each -> each.state == WorkerState.ONLINE && each.worker.pool().equals(pool))
            .count();
  }

  /** Times to store, each handed over once. */
  public synchronized Map<Address, Instant> takeUnsaved() {
    Map<Address, Instant> times = new HashMap<>();
    unsaved.forEach(worker -> times.put(worker, seen.get(worker).at));
    unsaved.clear();
    return times;
  }

  private void tell(Worker worker, WorkerState before, WorkerState after) {
    if (before != after) {
      changed.accept(worker, after);
    }
  }
}
