package io.gridbourse.worker.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.CheckWire;
import io.gridbourse.domain.wire.CheckWire.Ending;
import io.gridbourse.domain.wire.IexecWire;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.SandboxFixture;
import io.gridbourse.worker.link.WireJson;
import io.gridbourse.worker.wasm.WasmDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Checkers, good and bad, as a server has them run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckServerTest {
  private static final byte[] NOTHING = {};
  private static final byte[] SOMETHING = "x".getBytes(StandardCharsets.UTF_8);
  private Path home;
  private SandboxFixture fixture;
  private WasmDriver driver;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    home = folder;
    fixture = new SandboxFixture(home);
    driver = fixture.wasmDriver(fixture.sandbox());
  }

  @AfterAll
  void stop() {
    driver.close();
    fixture.close();
  }

  @Test
  void aCheckerSaysByItsExitCodeWhatItThinksOfEachResult() throws Exception {
    List<CheckWire.Reply> replies =
        ask(
            request("noop-check.wasm", NOTHING),
            request("noop-check.wasm", SOMETHING),
            request("noop-check.wasm", NOTHING));
    assertThat(replies)
        .extracting(CheckWire.Reply::ending)
        .containsExactly(Ending.RIGHT, Ending.WRONG, Ending.RIGHT);
  }

  @Test
  void aCheckerThatCrashesHangsOrAnswersNonsenseIsBlamedAndTheNextOneRuns() throws Exception {
    List<CheckWire.Reply> replies =
        ask(
            request("misbehaving/trap.wasm", NOTHING),
            request("misbehaving/endless.wasm", NOTHING),
            request("misbehaving/grow.wasm", NOTHING),
            request("misbehaving/flood.wasm", NOTHING),
            request("misbehaving/exit3.wasm", NOTHING),
            request("noop-check.wasm", SOMETHING));
    assertThat(replies)
        .extracting(CheckWire.Reply::ending)
        .containsExactly(
            Ending.FAULT, Ending.FAULT, Ending.FAULT, Ending.FAULT, Ending.FAULT, Ending.WRONG);
    assertThat(replies.get(0).detail()).startsWith("TRAP");
    assertThat(replies.get(1).detail()).startsWith("TIME");
    assertThat(replies.get(2).detail()).startsWith("MEMORY");
    assertThat(replies.get(4).detail()).startsWith("it ended with exit code 3");
  }

  @Test
  void aModuleThatIsNotThereIsNobodysFault() throws Exception {
    CheckWire.Request lost =
        new CheckWire.Request(
            "sha256:" + "00".repeat(32),
            home.resolve("nothing").toString(),
            List.of(),
            NOTHING,
            1 << 20,
            1_000);
    assertThat(ask(lost).get(0).ending()).isEqualTo(Ending.NOT_RUN);
  }

  @Test
  void theUnitsOfASampleAreComputedByTheAppItself() throws Exception {
    CheckWire.Ran whole = run(Map.of());
    assertThat(whole.ending()).as(whole.detail()).isEqualTo(Ending.RIGHT);
    List<String> lines = text(whole).lines().toList();
    assertThat(lines).hasSize(8);
    CheckWire.Ran some = run(Map.of("GRIDBOURSE_UNITS", "2,5,8"));
    assertThat(text(some).lines()).containsExactly(lines.get(2), lines.get(5));
    CheckWire.Ran none = run(Map.of("GRIDBOURSE_UNITS", "1"), "--rows", "none");
    assertThat(none.ending()).isEqualTo(Ending.FAULT);
    assertThat(none.detail()).contains("exit code 2");
  }

  private static String text(CheckWire.Ran ran) {
    return new String(ran.outcome(), StandardCharsets.UTF_8);
  }

  private CheckWire.Ran run(Map<String, String> variables, String... more) throws Exception {
    byte[] module;
    try (InputStream in = CheckServerTest.class.getResourceAsStream("/examples/mandelbrot.wasm")) {
      module = in.readAllBytes();
    }
    Path file = Files.write(Files.createTempFile(home, "module", ".wasm"), module);
    List<String> command =
        new ArrayList<>(
            List.of("mandelbrot", "--index", "{index}", "--width", "9", "--height", "16"));
    command.addAll(more.length > 0 ? List.of(more) : List.of("--rows", "8"));
    WorkerWire.Program program =
        new WorkerWire.Program(
            "p#" + variables + more.length,
            "wasm",
            Sha256.of(module).toString(),
            null,
            command,
            List.of(),
            List.of(),
            List.of(),
            16 << 20,
            1 << 20,
            5_000,
            1 << 20,
            new IexecWire("0x" + "ab".repeat(32), 0, variables),
            false);
    CheckWire.Run run =
        new CheckWire.Run(
            WireJson.MAPPER.writeValueAsString(program),
            file.toString(),
            "b-0123456789abcdef",
            0,
            Map.of());
    return CheckWire.Ran.read(answers(run));
  }

  private CheckWire.Request request(String example, byte[] result) throws IOException {
    try (InputStream in = CheckServerTest.class.getResourceAsStream("/examples/" + example)) {
      byte[] module = in.readAllBytes();
      Path file = Files.write(Files.createTempFile(home, "module", ".wasm"), module);
      return new CheckWire.Request(
          Sha256.of(module).toString(),
          file.toString(),
          List.of("noop", "7"),
          result,
          4 << 20,
          1_000);
    }
  }

  private List<CheckWire.Reply> ask(CheckWire.Request... requests) throws Exception {
    DataInputStream in = answers(requests);
    List<CheckWire.Reply> replies = new ArrayList<>();
    for (CheckWire.Request ignored : requests) {
      replies.add(CheckWire.Reply.read(in));
    }
    assertThat(in.available()).isZero();
    return replies;
  }

  private DataInputStream answers(CheckWire.Asked... requests) throws Exception {
    ByteArrayOutputStream asked = new ByteArrayOutputStream();
    for (CheckWire.Asked request : requests) {
      request.write(new DataOutputStream(asked));
    }
    ByteArrayOutputStream answered = new ByteArrayOutputStream();
    new CheckServer(driver, home).serve(new ByteArrayInputStream(asked.toByteArray()), answered);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(answered.toByteArray()));
    assertThat(in.readInt()).isEqualTo(CheckWire.READY);
    return in;
  }
}
