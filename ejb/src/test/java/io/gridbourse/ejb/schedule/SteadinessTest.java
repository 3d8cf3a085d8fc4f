package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.HostPreference;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.schedule.GridInMemory.Ask;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What it changes how long hosts stay, without a database. */
class SteadinessTest {
  private static final int MANY = 1_000_000;
  private final GridInMemory grid = new GridInMemory(ScheduleSettings.STANDARD);
  private final Worker steady = grid.worker("steady");
  private final Worker fickle = grid.worker("fickle");

  SteadinessTest() {
    grid.measures.left(steady, 500, 0);
    grid.measures.left(fickle, 100, 400);
  }

  private static void takes(BagRun bag, Duration task) {
    for (int i = 0; i < 60; i++) {
      bag.observe(1, (double) task.toMillis());
    }
  }

  private static Ask fast(int tasks) {
    return Ask.of("carl", tasks).preferring(new HostPreference(1, 0, 0, 0));
  }

  @Test
  void longTasksGoToTheHostThatStays() {
    BagRun quick = grid.bag(fast(MANY));
    BagRun lasting = grid.bag(fast(MANY).in("other"));
    takes(lasting, Duration.ofHours(1));
    grid.look();
    assertThat(grid.ask(steady).get(0).bag()).isEqualTo(lasting.terms().id().text());
    assertThat(grid.ask(fickle).get(0).bag()).isEqualTo(quick.terms().id().text());
  }

  @Test
  void hostsAreToldApartOnlyWhileItMatters() {
    BagRun bag = grid.bag(fast(MANY));
    grid.look();
    Host host = new Host(fickle, Set.of("wasm"), Optional.empty());
    assertThat(grid.grants.epochs().classOf(host).leaves()).isEqualTo(HostClass.UNTOLD);
    takes(bag, Duration.ofHours(1));
    grid.look();
    assertThat(grid.grants.epochs().classOf(host).leaves()).isEqualTo(2);
    Worker unknown = grid.worker("unknown");
    grid.look();
    host = new Host(unknown, Set.of("wasm"), Optional.empty());
    assertThat(grid.grants.epochs().classOf(host).leaves()).isEqualTo(HostClass.UNTOLD);
  }

  @Test
  void aHostThatLeavesEveryFewSecondsGetsShortLeases() {
    grid.measures.left(fickle, 1, 10_000);
    BagRun bag = grid.bag(fast(MANY));
    grid.look();
    int leased = grid.ask(steady).get(0).count();
    assertThat(leased).isEqualTo(20);
    // It stays for three seconds, of which a lease may take a tenth.
    assertThat(grid.ask(fickle).get(0).count()).isEqualTo(3);
    assertThat(bag.freshTasks()).isLessThan(MANY);
  }

  private Ask withDeadline(int tasks) {
    return fast(tasks)
        .schedule(
            new BagSpec.Schedule(
                new HostPreference(1, 0, 0, 0), 0, 0, Optional.of(Duration.ofDays(1))));
  }

  @Test
  void theLastTasksOfABagWithADeadlineWaitForAHostThatStays() {
    BagRun urgent = grid.bag(withDeadline(2));
    BagRun other = grid.bag(Ask.of("dora", 2));
    takes(urgent, Duration.ofHours(1));
    takes(other, Duration.ofHours(1));
    grid.look();
    List<WorkerWire.Grant> given = grid.ask(fickle);
    assertThat(given.get(0).bag()).as("it does not idle").isEqualTo(other.terms().id().text());
    assertThat(grid.ask(fickle)).hasSize(1);
    assertThat(grid.ask(fickle)).isEmpty();
    assertThat(grid.ask(steady).get(0).bag()).isEqualTo(urgent.terms().id().text());
    grid.clock.advance(Duration.ofMinutes(61));
    assertThat(grid.ask(fickle)).as("nobody else came for it").hasSize(1);
  }

  @Test
  void withoutAnybodyWhoStaysTheLastTasksGoToWhoeverAsks() {
    grid.measures.left(steady, 100, 400);
    BagRun urgent = grid.bag(withDeadline(2));
    takes(urgent, Duration.ofHours(1));
    grid.look();
    assertThat(grid.ask(fickle)).hasSize(1);
  }

  @Test
  void workersAreCountedByWhenTheyAreToBeExpected() {
    assertThat(grid.dispatcher.workersFor("wasm", Duration.ZERO)).isEqualTo(2);
    assertThat(grid.dispatcher.workersFor("process", Duration.ofDays(1))).isZero();
    double later = grid.dispatcher.workersFor("wasm", Duration.ofDays(30));
    double usual =
        grid.measures.availability(steady.address()).fraction()
            + grid.measures.availability(fickle.address()).fraction();
    assertThat(later).isCloseTo(usual, within(0.01));
    grid.worker("unknown");
    assertThat(grid.dispatcher.workersFor("wasm", Duration.ofDays(30)))
        .as("one more of the usual kind")
        .isCloseTo(1.5 * later, within(0.01));
    // Who has left is expected back; of one whom nobody knows nothing is expected.
    grid.clock.advance(Duration.ofMinutes(1));
    grid.presence.lost(grid.clock.instant());
    assertThat(grid.dispatcher.workersFor("wasm", Duration.ZERO)).isZero();
    assertThat(grid.dispatcher.workersFor("wasm", Duration.ofDays(30)))
        .isCloseTo(later, within(0.01));
  }
}
