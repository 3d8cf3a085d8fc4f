package io.gridbourse.ejb.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.pool.Availability;
import io.gridbourse.domain.pool.WorkerState;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.wire.EnergyDayView;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.sql.Sql;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostBookTest {
  private static final Address HOST = address(7);
  private static final BagId BAG = new BagId("b-0123456789abcdef");
  private final TestDatabase database = TestDatabase.create();
  private final MovableClock clock = new MovableClock();
  private HostBook hosts = new HostBook(database, clock);

  @Test
  void nothingIsKnownOfANewHost() {
    Views.HostView view = hosts.view(HOST);
    assertThat(view.operationsPerSecond()).isNull();
    assertThat(view.energy()).isNull();
    assertThat(view.energySource()).isEqualTo("UNKNOWN");
    assertThat(view.speedLeases()).isZero();
    assertThat(hosts.availability(HOST)).isEqualTo(Availability.UNKNOWN);
    assertThat(hosts.operationsPerSecond(HOST)).isEmpty();
    assertThat(hosts.watts(HOST)).isEmpty();
  }

  @Test
  void whatAHostMeasuredIsKept() {
    hosts.told(
        HOST,
        new WorkerWire.HostState(
            null, new WorkerWire.Benchmark(2e9, 5e8, 4, 1L << 33, 1L << 40), "METERED"));
    restart();
    assertThat(hosts.operationsPerSecond(HOST)).hasValue(2e9);
    Views.HostView view = hosts.view(HOST);
    assertThat(view.guestOperationsPerSecond()).isEqualTo(5e8);
    assertThat(view.diskBytes()).isEqualTo(1L << 40);
    assertThat(view.measuredAt()).isEqualTo(clock.instant());
    assertThat(view.energySource()).isEqualTo("METERED");
    // A worker that stopped telling, or tells nonsense, is not known to meter any more.
    hosts.told(HOST, new WorkerWire.HostState(null, null, "SUNSHINE"));
    assertThat(hosts.view(HOST).energySource()).isEqualTo("UNKNOWN");
    assertThat(hosts.operationsPerSecond(HOST)).hasValue(2e9);
  }

  @Test
  void benchmarksTellWhatToExpectUntilTasksDo() {
    measured(HOST, 1e9);
    assertThat(hosts.speed(HOST).factor()).as("alone").isCloseTo(1, within(1e-9));
    measured(address(8), 4e9);
    assertThat(hosts.speed(HOST).factor()).isCloseTo(0.5, within(1e-9));
    assertThat(hosts.speed(address(8)).factor()).isCloseTo(2, within(1e-9));
    measured(address(8), 1e14);
    assertThat(hosts.speed(address(8)).factor()).as("at most").isEqualTo(4);
    measured(address(8), 4e9);
    hosts.answered(new HostBook.Answered(HOST, BAG, 1, 500, 1_000, null));
    assertThat(hosts.speed(HOST).factor()).as("as expected").isCloseTo(0.5, within(1e-9));
    hosts.answered(new HostBook.Answered(address(8), BAG, 1, 1_000, 1_000, null));
    assertThat(hosts.speed(address(8)).factor()).as("a fifth of the way").isBetween(1.7, 1.8);
    restart();
    assertThat(hosts.speed(address(8)).factor()).isBetween(1.7, 1.8);
  }

  private void measured(Address worker, double operations) {
    hosts.told(
        worker,
        new WorkerWire.HostState(
            null, new WorkerWire.Benchmark(operations, null, 4, 1L << 33, 1L << 40), "UNKNOWN"));
  }

  @Test
  void timeThereAndAwayAndDeparturesAreCounted() {
    hosts.changed(HOST, WorkerState.ONLINE);
    clock.advance(Duration.ofHours(9));
    hosts.changed(HOST, WorkerState.PAUSED);
    clock.advance(Duration.ofHours(3));
    Availability now = hosts.availability(HOST);
    assertThat(now.fraction()).isCloseTo(11.0 / 16, within(0.01));
    assertThat(now.departures()).isCloseTo(1, within(0.02));
    hosts.changed(HOST, WorkerState.LOST);
    assertThat(hosts.availability(HOST).departures()).isCloseTo(1, within(0.02));
    hosts.save();
    assertThat(count("select count(*) as n from host_state")).isEqualTo(3);
    clock.advance(Duration.ofDays(31));
    hosts.save();
    assertThat(count("select count(*) as n from host_state")).isZero();
  }

  @Test
  void timeInWhichNoServerWatchedCountsForNothing() {
    enrolled();
    hosts.changed(HOST, WorkerState.ONLINE);
    hosts.save();
    clock.advance(Duration.ofHours(4));
    seen();
    clock.advance(Duration.ofDays(2));
    hosts = new HostBook(database, clock);
    Availability now = hosts.availability(HOST);
    assertThat(now.up()).isCloseTo(4 * 3_600, within(200.0));
    assertThat(now.down()).isZero();
    assertThat(now.departures()).isZero();
  }

  @Test
  void speedAndEnergyAreLearntFromLeases() {
    hosts.answered(new HostBook.Answered(HOST, BAG, 4, 0, 2_000, 60.0));
    hosts.answered(new HostBook.Answered(HOST, BAG, 4, 8_000, 4_000, 60.0));
    hosts.answered(new HostBook.Answered(HOST, BAG, 3, 1_000, 1_000, null));
    hosts.answered(new HostBook.Answered(HOST, BAG, 3, 1_000, 1_000, -5.0));
    assertThat(hosts.speed(HOST).leases()).isEqualTo(3);
    assertThat(hosts.speed(HOST).factor()).isBetween(1.08, 1.1);
    hosts.save();
    Views.EnergyView bag = new StoredHosts(database).energyOf(BAG).orElseThrow();
    assertThat(bag.joules()).isEqualTo(120);
    assertThat(bag.joulesPerTask()).isEqualTo(15);
    assertThat(bag.unknownTasks()).isEqualTo(6);
    // 30 W first, then 15 W, of which a fifth counts.
    assertThat(hosts.watts(HOST).orElseThrow()).isCloseTo(27, within(1e-9));
    restart();
    hosts.answered(new HostBook.Answered(HOST, BAG, 8, 0, 6_000, 120.0));
    hosts.save();
    assertThat(new StoredHosts(database).energyOf(HOST).orElseThrow().joules()).isEqualTo(240);
    assertThat(hosts.speed(HOST).leases()).isEqualTo(3);
    assertThat(hosts.watts(HOST).orElseThrow()).isCloseTo(25.6, within(1e-9));
    assertThat(hosts.view(HOST).watts()).isCloseTo(25.6, within(1e-9));
    hosts.told(HOST, new WorkerWire.HostState(null, null, "DECLARED"));
    assertThat(hosts.watts(HOST)).as("by another source").isEmpty();
  }

  private static WorkerWire.HostState budget(Double wattHours) {
    return new WorkerWire.HostState(null, null, "DECLARED", null, null, null, wattHours);
  }

  @Test
  void eachDayHasItsBalanceOfEnergy() {
    enrolled();
    hosts.told(HOST, budget(null));
    hosts.answered(new HostBook.Answered(HOST, BAG, 2, 0, 2_000, 600.0));
    hosts.save();
    hosts.told(HOST, budget(1.0));
    hosts.answered(new HostBook.Answered(HOST, BAG, 2, 0, 2_000, 400.0));
    restart();
    clock.advance(Duration.ofDays(1));
    hosts.told(HOST, budget(0.5));
    hosts.told(HOST, budget(0.5));
    hosts.answered(new HostBook.Answered(HOST, BAG, 3, 0, 2_000, 2_000.0));
    hosts.answered(new HostBook.Answered(HOST, BAG, 1, 0, 2_000, null));
    hosts.save();
    List<EnergyDayView> days = hosts.view(HOST).energyDays();
    assertThat(days).hasSize(2);
    assertThat(days.get(0).balanceJoules()).as("used more").isEqualTo(-200);
    assertThat(days.get(0).unknownTasks()).isEqualTo(1);
    assertThat(days.get(1).day()).isEqualTo(days.get(0).day().minusDays(1));
    assertThat(days.get(1).joules()).isEqualTo(1_000);
    assertThat(days.get(1).budgetJoules()).isEqualTo(3_600);
    assertThat(days.get(1).tasks()).isEqualTo(4);
    hosts.told(HOST, budget(null));
    hosts.save();
    assertThat(hosts.view(HOST).energyDays().get(0).budgetJoules())
        .as("its owner has taken the limit away")
        .isNull();
    new StoredHosts(database).forget(clock.instant().plus(StoredHosts.HISTORY));
    assertThat(hosts.view(HOST).energyDays()).hasSize(1);
  }

  @Test
  void whereNothingIsKnownNothingIsGuessed() {
    hosts.answered(new HostBook.Answered(HOST, BAG, 5, 0, 1_000, null));
    hosts.save();
    Views.EnergyView view = new StoredHosts(database).energyOf(BAG).orElseThrow();
    assertThat(view.joules()).isNull();
    assertThat(view.joulesPerTask()).isNull();
    assertThat(view.unknownTasks()).isEqualTo(5);
  }

  private void restart() {
    hosts.save();
    hosts = new HostBook(database, clock);
  }

  private void enrolled() {
    new Sql(database)
        .update(
            "insert into worker (address, pool, name, software, os, arch, cpus, memory_bytes,"
                + " drivers, enrolled_at) values (?, ?, 'w', 's', 'o', 'a', 1, 1, '[]', ?)",
            HOST.hex(),
            HOST.hex(),
            clock.instant());
  }

  private void seen() {
    new Sql(database)
        .update("update worker set last_seen = ? where address = ?", clock.instant(), HOST.hex());
  }

  private long count(String query) {
    return new Sql(database).first(query, row -> row.getLong("n")).orElseThrow();
  }

  private static Address address(int number) {
    return new Address(Hex.of(ByteBuffer.allocate(20).putInt(16, number).array()));
  }
}
