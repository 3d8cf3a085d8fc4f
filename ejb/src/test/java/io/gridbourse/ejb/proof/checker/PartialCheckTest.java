package io.gridbourse.ejb.proof.checker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.sample.SampledTask;
import io.gridbourse.domain.proof.sample.UnitDraw;
import io.gridbourse.domain.proof.sample.Units;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.CheckWire;
import io.gridbourse.domain.wire.CheckWire.Ending;
import io.gridbourse.domain.wire.CheckWire.Ran;
import io.gridbourse.domain.wire.IexecWire;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.start.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Samples of results, computed again by an app that may do anything. */
class PartialCheckTest {
  private static final Address WORKER = new Address("0x" + "ab".repeat(20));
  private static final int LINES = 40;
  private final List<CheckWire.Run> runs = new ArrayList<>();
  private final List<String> blames = new ArrayList<>();

  @Test
  void rightUnitsPassAndWrongOnesAreNamed() {
    PartialCheck check = check(this::honest);
    SampledTask passed = check.look(WORKER, 7, text(truth())).orElseThrow();
    assertThat(passed).isEqualTo(new SampledTask(7, LINES, 10, ""));
    List<String> lies = new ArrayList<>(truth());
    lies.replaceAll(line -> "lie");
    SampledTask wrong = check.look(WORKER, 7, text(lies)).orElseThrow();
    assertThat(wrong.hasPassed()).isFalse();
    assertThat(wrong.found()).matches("unit \\d+ is not what it is .*");
    SampledTask cut = check.look(WORKER, 7, text(truth().subList(0, 3))).orElseThrow();
    assertThat(cut.found()).contains("more units than the 3");
    assertThat(blames).isEmpty();
  }

  @Test
  void theSameAppIsRunForTheDrawnUnitsAndTheOneAfterTheLast() throws Exception {
    check(this::honest).look(WORKER, 7, text(truth()));
    check(this::honest).look(WORKER, 8, text(truth()));
    List<Integer> drawn = new UnitDraw(new byte[] {1}).draw(WORKER.hex(), 7, LINES, 10);
    assertThat(asked(runs.get(0))).hasSize(11).startsWith(drawn.get(0)).endsWith(LINES);
    assertThat(asked(runs.get(0))).containsAll(drawn);
    assertThat(asked(runs.get(1))).as("of another task").isNotEqualTo(asked(runs.get(0)));
    WorkerWire.Program program = program(runs.get(0));
    assertThat(program.command()).containsExactly("app", "{index}");
    assertThat(program.walltimeMillis()).isEqualTo(UnitProgram.MILLIS_MAX);
    assertThat(runs.get(0).task()).isEqualTo(7);
    assertThat(runs.get(0).inputs()).containsEntry("in.txt", "/kept/in");
  }

  @Test
  void anAppThatFailsIsBlamedThreeTimesAndAskedNoMore() {
    PartialCheck check = check(run -> Ran.without(Ending.FAULT, "TRAP: it trapped"));
    for (int i = 0; i < 5; i++) {
      assertThat(check.look(WORKER, i, text(truth()))).isEmpty();
    }
    assertThat(runs).hasSize(3);
    assertThat(blames).hasSize(3).allMatch(said -> said.contains("TRAP"));
  }

  @Test
  void anAppThatGivesTheWholeIsBlamedAndOneThatGivesNothingTellsNothing() {
    PartialCheck whole = check(run -> new Ran(Ending.RIGHT, "", text(truth())));
    assertThat(whole.look(WORKER, 1, text(truth()))).isEmpty();
    assertThat(blames).hasSize(1);
    PartialCheck nothing = check(run -> new Ran(Ending.RIGHT, "", new byte[0]));
    for (int i = 0; i < 5; i++) {
      assertThat(nothing.look(WORKER, i, text(truth()))).isEmpty();
    }
    assertThat(blames).hasSize(1);
  }

  @Test
  void aServerThatIsBusyOrCannotRunItBlamesNobody() {
    PartialCheck busy = check(run -> Ran.without(Ending.UNSURE, "busy"));
    for (int i = 0; i < 5; i++) {
      assertThat(busy.look(WORKER, i, text(truth()))).isEmpty();
    }
    assertThat(runs).as("it is asked again").hasSize(5);
    assertThat(check(run -> Ran.without(Ending.NOT_RUN, "gone")).look(WORKER, 1, text(truth())))
        .isEmpty();
    assertThat(blames).isEmpty();
  }

  private PartialCheck check(java.util.function.Function<CheckWire.Run, Ran> app) {
    Assurance asked =
        new Assurance(
            List.of(new Assurance.Partial(0.2, 10, 0.2)),
            new Assurance.SameBytes(),
            0,
            Assurance.Hosts.ANY);
    return new PartialCheck(
        Units.parse("lines").orElseThrow(),
        asked,
        new UnitDraw(new byte[] {1}),
        new UnitProgram(
            new BagId("b-0123456789abcdef"),
            new WorkerWire.Program(
                "p",
                "wasm",
                "sha256:" + "ab".repeat(32),
                null,
                List.of("app", "{index}"),
                List.of(),
                List.of(),
                List.of(),
                1 << 20,
                1 << 20,
                60_000,
                1 << 20),
            new IexecWire("0x" + "ab".repeat(32), 0, Map.of()),
            "/kept/app",
            Map.of("in.txt", "/kept/in")),
        (run, millis) -> {
          runs.add(run);
          return app.apply(run);
        },
        blames::add);
  }

  private Ran honest(CheckWire.Run run) {
    List<String> units =
        asked(run).stream().filter(unit -> unit < LINES).map(truth()::get).toList();
    return new Ran(Ending.RIGHT, "", text(units));
  }

  private static List<Integer> asked(CheckWire.Run run) {
    String units =
        Optional.ofNullable(program(run).iexec()).orElseThrow().variables().get(Units.VARIABLE);
    return Arrays.stream(units.split(",")).map(Integer::valueOf).toList();
  }

  private static WorkerWire.Program program(CheckWire.Run run) {
    try {
      return Json.mapper().readValue(run.program(), WorkerWire.Program.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> truth() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add("line " + i);
    }
    return lines;
  }

  private static byte[] text(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining()).getBytes(UTF_8);
  }
}
