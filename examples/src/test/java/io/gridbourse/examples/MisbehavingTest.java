package io.gridbourse.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.UnlinkableException;
import io.gridbourse.examples.Guest.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The misbehaving modules do the harm that they are named for, and the no-op none. */
class MisbehavingTest {
  private static Guest misbehaving(String name) {
    return Guest.load("/examples/misbehaving/" + name + ".wasm");
  }

  @Test
  void theNoopDoesNothing() {
    assertThat(Guest.load("/examples/noop.wasm").run("noop")).isEqualTo(new Outcome(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trap", "grow"})
  void aModuleTraps(String name) {
    assertThatThrownBy(() -> misbehaving(name).run(name)).isInstanceOf(TrapException.class);
  }

  @ParameterizedTest
  @CsvSource({"exit3,3", "escape,0"})
  void aModuleEndsWithItsExitCode(String name, int exitCode) {
    assertThat(misbehaving(name).run(name)).isEqualTo(new Outcome(exitCode, "", ""));
  }

  @Test
  void theNetworkIsOutOfReach() {
    assertThatThrownBy(() -> misbehaving("network").run("network"))
        .isInstanceOf(WasmRuntimeException.class)
        .hasMessageContaining("sock_accept");
  }

  @Test
  void theForeignImportIsNotLinked() {
    assertThatThrownBy(() -> misbehaving("foreign").run("foreign"))
        .isInstanceOf(UnlinkableException.class);
  }

  @Test
  void theFloodGoesOnUntilAWriteIsRefused() {
    long[] taken = {0};
    OutputStream upToTenMegabytes =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (taken[0] + length > 10_000_000) {
              throw new IOException("full");
            }
            taken[0] += length;
          }
        };
    assertThat(misbehaving("flood").run(upToTenMegabytes)).isEqualTo(9);
    assertThat(taken[0]).isGreaterThan(9_900_000);
  }

  @Test
  void theEndlessModuleEndsOnlyWhenInterrupted() throws Exception {
    Guest endless = misbehaving("endless");
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread runner = new Thread(() -> end.complete(failureOf(endless)));
    runner.start();
    runner.interrupt();
    assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(ChicoryInterruptedException.class);
  }

  private static Throwable failureOf(Guest guest) {
    try {
      guest.run("endless");
      return new AssertionError("it ended");
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Test
  void theEchoPrintsItsArgumentsAndItsTasksIndex() {
    Outcome outcome =
        misbehaving("echo")
            .run(
                Map.of("GRIDBOURSE_TASK_INDEX", "41", "GRIDBOURSE_BAG_ID", "b"),
                "echo",
                "a b",
                "é");
    assertThat(outcome).isEqualTo(new Outcome(0, "echo\na b\né\nGRIDBOURSE_TASK_INDEX=41\n", ""));
  }
}
