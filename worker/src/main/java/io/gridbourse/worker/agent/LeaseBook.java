package io.gridbourse.worker.agent;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.link.WorkerKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.logging.Logger;

/**
 * The leases of this worker. Slots report how they end; the agent's thread sends what is due and
 * applies the server's orders.
 */
final class LeaseBook {
  private static final Logger LOG = Logger.getLogger(LeaseBook.class.getName());
  private static final int REBASES_MAX = 100;

  private final Map<String, HeldLease> leases = new LinkedHashMap<>();
  private final Map<String, Integer> rebases = new LinkedHashMap<>();
  private final WorkerKey key;
  private final Composer composer;
  private final CommitmentChains chains;
  private final SealedStore store;
  private final Tally tally;

  LeaseBook(
      WorkerKey key, Composer composer, CommitmentChains chains, SealedStore store, Tally tally) {
    this.key = key;
    this.composer = composer;
    this.chains = chains;
    this.store = store;
    this.tally = tally;
  }

  /** Takes up what an earlier process left. */
  synchronized void restore(List<HeldLease> kept) {
    kept.forEach(lease -> leases.put(lease.id(), lease));
  }

  /** A granted lease, in the stage RUNNING; empty-handed if it cannot be taken. */
  synchronized HeldLease take(WorkerWire.Grant grant) throws LeaseNotRunException {
    HeldLease known = leases.get(grant.lease());
    if (known != null) {
      throw new IllegalArgumentException("the lease is held already: " + grant.lease());
    }
    DealId deal = new DealId(grant.deal());
    HeldLease lease =
        new HeldLease(grant.lease(), grant.fence(), deal, grant.partition(), grant.sealed());
    if (grant.program().iexec() != null) {
      lease.countFrom(grant.program().iexec().botFirst());
    }
    leases.put(lease.id(), lease);
    CommitmentChains.Link before =
        new CommitmentChains.Link(grant.tasksBefore(), new Bytes32(grant.accumulatorBefore()));
    if (!chains.heard(deal, grant.partition(), before)) {
      throw new LeaseNotRunException(
          LeaseNotRunException.Reason.RESOURCES,
          "the server counts "
              + before.tasks()
              + " contributions in this partition that this worker has no record of signing");
    }
    return lease;
  }

  /** A granted lease that cannot be taken goes back at once. */
  synchronized void refuse(WorkerWire.Grant grant, LeaseNotRunException why) {
    HeldLease lease = leases.get(grant.lease());
    if (lease != null) {
      failed(lease, why.reason(), why.getMessage());
    }
  }

  synchronized boolean holds(String lease) {
    return leases.containsKey(lease);
  }

  /** A slot has answers for all tasks of a lease. */
  synchronized void answered(HeldLease lease, LeaseRun run, OptionalDouble joules) {
    if (lease.stage() != LeaseStage.RUNNING) {
      return;
    }
    lease.used(joules);
    lease.answered(key.address(), run.answers(), run.taskMillis());
    if (!composer.fits(lease)) {
      leases.remove(lease.id());
      HeldLease returned =
          new HeldLease(
              lease.id(), lease.fence(), lease.deal(), lease.partition(), lease.isSealed());
      returned.failed(
          LeaseNotRunException.Reason.RESOURCES,
          "the answers need "
              + Composer.bytesOf(lease)
              + " bytes, more than the server takes at once");
      leases.put(returned.id(), returned);
      return;
    }
    if (lease.isSealed()) {
      store.keep(lease);
    }
    tally.answered(run.answers());
  }

  /** A slot could not run a lease. */
  synchronized void failed(HeldLease lease, LeaseNotRunException.Reason reason, String message) {
    if (lease.stage() != LeaseStage.RUNNING) {
      return; // A drain has decided already, or the server.
    }
    if (reason == LeaseNotRunException.Reason.CANCELLED) {
      gone(lease, LeaseStage.Event.CANCELLED);
      return;
    }
    LOG.warning(
        () -> "lease=" + lease.id() + " handed back reason=" + reason + " message=" + message);
    lease.failed(reason, message);
  }

  /** A drain or a retreat ends what still runs: it goes back. */
  void handBackRunning(LeaseNotRunException.Reason reason, String message) {
    for (HeldLease lease : running()) {
      synchronized (this) {
        if (lease.stage() == LeaseStage.RUNNING) {
          lease.failed(reason, message);
        }
      }
      lease.cancellation().cancel();
    }
  }

  /** A retreat begins: what runs may save what it has. */
  void stopRunning(Duration within) {
    running().forEach(lease -> lease.cancellation().stop(within));
  }

  /**
   * The server wants leases back: what they run may save what it has, and goes back when the time
   * is over.
   *
   * @return whether one of them was not asked for before
   */
  boolean retreat(List<String> ids, Duration within) {
    List<HeldLease> fresh = new ArrayList<>();
    synchronized (this) {
      for (String id : ids) {
        HeldLease lease = leases.get(id);
        if (lease != null && lease.stage() == LeaseStage.RUNNING && lease.stopBy().isEmpty()) {
          lease.stopBy(System.nanoTime() + within.toNanos());
          fresh.add(lease);
        }
      }
    }
    fresh.forEach(
        lease -> {
          LOG.info(() -> "lease=" + lease.id() + " is wanted back by the server");
          lease.cancellation().stop(within);
        });
    return !fresh.isEmpty();
  }

  /** Whether a lease runs that the server wants back. */
  boolean isRetreating() {
    return running().stream().anyMatch(lease -> lease.stopBy().isPresent());
  }

  /** Hands back what the server wants back and what has not ended in time. */
  void handBackLate() {
    long now = System.nanoTime();
    for (HeldLease lease : running()) {
      synchronized (this) {
        boolean isLate = lease.stopBy().isPresent() && now - lease.stopBy().getAsLong() > 0;
        if (!isLate || lease.stage() != LeaseStage.RUNNING) {
          continue;
        }
        lease.failed(
            LeaseNotRunException.Reason.RETREAT, "the server wants the machine for other tasks");
      }
      lease.cancellation().cancel();
    }
  }

  private synchronized List<HeldLease> running() {
    return leases.values().stream().filter(lease -> lease.stage() == LeaseStage.RUNNING).toList();
  }

  synchronized int count(LeaseStage stage) {
    return (int) leases.values().stream().filter(lease -> lease.stage() == stage).count();
  }

  synchronized List<String> holding() {
    List<String> ids = new ArrayList<>();
    for (HeldLease lease : leases.values()) {
      if (lease.stage() != LeaseStage.RETURNING) {
        ids.add(lease.id());
      }
    }
    return ids;
  }

  synchronized Composer.Round compose() {
    return composer.compose(leases.values());
  }

  /** Whether something waits to be sent. */
  synchronized boolean hasDue() {
    return leases.values().stream()
        .anyMatch(
            lease ->
                switch (lease.stage()) {
                  case ANSWERED, REVEALING, RETURNING -> true;
                  case RUNNING, SEALED, GONE -> false;
                });
  }

  /**
   * Applies the answer to a round; grants are the agent's.
   *
   * @return whether it changed anything here
   */
  synchronized boolean apply(Composer.Round round, WorkerWire.Orders orders) {
    boolean changed = false;
    for (String id : orders.settled()) {
      HeldLease lease = leases.get(id);
      if (lease != null) {
        settled(lease, round);
        changed = true;
      }
    }
    Set<String> rebased = new HashSet<>();
    for (Map.Entry<String, String> each : orders.refused().entrySet()) {
      changed |= leases.containsKey(each.getKey());
      refused(each.getKey(), each.getValue(), round, rebased);
    }
    for (String id : orders.reveal()) {
      HeldLease lease = leases.get(id);
      changed |= lease != null && lease.happened(LeaseStage.Event.ASKED);
    }
    for (String id : orders.cancel()) {
      HeldLease lease = leases.get(id);
      if (lease != null) {
        lease.cancellation().cancel();
        gone(lease, LeaseStage.Event.CANCELLED);
        changed = true;
      }
    }
    return changed;
  }

  private void settled(HeldLease lease, Composer.Round round) {
    CommitmentChains.Link link = round.commits().get(lease.id());
    if (link != null) {
      rebases.remove(lease.id());
      chains.stored(lease.deal(), lease.partition(), link);
      if (lease.isSealed()) {
        lease.happened(LeaseStage.Event.COMMITTED);
        return;
      }
    }
    gone(lease, LeaseStage.Event.STORED);
  }

  private void refused(String id, String code, Composer.Round round, Set<String> rebased) {
    HeldLease lease = leases.get(id);
    if (lease == null) {
      return;
    }
    boolean committing = round.commits().containsKey(id);
    if (committing && code.equals("COMMITMENT_STALE") && tryAgain(lease, rebased)) {
      return;
    }
    if (!committing && code.equals("NOT_ASKED")) {
      lease.happened(LeaseStage.Event.NOT_ASKED);
      return;
    }
    if (!committing && code.equals("NOT_COMMITTED")) {
      lease.happened(LeaseStage.Event.UNKNOWN_COMMIT);
      return;
    }
    LOG.warning(() -> "lease=" + id + " refused by the server code=" + code);
    gone(lease, LeaseStage.Event.REFUSED);
  }

  /**
   * A commitment that does not continue the server's chain: because an earlier one of the round was
   * refused, and then the same start is right, or because the start is wrong.
   */
  private boolean tryAgain(HeldLease lease, Set<String> rebased) {
    int times = rebases.merge(lease.id(), 1, Integer::sum);
    chains.refused(lease);
    if (times > REBASES_MAX) {
      return false;
    }
    boolean first = times == 1 || !rebased.add(lease.deal().hex() + lease.partition());
    return first || chains.rebase(lease.deal(), lease.partition());
  }

  private void gone(HeldLease lease, LeaseStage.Event event) {
    lease.happened(event);
    if (lease.stage() == LeaseStage.GONE) {
      leases.remove(lease.id());
      rebases.remove(lease.id());
      if (lease.isSealed()) {
        store.forget(lease);
      }
    }
  }
}
