package io.gridbourse.worker.guest;

import com.dylibso.chicory.log.Logger;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasi.WasiPreview1;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The host functions of a task. Everything a guest can ask for is the same on every machine: the
 * clock stands still and random numbers follow from the bag and the task.
 */
final class GuestHost {
  /** What every clock of a guest shows: 2020-01-01T00:00:00Z. */
  static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_577_836_800L), ZoneOffset.UTC);

  /** Says nothing: standard output is the channel of frames. */
  static final Logger SILENT =
      new Logger() {
        @Override
        public void log(Level level, String message, Throwable cause) {}

        @Override
        public boolean isLoggable(Level level) {
          return false;
        }
      };

  private static final long CLOCK_NANOS = CLOCK.millis() * 1_000_000;
  private static final int CLOCK_IDS = 4;
  private static final int EINVAL = 28;

  private GuestHost() {}

  /** The functions of {@code wasi}, with a clock that stands still for every clock id. */
  static ImportValues imports(WasiPreview1 wasi) {
    HostFunction[] functions = wasi.toHostFunctions();
    for (int i = 0; i < functions.length; i++) {
      HostFunction function = functions[i];
      if (function.name().equals("clock_time_get")) {
        functions[i] =
            new HostFunction(
                function.module(),
                function.name(),
                function.functionType(),
                (instance, args) -> clockTime(instance.memory(), args));
      }
    }
    return ImportValues.builder().addFunction(functions).build();
  }

  private static long[] clockTime(Memory memory, long... args) {
    int clockId = (int) args[0];
    if (clockId < 0 || clockId >= CLOCK_IDS) {
      return new long[] {EINVAL};
    }
    memory.writeLong((int) args[2], CLOCK_NANOS);
    return new long[] {0};
  }
}
