package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.local.LocalWorker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that fail or attack: their tasks fail with the reason, the workers live on. */
@ExtendWith(GridExtension.class)
class ProgramFaultIT {
  private static final int TASKS = 3;

  @ParameterizedTest
  @CsvSource({
    "exit3, exit code 3",
    "trap, does not allow",
    "grow, more memory than its limit",
    "endless, longer than its wall time",
    "flood, more than its limit",
    "foreign, does not allow",
    "network, does not allow"
  })
  void failsForEverybodyAndIsFoundOut(String app, String reason, Grid grid) {
    grid.register(app, "misbehaving/" + app + ".wasm", null);
    List<Long> pids = pids(grid);
    Bag bag =
        grid.submit(
                Spec.of(app, TASKS)
                    .with(spec -> spec.withObject("/resources").put("walltime", "2s")))
            .awaitEnd();
    assertThat(bag.state()).isEqualTo("FAILED");
    for (int index = 0; index < TASKS; index++) {
      JsonNode task = bag.task(index);
      assertThat(task.path("state").asText()).isEqualTo("FAILED");
      assertThat(task.path("reason").asText()).as(task.toString()).contains(reason);
    }
    assertThat(pids(grid)).as("workers").isEqualTo(pids);
    JsonNode why = grid.rest("requester").get("/api/v1/bags/" + bag.id() + "/tasks/0/why");
    assertThat(why.path("sentence").asText()).isNotBlank();
    grid.submit(Spec.of("noop", 4)).awaitCompletion();
  }

  /** The program exits with another code than 0 if it could open a file of its worker. */
  @Test
  void findsNothingOutsideItsSandbox(Grid grid) {
    grid.register("escape", "misbehaving/escape.wasm", null);
    grid.submit(Spec.of("escape", TASKS)).awaitCompletion();
  }

  @Test
  void aBagWithFailuresIsPaidForWhatItDid(Grid grid) {
    grid.register("exit3", "misbehaving/exit3.wasm", null);
    Bag bag = grid.submit(Spec.of("exit3", TASKS)).awaitEnd();
    assertThat(grid.chain().certified(bag.deal(), TASKS)).isEqualTo(TASKS);
  }

  private static List<Long> pids(Grid grid) {
    return grid.installation().workers().stream()
        .limit(Grid.WORKERS)
        .map(LocalWorker::pid)
        .toList();
  }
}
