package io.gridbourse.worker.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
  /** A Friday. */
  private static final Instant START = Instant.parse("2026-03-06T12:00:00Z");

  @TempDir private Path root;
  private FakeTrees machine;
  private OptionalDouble wattHours = OptionalDouble.of(0);
  private Instant now = START;

  @BeforeEach
  void start() {
    machine = new FakeTrees(root);
  }

  @Test
  void withoutConditionsTheMachineAlwaysWorks() {
    assertThat(activation().look(now).isActive()).isTrue();
    assertThat(activation("always").look(now).isActive()).isTrue();
    assertThat(activation().isConditional()).isFalse();
  }

  @Test
  void theProcessorsMustHaveBeenIdleForATime() {
    Activation idle = activation("processor-idle load=25% for=60s");
    machine.processors(1_000, 1_000);
    assertThat(idle.look(now).reason()).contains("another 60 s");
    machine.processors(1_002, 1_098);
    assertThat(idle.look(after(59)).reason()).contains("another 1 s");
    machine.processors(1_004, 1_196);
    assertThat(idle.look(after(1)).isActive()).isTrue();
    machine.processors(1_204, 1_196);
    assertThat(idle.look(after(10)).reason()).contains("others use 6").contains("25 %");
    machine.processors(1_204, 2_196);
    assertThat(idle.look(after(30)).reason()).contains("idle for another 30 s");
  }

  @Test
  void whatTheTasksUseDoesNotCount() {
    ProcessorIdle idle =
        new ProcessorIdle(
            new ProcessorTimes(machine.trees().proc(), () -> Set.of(7L, 8L)),
            0.25,
            Duration.ofSeconds(1));
    machine.processors(0, 0);
    machine.process(7, 0);
    machine.process(8, 0);
    assertThat(idle.look(now).holds()).isFalse();
    machine.processors(2_000, 0);
    machine.process(7, 900);
    machine.process(8, 1_000);
    assertThat(idle.look(after(60)).holds()).isTrue();
    // The same work by others sends them away.
    machine.processors(4_000, 0);
    assertThat(idle.look(after(60)).reason()).contains("others use");
  }

  @Test
  void anUnknownLoadDoesNotHold() {
    assertThat(activation("processor-idle").look(now).reason()).contains("unknown");
  }

  @Test
  void inputThatMovesTheCountersIsSeen() {
    Activation idle = activation("input-idle for=60s");
    assertThat(idle.look(now).reason()).contains("unknown").contains("/proc/interrupts");
    machine.put("proc/interrupts", "  1:  5  6  IO-APIC  1-edge  i8042\n 33: 900 0 PCI-MSI nvme");
    assertThat(idle.look(now).isActive()).isFalse();
    assertThat(idle.look(after(60)).isActive()).isTrue();
    machine.put("proc/interrupts", "  1:  5  6  IO-APIC  1-edge  i8042\n 33: 999 9 PCI-MSI nvme");
    assertThat(idle.look(after(1)).isActive()).isTrue();
    machine.put("proc/interrupts", "  1:  5  7  IO-APIC  1-edge  i8042\n 33: 999 9 PCI-MSI nvme");
    assertThat(idle.look(after(1)).reason()).contains("in use").contains("60 s");
  }

  @Test
  void typingAtATerminalIsInput() {
    machine.touch("dev/pts/3", START.minusSeconds(30));
    machine.touch("dev/tty1", START.minusSeconds(300));
    Activation idle = activation("input-idle for=60s");
    assertThat(idle.look(now).reason()).contains("another 30 s");
    assertThat(idle.look(after(30)).isActive()).isTrue();
  }

  @Test
  void theLoginManagerIsBelieved() {
    AtomicReference<Optional<String>> answer = new AtomicReference<>(Optional.empty());
    InputIdle idle = new InputIdle(List.of(new LogindIdle(answer::get)), Duration.ofSeconds(60));
    assertThat(idle.look(now).reason()).contains("unknown");
    answer.set(Optional.of("b true\nt " + START.minusSeconds(50).getEpochSecond() + "000000\n"));
    assertThat(idle.look(after(10)).holds()).isTrue();
    answer.set(Optional.of("b false\nt " + START.getEpochSecond() + "000000\n"));
    assertThat(idle.look(after(1)).holds()).as("asked every five seconds").isTrue();
    assertThat(idle.look(after(5)).holds()).isFalse();
    answer.set(Optional.of("nonsense"));
    assertThat(idle.look(after(10)).reason()).contains("unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-06T18:59:59Z, false",
    "2026-03-06T19:00:00Z, true",
    "2026-03-07T06:59:59Z, true",
    "2026-03-07T07:00:00Z, false",
    "2026-03-08T00:00:00Z, true",
    "2026-03-08T23:59:59Z, true",
    "2026-03-09T00:00:00Z, false",
    "2026-03-09T06:00:00Z, false",
    "2026-03-09T19:30:00Z, true"
  })
  void theCalendarOpensAndCloses(Instant at, boolean open) {
    Activation calendar = activation("calendar mon-fri 19:00-07:00 sun 00:00-24:00 zone=UTC");
    assertThat(calendar.look(at).isActive()).isEqualTo(open);
  }

  @Test
  void theCalendarGoesByTheClockOnTheWall() {
    Activation calendar = activation("calendar daily 01:00-04:00 zone=Europe/Paris");
    // On 29 March 2026 the clock jumps from 2 to 3: the window has two hours.
    assertThat(calendar.look(Instant.parse("2026-03-29T00:00:00Z")).isActive()).isTrue();
    assertThat(calendar.look(Instant.parse("2026-03-29T01:59:59Z")).isActive()).isTrue();
    assertThat(calendar.look(Instant.parse("2026-03-29T02:00:00Z")).isActive()).isFalse();
    assertThat(calendar.look(Instant.parse("2026-03-29T22:00:00Z")).reason())
        .contains("Mon 01:00 Europe/Paris")
        .contains("60 min");
  }

  @Test
  void mainsAndBatteryAreToldApart() {
    Activation mains = activation("mains");
    assertThat(mains.look(now).isActive()).as("a machine without supplies").isTrue();
    machine.supply("BAT0", "Battery", "capacity", 80);
    assertThat(mains.look(now).reason()).contains("battery");
    machine.supply("AC", "Mains", "online", 0);
    assertThat(mains.look(now).isActive()).isFalse();
    machine.supply("AC", "Mains", "online", 1);
    assertThat(mains.look(now).isActive()).isTrue();
  }

  @Test
  void aBatteryThatFellBelowItsFloorMustRiseToItsMark() {
    Activation battery = activation("battery floor=40% resume=60%");
    assertThat(battery.look(now).reason()).contains("unknown");
    machine.supply("hidpp_battery_0", "Battery", "capacity", 5);
    machine.put("sys/class/power_supply/hidpp_battery_0/scope", "Device");
    assertThat(battery.look(now).reason()).as("a mouse").contains("unknown");
    for (int[] step : new int[][] {{40, 1}, {39, 0}, {59, 0}, {60, 1}, {41, 1}}) {
      machine.supply("BAT0", "Battery", "capacity", step[0]);
      assertThat(battery.look(now).isActive()).as("%d %%", step[0]).isEqualTo(step[1] == 1);
    }
  }

  @Test
  void aHotMachineMustCoolDown() {
    Activation cool = activation("temperature max=80C resume=70C");
    assertThat(cool.look(now).reason()).contains("unknown");
    machine.temperature(0, "acpitz", 30_000);
    for (int[] step : new int[][] {{80, 1}, {81, 0}, {71, 0}, {70, 1}, {79, 1}}) {
      machine.temperature(1, "x86_pkg_temp", step[0] * 1_000L);
      assertThat(cool.look(now).isActive()).as("%d C", step[0]).isEqualTo(step[1] == 1);
    }
    machine.temperature(1, "x86_pkg_temp", 99_000);
    assertThat(activation("temperature max=80C sensor=acpitz").look(now).isActive()).isTrue();
  }

  @Test
  void aBudgetOfEnergyEnds() {
    Activation budget = activation("energy-budget wh=10 zone=UTC");
    assertThat(budget.look(now).isActive()).isTrue();
    wattHours = OptionalDouble.of(10);
    assertThat(budget.look(now).reason()).contains("10 Wh").contains("midnight");
    wattHours = OptionalDouble.empty();
    assertThat(budget.look(now).reason()).contains("--watts");
  }

  @Test
  void allConditionsMustHold() {
    machine.supply("BAT0", "Battery", "capacity", 30);
    Activation both = activation("mains", "battery floor=40%");
    Activation.Outcome outcome = both.look(now);
    assertThat(outcome.unmet()).containsExactly("mains", "battery");
    assertThat(outcome.reason()).contains("runs on its battery; the battery holds 30 %");
    machine.supply("AC", "Mains", "online", 1);
    assertThat(both.look(now).unmet()).containsExactly("battery");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "moonlight | there is no condition moonlight",
        "processor-idle load=250% | load must be 1 to 100 %",
        "processor-idle load=much | load must be a number such as 100%",
        "processor-idle load=1% load=2% | load is there twice",
        "processor-idle for=soon | for must be a time such as 90s",
        "processor-idle for=0s | for must be 1 s to 24 h, but is 0s",
        "processor-idle lode=2% | there is no setting lode",
        "input-idle 5m | the word 5m is not understood",
        "calendar mon-fri | days and hours must stand in turn",
        "calendar noday 10:00-12:00 | days must be as mon-fri",
        "calendar mon 10-12 | hours must be as 19:00-07:00",
        "calendar mon 10:00-10:00 | is empty",
        "calendar mon 10:00-12:00 zone=Moon/Sea | zone Moon/Sea is not known",
        "battery | floor is missing",
        "battery floor=50% resume=40% | resume must not be below floor",
        "temperature max=70C resume=80C | resume must not be above max",
        "energy-budget | wh is missing",
        "mains now | the word now is not understood"
      })
  void whatCannotBeUnderstoodIsNamed(String text, String problem) {
    assertThatThrownBy(() -> activation(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void alwaysAllowsNoOtherCondition() {
    assertThatThrownBy(() -> activation("always", "mains")).hasMessageContaining("contradict");
  }

  private Instant after(long seconds) {
    now = now.plusSeconds(seconds);
    return now;
  }

  private Activation activation(String... texts) {
    return new Conditions(machine.trees(), (at, zone) -> wattHours, Optional::empty)
        .all(List.of(texts));
  }
}
