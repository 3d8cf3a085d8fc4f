package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.contracts.HubEvent;
import io.gridbourse.contracts.HubEvent.PartitionContribution;
import io.gridbourse.domain.value.Sha256;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers answer wrongly, alone and together. */
@ExtendWith(GridExtension.class)
class LiarIT {
  private static final int TASKS = 256;
  private static final int HONEST_AGAINST_TWO = 6;

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
    assertThat(grid.chain().score(liar.address()))
        .as("score")
        .isLessThanOrEqualTo(highestScore(grid, liar));
  }

  @Test
  void whoLiesAlwaysEarnsNothing(Grid grid) {
    LocalWorker liar = grid.start("liar", "--lie", "1.0");
    Bag bag = grid.submit(Spec.of("noop", TASKS)).awaitCompletion();
    onlyTheTruthIsCertified(bag);
    assertThat(grid.chain().contributions(bag.deal()))
        .filteredOn(contribution -> contribution.worker().equalsIgnoreCase(liar.address()))
        .allSatisfy(
            contribution -> {
              assertThat(contribution.accepted()).isZero();
              assertThat(contribution.reward()).isZero();
            });
  }

  /**
   * At trust 10 two fresh liars reach a credibility of 4/5 and need more than 9/10; against them
   * six fresh honest workers reach 64/69.
   */
  @Test
  void twoLiarsWhoAgreeCertifyNothingWrong(Grid grid) {
    LocalWorker one = grid.start("plotter", "--lie", "0.5", "--collude", "same");
    grid.start("plotter", "--lie", "0.5", "--collude", "same");
    for (int i = Grid.WORKERS; i < HONEST_AGAINST_TWO; i++) {
      grid.start("honest");
    }
    Bag bag = grid.submit(Spec.of("noop", TASKS).confidence(0.9)).awaitCompletion();
    onlyTheTruthIsCertified(bag);
    assertThat(grid.worker(one.address()).path("tasksRejected").asLong()).isPositive();
  }

  private static void onlyTheTruthIsCertified(Bag bag) {
    for (int index = 0; index < TASKS; index++) {
      JsonNode task = bag.task(index);
      if (task.path("state").asText().equals("CERTIFIED")) {
        assertThat(task.path("digest").asText()).as("digest of %s", task).contains(TRUTH);
      }
    }
  }

  /**
   * The most that the ledger may grant a worker: a point for each accepted answer, and then a third
   * lost for each wrong one, partition by partition.
   */
  private static long highestScore(Grid grid, LocalWorker worker) {
    long score = 0;
    for (HubEvent event : grid.chain().events()) {
      if (!(event instanceof PartitionContribution contribution)
          || !contribution.worker().equalsIgnoreCase(worker.address())) {
        continue;
      }
      score += contribution.accepted();
      for (long lost = 0; lost < contribution.rejected() && score > 0; lost++) {
        score = score * 2 / 3;
      }
    }
    return score;
  }

  private static void awaitView(Grid grid, LocalWorker worker, String field, String value) {
    await("the server shows " + field + " " + value)
        .atMost(Duration.ofSeconds(30))
        .until(() -> grid.worker(worker.address()).path(field).asText(), value::equals);
  }
}
