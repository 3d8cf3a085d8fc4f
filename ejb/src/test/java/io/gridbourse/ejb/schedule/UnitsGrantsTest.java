package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.schedule.GridInMemory.Ask;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Leases of bags whose tasks take GPUs and other counted things. */
class UnitsGrantsTest {
  private static final int MANY = 1_000_000;
  private final GridInMemory grid = new GridInMemory(ScheduleSettings.STANDARD);

  private static Ask taking(int gpuHundredths, Map<String, Integer> counted) {
    return Ask.of("carl", MANY)
        .resources(
            new BagSpec.Resources(
                1, 1 << 20, 1 << 20, Duration.ofSeconds(60), new UnitNeed(gpuHundredths, counted)));
  }

  private Worker worker(String name, int gpus, Map<String, Integer> counted) {
    Units units = Units.of(gpus, counted);
    Worker worker = grid.declaring(grid.worker(name), new Declaration(Map.of(), "", units));
    grid.dispatcher.free().told(worker.address(), units);
    return worker;
  }

  private List<WorkerWire.Grant> ask(Worker worker, int wish) {
    return grid.dispatcher.grant(worker.address(), wish, Set.of("wasm"));
  }

  @Test
  void noWorkerIsLeasedMoreThanItHas() {
    Worker two = worker("two", 2, Map.of());
    Worker none = worker("none", 0, Map.of("fpga", 4));
    grid.bag(taking(50, Map.of()));
    grid.look();
    assertThat(ask(two, 10)).as("halves of two").hasSize(4);
    assertThat(ask(two, 10)).as("until it says that something is free").isEmpty();
    assertThat(ask(none, 10)).isEmpty();
    grid.dispatcher.free().told(two.address(), new Units(List.of(50, 0), Map.of()));
    assertThat(ask(two, 10)).hasSize(1);
  }

  @Test
  void theLeaseSaysWhatItsTasksTake() {
    Worker host = worker("host", 1, Map.of("fpga", 3));
    grid.bag(taking(100, Map.of("fpga", 2)));
    grid.look();
    assertThat(ask(host, 10))
        .singleElement()
        .satisfies(
            lease ->
                assertThat(lease.units())
                    .isEqualTo(new WorkerWire.UnitNeedWire(100, Map.of("fpga", 2))));
  }

  @Test
  void bagsThatTakeNothingRunBesides() {
    Worker host = worker("host", 1, Map.of());
    BagRun needy = grid.bag(taking(100, Map.of()));
    BagRun plain = grid.bag(Ask.of("dora", MANY));
    grid.look();
    List<String> bags = ask(host, 4).stream().map(WorkerWire.Grant::bag).toList();
    assertThat(bags).hasSize(4).containsOnlyOnce(needy.terms().id().text());
    assertThat(bags).contains(plain.terms().id().text());
  }

  @Test
  void whyTellsWhoHasNoneAndWhoHasNoneFree() {
    worker("none", 0, Map.of());
    Worker busy = worker("busy", 1, Map.of("fpga", 1));
    worker("idle", 1, Map.of());
    BagRun bag = grid.bag(taking(100, Map.of()));
    BagRun both = grid.bag(taking(100, Map.of("fpga", 2)));
    grid.dispatcher.free().told(busy.address(), new Units(List.of(0), Map.of("fpga", 1)));
    assertThat(HostCensus.facts(HostCensus.of(bag, grid.dispatcher, Set.of())))
        .containsExactly(
            "1 of 3 workers online may take what waits",
            "1 GPU leaves out 1 of them, 0 for nothing else",
            "1 GPU free now leaves out 2 of them, 1 for nothing else");
    assertThat(HostCensus.facts(HostCensus.of(both, grid.dispatcher, Set.of())))
        .startsWith(
            "0 of 3 workers online may take what waits",
            "1 GPU leaves out 1 of them, 0 for nothing else",
            "2 of fpga leaves out 3 of them, 0 for nothing else");
  }

  @Test
  void expressionsSpeakOfThem() {
    Worker small = worker("small", 1, Map.of());
    Worker large = worker("large", 4, Map.of("fpga", 2));
    grid.bag(
        Ask.of("carl", MANY)
            .schedule(BagSpec.Schedule.NONE.requiring("gpus >= 2 && resources.fpga > 1")));
    grid.look();
    assertThat(ask(small, 1)).isEmpty();
    assertThat(ask(large, 1)).hasSize(1);
  }
}
