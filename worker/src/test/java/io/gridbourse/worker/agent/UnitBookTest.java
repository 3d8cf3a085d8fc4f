package io.gridbourse.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.TakenUnits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UnitBookTest {
  private final UnitBook book = new UnitBook(Units.of(2, Map.of("fpga", 3)));

  private static WorkerWire.UnitNeedWire need(int hundredths, int fpgas) {
    return new WorkerWire.UnitNeedWire(hundredths, fpgas == 0 ? Map.of() : Map.of("fpga", fpgas));
  }

  @Test
  void tasksAreToldWhichOnesTheyHave() throws Exception {
    assertThat(book.take(need(200, 2)).variables())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "GRIDBOURSE_GPUS", "0,1",
                "CUDA_VISIBLE_DEVICES", "0,1",
                "GRIDBOURSE_RESOURCE_FPGA", "0,1"));
    assertThat(book.take(need(0, 1)).variables())
        .containsExactlyInAnyOrderEntriesOf(Map.of("GRIDBOURSE_RESOURCE_FPGA", "2"));
    assertThat(book.take(null).variables()).isEmpty();
  }

  @Test
  void twoHalvesShareOne() throws Exception {
    assertThat(book.take(need(50, 0)).variables())
        .containsEntry("GRIDBOURSE_GPUS", "0")
        .containsEntry("GRIDBOURSE_GPU_SHARE", "0.5");
    assertThat(book.take(need(50, 0)).gpus()).containsExactly(0);
    assertThat(book.take(need(100, 0)).gpus()).containsExactly(1);
    assertThatThrownBy(() -> book.take(need(1, 0)))
        .isInstanceOfSatisfying(
            LeaseNotRunException.class,
            e -> assertThat(e.reason()).isEqualTo(LeaseNotRunException.Reason.BUSY));
  }

  @Test
  void whatIsReleasedIsFreeAgainAndNothingIsGivenTwice() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      UnitBook units = new UnitBook(Units.of(3, Map.of("fpga", 5)));
      List<TakenUnits> running = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        if (!running.isEmpty() && random.nextBoolean()) {
          units.release(running.remove(random.nextInt(running.size())));
        }
        WorkerWire.UnitNeedWire wanted =
            need(random.nextBoolean() ? random.nextInt(101) : 200, random.nextInt(4));
        try {
          running.add(units.take(wanted));
        } catch (LeaseNotRunException e) {
          assertThat(e.reason()).isEqualTo(LeaseNotRunException.Reason.BUSY);
        }
        Set<Integer> fpgas = new HashSet<>();
        running.forEach(
            each ->
                each.counted()
                    .getOrDefault("fpga", List.of())
                    .forEach(number -> assertThat(fpgas.add(number)).isTrue()));
        assertThat(fpgas).allMatch(number -> number < 5);
      }
      running.forEach(units::release);
      assertThat(units.free())
          .as("seed %d", seed)
          .isEqualTo(new WorkerWire.FreeUnits(List.of(100, 100, 100), Map.of("fpga", 5)));
    }
  }

  @Test
  void aMachineWithNothingSaysNothing() {
    assertThat(new UnitBook(Units.NONE).free()).isNull();
  }
}
