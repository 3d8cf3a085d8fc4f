package io.gridbourse.worker.measure;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.wasm.WasmDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/**
 * A fixed computation on one processor: 20 million steps of a linear congruential generator over 64
 * bits, each a multiplication and an addition that wait for the one before. It runs in this Java
 * platform, and as a WebAssembly guest where that driver holds. The best of some runs counts.
 */
public final class Benchmark {
  /** Steps of one run. */
  static final int STEPS = 20_000_000;

  /** What the last step leaves, in both forms. */
  static final long RESULT = 8_843_630_203_987_260_673L;

  private static final Logger LOG = Logger.getLogger(Benchmark.class.getName());
  private static final long MULTIPLIER = 6_364_136_223_846_793_005L;
  private static final long INCREMENT = 1_442_695_040_888_963_407L;
  private static final int RUNS = 4;
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;
  private static final BagId BAG = new BagId("b-0000000000000000");
  private static final long MEMORY_BYTES = 4 << 20;
  private static final long OUTPUT_BYTES = 128 << 10;
  private static final long WALLTIME_MILLIS = 30_000;

  /** The same steps as WebAssembly, assembled by hand; the last one is stored at address 0. */
  private static final String MODULE =
      "0061736d01000000010401600000030201000503010001071302066d656d6f72790200065f737461727400000a"
          + "41013f02017f017e4180dac4092100420121010340200142adfed5e4d485fda8d8007e42cf829ebbefefde"
          + "82147c2101200041016b22000d000b410020013703000b";

  private final Path folder;
  private final LongSupplier nanos;

  /**
   * A benchmark.
   *
   * @param folder for a small file
   * @param nanos a clock that never runs backwards
   */
  public Benchmark(Path folder, LongSupplier nanos) {
    this.folder = folder;
    this.nanos = nanos;
  }

  /** Measures this machine, with the drivers that hold. */
  public WorkerWire.Benchmark run(List<Driver> drivers, int cpus, long memoryBytes)
      throws InterruptedException {
    OptionalDouble wasm = OptionalDouble.empty();
    for (Driver driver : drivers) {
      if (driver.name().equals(WasmDriver.NAME)) {
        wasm = guest(driver);
      }
    }
    return new WorkerWire.Benchmark(
        host(),
        wasm.isPresent() ? wasm.getAsDouble() : null,
        cpus,
        memoryBytes,
        folder.toFile().getUsableSpace());
  }

  /** Steps a second in this Java platform. */
  double host() {
    double best = 0;
    for (int i = 0; i < RUNS; i++) {
      long start = nanos.getAsLong();
      if (steps() != RESULT) {
        throw new IllegalStateException("this machine does not compute right");
      }
      best = Math.max(best, STEPS * NANOS / Math.max(1, nanos.getAsLong() - start));
    }
    return best;
  }

  static long steps() {
    long x = 1;
    for (int i = 0; i < STEPS; i++) {
      x = x * MULTIPLIER + INCREMENT;
    }
    return x;
  }

  /** Steps a second as a guest; empty if the guest does not run. */
  private OptionalDouble guest(Driver driver) throws InterruptedException {
    double best = 0;
    try {
      Path file = Files.createTempFile(folder, "benchmark-", ".wasm");
      try {
        LeaseWork work = work(Files.write(file, module()));
        for (int i = 0; i < RUNS; i++) {
          LeaseRun run = driver.run(work, new Cancellation(), done -> {});
          if (!run.answers().failures().isEmpty()) {
            throw new IOException("the guest fails: " + run.answers().failures().get(0));
          }
          best = Math.max(best, STEPS * MILLIS / Math.max(1e-3, run.taskMillis()));
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | LeaseNotRunException e) {
      LOG.warning(() -> "the benchmark of the driver wasm cannot be run: " + e.getMessage());
    }
    return best > 0 ? OptionalDouble.of(best) : OptionalDouble.empty();
  }

  static byte[] module() {
    return HexFormat.of().parseHex(MODULE);
  }

  private static LeaseWork work(Path file) {
    String app = Sha256.of(module()).toString();
    WorkerWire.Program program =
        new WorkerWire.Program(
            app,
            WasmDriver.NAME,
            app,
            null,
            List.of("benchmark"),
            List.of(),
            List.of(),
            List.of(),
            MEMORY_BYTES,
            MEMORY_BYTES,
            WALLTIME_MILLIS,
            OUTPUT_BYTES);
    return new LeaseWork("benchmark", BAG, 0, 1, program, file, Map.of());
  }
}
