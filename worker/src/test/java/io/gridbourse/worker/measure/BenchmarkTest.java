package io.gridbourse.worker.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.SandboxFixture;
import io.gridbourse.worker.wasm.WasmDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTest {
  @TempDir private Path home;

  @Test
  void theSameStepsAreTakenInBothForms() throws Exception {
    assertThat(Benchmark.steps()).isEqualTo(Benchmark.RESULT);
    try (SandboxFixture fixture = new SandboxFixture(home);
        WasmDriver driver = fixture.wasmDriver(fixture.sandbox())) {
      WorkerWire.Benchmark measured =
          new Benchmark(home, System::nanoTime).run(List.of(driver), 3, 1L << 31);
      assertThat(measured.hostOps()).isBetween(1e6, 1e11);
      assertThat(measured.guestOps()).isBetween(1e6, 1e11);
      assertThat(measured.cpus()).isEqualTo(3);
      assertThat(measured.memoryBytes()).isEqualTo(1L << 31);
      assertThat(measured.diskBytes()).isPositive();
    }
  }

  @Test
  void theBestRunCountsByTheClockThatWasGiven() {
    AtomicLong nanos = new AtomicLong();
    double ops = new Benchmark(home, () -> nanos.addAndGet(1_000_000_000)).host();
    assertThat(ops).isEqualTo(Benchmark.STEPS);
  }

  @Test
  void withoutTheDriverThereIsNoFigureOfGuests() throws Exception {
    WorkerWire.Benchmark measured =
        new Benchmark(home, System::nanoTime).run(List.of(), 1, 1L << 20);
    assertThat(measured.guestOps()).isNull();
  }
}
