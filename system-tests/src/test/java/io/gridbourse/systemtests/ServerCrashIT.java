package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.local.Installation.Component;
import io.gridbourse.contracts.HubEvent.PartitionSettled;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server dies as if the machine lost its power, at moments that hurt. */
@ExtendWith(GridExtension.class)
class ServerCrashIT {
  private static final int TASKS = 2_048;

  @Test
  void whatWasAcknowledgedSurvivesACrashInTheMiddleOfABag(Grid grid) {
    Bag bag = grid.submit(Spec.search(TASKS, 400)).awaitSomePartitionsPaid();
    Set<String> paidPartitions = paidPartitions(bag);
    Set<String> answers = answers(grid, bag);
    List<PartitionSettled> paid = grid.chain().settlements(bag.deal());

    grid.installation().kill(Component.SERVER);
    grid.installation().restart(Component.SERVER);

    bag.awaitCompletion();
    assertThat(paid).isNotEmpty();
    assertThat(grid.chain().settlements(bag.deal()))
        .startsWith(paid.toArray(PartitionSettled[]::new));
    Set<String> after = answers(grid, bag);
    assertThat(after).as("answers that were acknowledged").containsAll(answers);
    assertThat(in(after, paidPartitions))
        .as("paid partitions did not run again")
        .isEqualTo(in(answers, paidPartitions));
  }

  @Test
  void threeCrashesInARowLoseNothingAndPayOnce(Grid grid) {
    Bag bag = grid.submit(Spec.search(TASKS, 250));
    for (int quarter = 1; quarter <= 3; quarter++) {
      long enough = TASKS / 4L * quarter;
      bag.awaitUntil(
          "has " + enough + " certified tasks",
          view -> view.at("/counts/certified").asLong() >= enough);
      Set<String> answers = answers(grid, bag);
      grid.installation().kill(Component.SERVER);
      grid.installation().restart(Component.SERVER);
      assertThat(answers(grid, bag)).containsAll(answers);
    }
    bag.awaitCompletion();
    assertThat(grid.chain().matches(bag.deal())).isOne();
  }

  /** Once while its tasks are computed, and once while they are paid. */
  @Test
  void aBagThatSettlesTaskByTaskIsPaidOnceForEachTaskDespiteCrashes(Grid grid) {
    long tasks = 16;
    Bag bag = grid.submit(Spec.search(tasks, 60_000));
    bag.awaitUntil("has certified tasks", view -> view.at("/counts/certified").asLong() >= 4);
    Set<String> answers = answers(grid, bag);
    grid.installation().kill(Component.SERVER);
    grid.installation().restart(Component.SERVER);
    assertThat(answers(grid, bag)).as("answers that were acknowledged").containsAll(answers);

    String deal = bag.deal();
    await("a task is paid")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> grid.chain().certified(deal, tasks) > 0);
    grid.installation().kill(Component.SERVER);
    grid.installation().restart(Component.SERVER);

    bag.awaitCompletion();
    assertThat(grid.chain().certified(deal, tasks)).as("payments").isEqualTo(tasks);
    assertThat(grid.chain().matches(deal)).isOne();
  }

  @Test
  void aBagAcceptedJustBeforeACrashBecomesOneDeal(Grid grid) {
    Bag bag = grid.submit(Spec.of("noop", 16));
    grid.installation().kill(Component.SERVER);
    grid.installation().restart(Component.SERVER);
    bag.awaitCompletion();
    assertThat(grid.chain().matches(bag.deal())).isOne();
  }

  @Test
  void theDatabaseMayDieToo(Grid grid) {
    Bag bag = grid.submit(Spec.search(512, 250));
    bag.awaitUntil("has certified tasks", view -> view.at("/counts/certified").asLong() > 0);
    Set<String> acknowledged = answers(grid, bag);
    grid.installation().kill(Component.DATABASE);
    grid.installation().restart(Component.DATABASE);
    assertThat(answers(grid, bag)).containsAll(acknowledged);
    bag.awaitCompletion();
    assertThat(grid.chain().matches(bag.deal())).isOne();
  }

  /** Partition, lease and digests of every answer that was stored, as a text each. */
  private static Set<String> answers(Grid grid, Bag bag) {
    return grid
        .tables()
        .rows(
            "select partition, lease, md5(digests) as digests from contribution"
                + " where bag = ? and reveal_seq is not null",
            bag.id())
        .stream()
        .map(row -> row.get("partition") + " " + row.get("lease") + " " + row.get("digests"))
        .collect(Collectors.toSet());
  }

  private static Set<String> in(Set<String> answers, Set<String> partitions) {
    return answers.stream()
        .filter(answer -> partitions.contains(answer.substring(0, answer.indexOf(' '))))
        .collect(Collectors.toSet());
  }

  private static Set<String> paidPartitions(Bag bag) {
    Set<String> paid = new HashSet<>();
    for (JsonNode partition : bag.view().path("partitions")) {
      if (partition.hasNonNull("settlementTransaction")) {
        paid.add(partition.path("number").asText());
      }
    }
    return paid;
  }
}
