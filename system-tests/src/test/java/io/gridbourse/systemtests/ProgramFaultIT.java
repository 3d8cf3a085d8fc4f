package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.local.LocalWorker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that fail or attack: their tasks fail with the reason, the workers live on. */
@ExtendWith(GridExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgramFaultIT {
  private static final int TASKS = 3;
  private static final Map<String, String> REASONS =
      Map.of(
          "exit3", "exit code 3",
          "trap", "does not allow",
          "grow", "more memory than its limit",
          "endless", "longer than its wall time",
          "flood", "more than its limit",
          "foreign", "does not allow",
          "network", "does not allow");
  private final Map<String, Bag> bags = new TreeMap<>();
  private List<Long> pids = List.of();

  static Stream<Arguments> programs() {
    return REASONS.entrySet().stream()
        .map(program -> Arguments.of(program.getKey(), program.getValue()));
  }

  /** All run at once: what one does must be no trouble of the others. */
  @BeforeAll
  void allRun(Grid grid) {
    pids = pids(grid);
    grid.registerWasm(
        REASONS.keySet().stream()
            .collect(Collectors.toMap(app -> app, app -> "misbehaving/" + app + ".wasm")));
    for (String app : REASONS.keySet()) {
      Spec spec =
          Spec.of(app, TASKS).with(body -> body.withObject("/resources").put("walltime", "2s"));
      bags.put(app, grid.submit(spec));
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void failsForEverybodyAndIsFoundOut(String app, String reason, Grid grid) {
    Bag bag = bags.get(app).awaitEnd();
    assertThat(bag.state()).isEqualTo("FAILED");
    for (int index = 0; index < TASKS; index++) {
      JsonNode task = bag.task(index);
      assertThat(task.path("state").asText()).isEqualTo("FAILED");
      assertThat(task.path("reason").asText()).as(task.toString()).contains(reason);
    }
    JsonNode why = grid.rest("requester").get("/api/v1/bags/" + bag.id() + "/tasks/0/why");
    assertThat(why.path("sentence").asText()).isNotBlank();
    assertThat(pids(grid)).as("workers").isEqualTo(pids);
  }

  @AfterAll
  void workersStillWork(Grid grid) {
    grid.submit(Spec.of("noop", 4)).awaitCompletion();
    assertThat(pids(grid)).as("workers").isEqualTo(pids);
  }

  /** The program exits with another code than 0 if it could open a file of its worker. */
  @Test
  void findsNothingOutsideItsSandbox(Grid grid) {
    grid.register("escape", "misbehaving/escape.wasm", null);
    grid.submit(Spec.of("escape", TASKS)).awaitCompletion();
  }

  @Test
  void aBagWithFailuresIsPaidForWhatItDid(Grid grid) {
    Bag bag = bags.get("exit3").awaitEnd();
    assertThat(grid.chain().certified(bag.deal(), TASKS)).isEqualTo(TASKS);
  }

  private static List<Long> pids(Grid grid) {
    return grid.installation().workers().stream()
        .limit(Grid.WORKERS)
        .map(LocalWorker::pid)
        .toList();
  }
}
