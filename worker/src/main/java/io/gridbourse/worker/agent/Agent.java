package io.gridbourse.worker.agent;

import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.energy.WorkEnergy;
import io.gridbourse.worker.link.Backoff;
import io.gridbourse.worker.link.CacheTeller;
import io.gridbourse.worker.link.ServerAwayException;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.ServerRefusedException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The agent's loop: one request after the other, each with all that is due; between them it waits
 * for a slot, for the server, or for the end.
 */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Agent.class.getName());
  private static final int IDENTITY_REFUSALS_MAX = 3;
  private static final int REFUSALS_MAX = 30;
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final int REASON_MAX = 500;
  private static final Duration DRAIN_STEP = Duration.ofMillis(250);

  private final ServerLink link;
  private final CommitmentChains chains;
  private final Tally tally = new Tally();
  private final Wakeups wakeups = new Wakeups();
  private final LeaseBook book;
  private final Slots slots;
  private final Pace pace;
  private final Duration grace;
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private final Retreat retreat;
  private final WorkEnergy energy;
  private final Declaration declaration;
  private final CacheTeller cache;
  private WorkerWire.@Nullable Benchmark benchmark;
  private volatile boolean drainAsked;
  private volatile CompletableFuture<HttpResponse<byte[]>> underWay;
  private volatile boolean waitsOnly;
  private volatile boolean givenUp;
  private boolean draining;
  private long drainEnd;
  private boolean away;
  private int refusals;
  private boolean declared;

  /** Why an agent ended. */
  public enum End {
    /** It was asked to leave, and left in order. */
    DRAINED,
    /** The server does not know it, or no longer. */
    NOT_ALLOWED,
    /** The server does not understand what its owner says of it. */
    MISDECLARED,
    /** The server refuses what it sends. */
    REFUSED
  }

  /** An agent that takes up what an earlier process left in its state folder. */
  public Agent(AgentParts parts) throws IOException {
    this.link = parts.link();
    this.grace = parts.grace();
    this.chains = CommitmentChains.open(parts.state().resolve("commitments"));
    SealedStore store = new SealedStore(parts.state().resolve("sealed"));
    Composer composer =
        new Composer(
            parts.key(),
            new Bytes32(parts.enrolled().domainSeparator()),
            chains,
            parts.enrolled().bodyBytesMax());
    this.book = new LeaseBook(parts.key(), composer, chains, store, tally);
    book.restore(store.load(parts.key().address()));
    this.slots = new Slots(parts, book, tally, wakeups);
    this.pace = new Pace(parts.enrolled().heartbeatMillis());
    this.retreat = new Retreat(parts.retreat());
    this.energy = parts.energy();
    this.cache = new CacheTeller(parts.cache());
    this.benchmark = parts.benchmark();
    this.declaration = parts.declaration();
  }

  public Tally tally() {
    return tally;
  }

  /** Leases that run now. */
  public int running() {
    return slots.busy();
  }

  /** Leases whose answers wait for the server's question. */
  public int sealed() {
    return book.count(LeaseStage.SEALED);
  }

  /** Takes no more leases, and ends when what it holds is done or the grace is over. */
  public void drain() {
    drainAsked = true;
    CompletableFuture<?> request = underWay;
    if (request != null && slots.busy() == 0) {
      giveUp(request);
    }
    wakeups.wake();
  }

  /** Takes no leases until it may work again; what runs has a short time to end, then goes back. */
  public void pause(String reason) {
    if (retreat.begin(reason)) {
      book.stopRunning(retreat.within());
      speakSoon();
    }
  }

  /** Takes leases again. */
  public void resume() {
    if (retreat.end()) {
      speakSoon();
    }
  }

  /** Why it takes no leases now; empty if it does. */
  public Optional<String> paused() {
    return retreat.reason();
  }

  private void speakSoon() {
    CompletableFuture<?> request = underWay;
    if (request != null && waitsOnly) {
      giveUp(request);
    }
    wakeups.wake();
  }

  /** The client may say of a request that was given up that it failed: nobody is away then. */
  private void giveUp(CompletableFuture<?> request) {
    givenUp = true;
    request.cancel(true);
  }

  /** Works until it is drained or the server does not want it. */
  public End run() throws InterruptedException {
    while (true) {
      if (drainAsked && !draining) {
        startDrain();
      }
      if (draining && isDrained()) {
        return End.DRAINED;
      }
      followRetreat();
      book.handBackLate();
      Composer.Round round = book.compose();
      Pace.Step step = pace.next(round.isEmpty(), wish(), slots.busy(), sealed());
      if (step.isLocal()) {
        boolean ending =
            draining || (paused().isPresent() && slots.busy() > 0) || book.isRetreating();
        wakeups.await(ending ? DRAIN_STEP : step.localWait());
        continue;
      }
      if (!declared && !declare()) {
        return refusals > 0 ? End.NOT_ALLOWED : End.MISDECLARED;
      }
      if (declared && !exchange(round, step.serverWait())) {
        return refusals > REFUSALS_MAX ? End.REFUSED : End.NOT_ALLOWED;
      }
    }
  }

  /** Leases that it could start now. */
  private int wish() {
    return draining || paused().isPresent() ? 0 : slots.free();
  }

  private void followRetreat() {
    if (retreat.hasTurned()) {
      pace.hurry();
    }
    if (retreat.isOver() && slots.busy() > 0) {
      book.handBackRunning(
          LeaseNotRunException.Reason.RETREAT,
          "the machine is its owner's: " + paused().orElse("it works again soon"));
    }
  }

  private WorkerWire.HostState host() {
    return new WorkerWire.HostState(
        paused().map(Agent::shortened).orElse(null),
        benchmark,
        energy.meter().source().name(),
        declaration.fingerprint(),
        slots.freeUnits(),
        cache.news(),
        energy.budget().isPresent() ? energy.budget().getAsDouble() : null);
  }

  private static String shortened(String text) {
    return text.length() <= REASON_MAX ? text : text.substring(0, REASON_MAX);
  }

  private void startDrain() {
    draining = true;
    drainEnd = System.nanoTime() + grace.toNanos();
    LOG.info(
        () ->
            "draining running="
                + slots.busy()
                + " sealed="
                + sealed()
                + " grace="
                + grace.toSeconds()
                + "s");
    pace.hurry();
  }

  /** Whether nothing is left; after the grace, what runs goes back. */
  private boolean isDrained() {
    long late = System.nanoTime() - drainEnd;
    if (late > -retreat.within().toNanos()) {
      book.stopRunning(retreat.within());
    }
    if (late > 0) {
      book.handBackRunning(LeaseNotRunException.Reason.DRAINING, "the worker leaves");
    }
    if (late > LAST_WORDS.toNanos()) {
      return true;
    }
    boolean allSaid = slots.busy() == 0 && !book.hasDue() && pace.hasSpoken();
    return allSaid && (sealed() == 0 || late > 0);
  }

  /** Says what the owner says of the machine; false if the server does not want that. */
  private boolean declare() throws InterruptedException {
    try {
      link.declare(
          new WorkerWire.Declaration(
              declaration.labels(),
              declaration.accept(),
              declaration.units().gpus().size(),
              declaration.units().counted()));
      backTo();
      declared = true;
      return true;
    } catch (ServerAwayException e) {
      tryLater(e);
      return true;
    } catch (ServerRefusedException e) {
      if (e.isAboutIdentity()) {
        return refusedWhole(e);
      }
      refusals = 0;
      LOG.severe(
          () -> "the server refuses the declaration code=" + e.code() + " " + e.getMessage());
      return false;
    }
  }

  /** One round; false if the server does not want this worker. */
  private boolean exchange(Composer.Round round, Duration serverWait) throws InterruptedException {
    WorkerWire.Exchange exchange =
        new WorkerWire.Exchange(
            draining,
            wish(),
            slots.drivers(),
            book.holding(),
            round.commitList(),
            round.reveals(),
            round.returns(),
            serverWait.toMillis(),
            host());
    waitsOnly = round.isEmpty() && slots.busy() == 0;
    givenUp = false;
    CompletableFuture<HttpResponse<byte[]>> request = link.startExchange(exchange);
    underWay = request;
    boolean pausedMeanwhile = waitsOnly && exchange.wishTasks() > 0 && paused().isPresent();
    if ((drainAsked && !draining) || pausedMeanwhile) {
      giveUp(request);
    }
    try {
      long asked = System.nanoTime();
      WorkerWire.Orders orders = link.orders(request);
      backTo();
      benchmark = null;
      cache.answered(orders.contents());
      boolean changed = book.apply(round, orders);
      if (orders.retreat() != null) {
        changed |= book.retreat(orders.retreat(), retreat.within());
      }
      orders.leases().forEach(this::take);
      pace.answered(
          Duration.ofNanos(System.nanoTime() - asked), !changed && orders.leases().isEmpty());
      drainAsked |= orders.drain();
      return true;
    } catch (CancellationException e) {
      return true;
    } catch (ServerAwayException e) {
      if (!givenUp) {
        tryLater(e);
      }
      return true;
    } catch (ServerRefusedException e) {
      return refusedWhole(e);
    } finally {
      underWay = null;
    }
  }

  private void take(WorkerWire.Grant grant) {
    if (book.holds(grant.lease())) {
      return;
    }
    HeldLease lease = null;
    try {
      lease = book.take(grant);
      slots.start(lease, grant);
    } catch (LeaseNotRunException e) {
      book.refuse(grant, e);
    } catch (IllegalArgumentException e) {
      LOG.warning(() -> "lease=" + grant.lease() + " is not understood: " + e.getMessage());
    }
  }

  private void backTo() {
    if (away) {
      LOG.info("the server is back");
    }
    away = false;
    refusals = 0;
    backoff.reset();
  }

  private void tryLater(ServerAwayException e) throws InterruptedException {
    if (!away) {
      LOG.warning(() -> e.getMessage() + "; trying again until it is back");
    }
    away = true;
    Duration wait = backoff.next();
    Duration asked = e.retryAfter();
    rest(asked.compareTo(wait) > 0 ? asked : wait);
  }

  /** Sleeps, whatever the slots do meanwhile; but a drain is noticed. */
  private void rest(Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    boolean before = drainAsked;
    while (System.nanoTime() - end < 0 && drainAsked == before) {
      wakeups.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
  }

  private boolean refusedWhole(ServerRefusedException e) throws InterruptedException {
    refusals++;
    LOG.warning(() -> "the server refuses a round code=" + e.code() + " " + e.getMessage());
    if (e.isAboutIdentity() && refusals >= IDENTITY_REFUSALS_MAX) {
      return false;
    }
    if (refusals > REFUSALS_MAX) {
      return false;
    }
    rest(backoff.next());
    return true;
  }

  @Override
  public void close() throws IOException {
    slots.close();
    chains.close();
  }
}
