package io.gridbourse.worker.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkEnergyTest {
  private static final Instant START = Instant.parse("2026-03-06T12:00:00Z");

  @TempDir private Path sys;
  private final AtomicLong nanos = new AtomicLong(5);

  @Test
  void aMachineThatTellsNothingIsUnknown() {
    EnergyMeter meter = EnergyMeters.of(Optional.empty(), sys, nanos::get);
    assertThat(meter.source()).isEqualTo(EnergyMeter.Source.UNKNOWN);
    WorkEnergy energy = new WorkEnergy(meter, 2, sys.resolve("energy"));
    energy.note(2, START);
    assertThat(energy.since(OptionalDouble.of(1))).isEmpty();
    assertThat(energy.wattHours(START, ZoneOffset.UTC)).isEmpty();
  }

  @Test
  void declaredPowerIsSharedBySlots() {
    EnergyMeter meter = EnergyMeters.of(Optional.of(100.0), sys, nanos::get);
    assertThat(meter.source()).isEqualTo(EnergyMeter.Source.DECLARED);
    WorkEnergy energy = new WorkEnergy(meter, 4, sys.resolve("energy"));
    OptionalDouble before = meter.joules();
    nanos.addAndGet(20_000_000_000L);
    assertThat(energy.since(before).orElseThrow()).isCloseTo(500, within(1e-6));
  }

  @Test
  void packagesAreMeteredAlsoWhenACounterBeginsAnew() throws IOException {
    zone("intel-rapl:0", "package-0", 1_000_000, 10_000_000);
    zone("intel-rapl:1", "package-1", 9_000_000, 10_000_000);
    zone("intel-rapl:0:0", "core", 1_000_000, 10_000_000);
    zone("intel-rapl:2", "psys", 1_000_000, 10_000_000);
    EnergyMeter meter = EnergyMeters.of(Optional.empty(), sys, nanos::get);
    assertThat(meter.source()).isEqualTo(EnergyMeter.Source.METERED);
    assertThat(meter.joules().orElseThrow()).isZero();
    zone("intel-rapl:0", "package-0", 3_000_000, 10_000_000);
    zone("intel-rapl:0:0", "core", 7_000_000, 10_000_000);
    zone("intel-rapl:1", "package-1", 500_000, 10_000_000);
    assertThat(meter.joules().orElseThrow()).isCloseTo(3.5, within(1e-9));
  }

  @Test
  void theDayIsCountedFromMidnightAndOutlivesTheProcess() {
    EnergyMeter meter = EnergyMeters.of(Optional.of(36.0), sys, nanos::get);
    Path file = sys.resolve("energy");
    WorkEnergy energy = new WorkEnergy(meter, 2, file);
    energy.note(0, START);
    hours(1);
    energy.note(2, START.plusSeconds(3_600));
    hours(1);
    energy.note(1, START.plusSeconds(7_200));
    Instant now = START.plusSeconds(7_200);
    assertThat(energy.wattHours(now, ZoneOffset.UTC).orElseThrow()).isCloseTo(54, within(1e-6));
    // In Kiritimati the new day began at 10:00 UTC, in Samoa it is still yesterday until 11:00.
    assertThat(energy.wattHours(now, ZoneId.of("Pacific/Kiritimati")).orElseThrow())
        .isCloseTo(54, within(1e-6));
    Instant tomorrow = START.plusSeconds(13 * 3_600);
    assertThat(energy.wattHours(tomorrow, ZoneOffset.UTC).orElseThrow()).isZero();
    WorkEnergy again = new WorkEnergy(meter, 2, file);
    assertThat(again.wattHours(now, ZoneOffset.UTC).orElseThrow()).isCloseTo(54, within(1e-3));
  }

  private void hours(int hours) {
    nanos.addAndGet(hours * 3_600_000_000_000L);
  }

  private void zone(String name, String kind, long microjoules, long range) throws IOException {
    Path zone = Files.createDirectories(sys.resolve("class/powercap/" + name));
    Files.writeString(zone.resolve("name"), kind + "\n");
    Files.writeString(zone.resolve("energy_uj"), microjoules + "\n");
    Files.writeString(zone.resolve("max_energy_range_uj"), range + "\n");
  }
}
