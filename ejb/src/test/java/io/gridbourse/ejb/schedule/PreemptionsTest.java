package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.schedule.Preemption;
import io.gridbourse.domain.schedule.Preemption.Mode;
import io.gridbourse.domain.schedule.Reservation;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.schedule.GridInMemory.Ask;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases that are taken back so that another bag need not wait for their end. */
class PreemptionsTest {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private static GridInMemory grid(Mode mode) {
    return new GridInMemory(ScheduleSettings.STANDARD.preempting(new Preemption(mode, 10, WAIT)));
  }

  /** Looks until a bag has waited long enough; what the worker is told to hand back. */
  private static List<String> told(GridInMemory grid, Worker worker) {
    for (int i = 0; i < 7; i++) {
      grid.look();
    }
    return grid.dispatcher.preemptions().retreats(worker.address());
  }

  private static void handBack(GridInMemory grid, Worker worker, WorkerWire.Grant lease) {
    LeaseId id = LeaseId.parse(lease.lease()).orElseThrow();
    grid.dispatcher
        .find(id)
        .orElseThrow()
        .act(book -> book.giveBack(id, worker.address(), false, grid.clock.instant()));
    grid.dispatcher.heard(worker.address());
  }

  private static String id(BagRun bag) {
    return bag.terms().id().text();
  }

  @Test
  void aBagOfHigherPriorityTakesThePlaceOfALowerOne() {
    GridInMemory grid = grid(Mode.PRIORITY);
    List<EventView> events = new ArrayList<>();
    grid.dispatcher.preemptions().onEvent(events::add);
    Worker ann = grid.worker("ann");
    BagRun low = grid.bag(Ask.of("carl", 400));
    grid.look();
    WorkerWire.Grant lease = grid.ask(ann).get(0);
    BagRun high = grid.bag(Ask.of("carl", 400).priority(10));
    grid.look();
    assertThat(grid.dispatcher.preemptions().retreats(ann.address())).as("at once").isEmpty();
    assertThat(told(grid, ann)).containsExactly(lease.lease());
    assertThat(grid.dispatcher.preemptions().retreats(ann.address()))
        .as("told again at once")
        .isEmpty();
    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.kind()).isEqualTo("bag.preempted");
              assertThat(event.bag()).isEqualTo(id(low));
            });
    assertThat(grid.dispatcher.preemptions().facts(low.terms().id()).get(0))
        .startsWith("1 of its leases were taken back");
    assertThat(grid.dispatcher.preemptions().facts(high.terms().id()).get(0))
        .startsWith("1 leases of other bags were taken back");
    handBack(grid, ann, lease);
    WorkerWire.Grant next = grid.ask(ann).get(0);
    assertThat(next.bag()).isEqualTo(id(high));
    assertThat(
            grid.dispatcher
                .reasons()
                .of(LeaseId.parse(next.lease()).orElseThrow())
                .orElseThrow()
                .kind())
        .isEqualTo(LeaseReasons.Kind.PREEMPTED);
  }

  @Test
  void noTaskIsTakenBackTwice() {
    GridInMemory grid = grid(Mode.PRIORITY);
    Worker ann = grid.worker("ann");
    grid.bag(Ask.of("carl", 1));
    grid.look();
    WorkerWire.Grant lease = grid.ask(ann).get(0);
    BagRun high = grid.bag(Ask.of("carl", 1).priority(50));
    assertThat(told(grid, ann)).hasSize(1);
    handBack(grid, ann, lease);
    WorkerWire.Grant first = grid.ask(ann).get(0);
    assertThat(first.bag()).isEqualTo(id(high));
    WorkerWire.Grant again = grid.ask(ann).get(0);
    assertThat(again.first()).isEqualTo(lease.first());
    LeaseId done = LeaseId.parse(first.lease()).orElseThrow();
    grid.dispatcher
        .find(done)
        .orElseThrow()
        .act(book -> book.giveBack(done, ann.address(), false, grid.clock.instant()));
    assertThat(told(grid, ann)).isEmpty();
  }

  @Test
  void whoHasAWorkerOrIsNotFarEnoughAboveWaits() {
    GridInMemory grid = grid(Mode.PRIORITY);
    Worker ann = grid.worker("ann");
    Worker bob = grid.worker("bob");
    grid.bag(Ask.of("carl", 400));
    grid.look();
    grid.ask(ann);
    grid.bag(Ask.of("carl", 400).priority(9));
    assertThat(told(grid, ann)).as("nine is not ten").isEmpty();
    BagRun high = grid.bag(Ask.of("carl", 400).priority(20));
    grid.look();
    assertThat(grid.ask(bob).get(0).bag()).isEqualTo(id(high));
    assertThat(told(grid, ann)).as("it has a worker").isEmpty();
  }

  @Test
  void prioritiesTakeNothingFromOthers() {
    GridInMemory grid = grid(Mode.PRIORITY);
    Worker ann = grid.worker("ann");
    grid.bag(Ask.of("carl", 400));
    grid.look();
    grid.ask(ann);
    grid.bag(Ask.of("dora", 400).priority(100));
    assertThat(told(grid, ann)).isEmpty();
  }

  @Test
  void noMoreIsTakenBackThanTheWaitingTasksFill() {
    GridInMemory grid = grid(Mode.PRIORITY);
    List<Worker> workers = List.of(grid.worker("ann"), grid.worker("bob"), grid.worker("cid"));
    grid.bag(Ask.of("carl", 4_000));
    grid.look();
    workers.forEach(grid::ask);
    grid.bag(Ask.of("carl", 1).priority(20));
    for (int i = 0; i < 7; i++) {
      grid.look();
    }
    long asked =
        workers.stream()
            .mapToLong(each -> grid.dispatcher.preemptions().retreats(each.address()).size())
            .sum();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aReservationTakesItsWorkersBackUnlessItLendsThem() {
    for (boolean lent : new boolean[] {false, true}) {
      GridInMemory grid = grid(Mode.RESERVATION);
      Worker ann = grid.worker("ann");
      grid.bag(Ask.of("carl", 400));
      grid.look();
      WorkerWire.Grant lease = grid.ask(ann).get(0);
      grid.dispatcher.reservations(
          List.of(
              new Reservation(
                  "r",
                  GridInMemory.POOL.hex(),
                  "cfd",
                  100,
                  grid.clock.instant(),
                  grid.clock.instant().plus(Duration.ofHours(1)),
                  lent)));
      BagRun wanted = grid.bag(Ask.of("dora", 400).in("cfd"));
      List<String> told = told(grid, ann);
      assertThat(told).hasSize(lent ? 0 : 1);
      if (!lent) {
        handBack(grid, ann, lease);
        assertThat(grid.ask(ann).get(0).bag()).isEqualTo(id(wanted));
      }
    }
  }

  @Test
  void aWorkerThatCannotTakeItKeepsWhatItHas() {
    GridInMemory grid = grid(Mode.PRIORITY);
    Worker ann = grid.worker("ann");
    grid.bag(Ask.of("carl", 400));
    grid.look();
    grid.ask(ann);
    grid.bag(Ask.of("carl", 400).resources(64, 1 << 20).priority(50));
    assertThat(told(grid, ann)).isEmpty();
  }

  @Test
  void aLimitedBagThatIsTakenOverWaitsUntilTheFormerNodesLeasesAreGone() {
    GridInMemory grid = new GridInMemory(ScheduleSettings.STANDARD);
    Worker ann = grid.worker("ann");
    BagRun free = grid.takenOver(Ask.of("carl", 10));
    BagRun limited = grid.takenOver(Ask.of("carl", 10).parallel(2));
    grid.look();
    assertThat(grid.dispatcher.room(free, ann.address())).isPositive();
    assertThat(grid.dispatcher.room(limited, ann.address())).isZero();
    for (int i = 0; i < 7; i++) {
      grid.look();
    }
    assertThat(grid.dispatcher.room(limited, ann.address())).isEqualTo(2);
  }

  @Test
  void nothingIsTakenBackUnlessThePoolWantsIt() {
    GridInMemory grid = new GridInMemory(ScheduleSettings.STANDARD);
    Worker ann = grid.worker("ann");
    grid.bag(Ask.of("carl", 400));
    grid.look();
    grid.ask(ann);
    grid.bag(Ask.of("carl", 400).priority(100));
    for (int i = 0; i < 40; i++) {
      grid.look();
    }
    assertThat(grid.dispatcher.preemptions().retreats(ann.address())).isEmpty();
  }
}
