package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.domain.value.Sha256;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker answers wrongly. */
@ExtendWith(GridExtension.class)
class LiarIT {
  private static final int TASKS = 256;

  /** The digest of a task that did nothing, as every honest worker has it. */
  private static final String TRUTH = Sha256.of(new byte[0]).hex();

  @AfterEach
  void liarsLeave(Grid grid) {
    grid.installation().workers().stream().skip(Grid.WORKERS).forEach(LocalWorker::close);
  }

  @Test
  void aLiarIsOutvotedAndPaysForIt(Grid grid) {
    LocalWorker liar = grid.start("liar", "--lie", "0.3");
    BigInteger pledge = grid.chain().pledge(liar.address());
    long rejected = 0;
    Bag bag = null;
    for (int i = 0; i < 5 && rejected == 0; i++) {
      bag = grid.submit(Spec.of("noop", TASKS)).awaitCompletion();
      onlyTheTruthIsCertified(bag);
      rejected = grid.worker(liar.address()).path("tasksRejected").asLong();
    }
    BigInteger seized = grid.chain().seized(bag.deal(), liar.address());
    assertThat(rejected).as("tasks in which the liar was outvoted").isPositive();
    assertThat(seized).as("seized").isPositive();
    assertThat(grid.chain().pledge(liar.address())).isEqualTo(pledge.subtract(seized));
    awaitView(grid, liar, "pledge", pledge.subtract(seized).toString());
    assertThat(grid.chain().score(liar.address())).as("score").isZero();
  }

  private static void onlyTheTruthIsCertified(Bag bag) {
    for (int index = 0; index < TASKS; index++) {
      JsonNode task = bag.task(index);
      if (task.path("state").asText().equals("CERTIFIED")) {
        assertThat(task.path("digest").asText()).as("digest of %s", task).contains(TRUTH);
      }
    }
  }

  private static void awaitView(Grid grid, LocalWorker worker, String field, String value) {
    await("the server shows " + field + " " + value)
        .atMost(Duration.ofSeconds(30))
        .until(() -> grid.worker(worker.address()).path(field).asText(), value::equals);
  }
}
