package io.gridbourse.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plan follows the machine, and the story tells each thing once, as the server says it. */
class DeadlinePartsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** A guess without a past keeps a deadline of 1.62 times the forecast with 80 %. */
  private static final double SAFE = 1.62;

  @ParameterizedTest
  @CsvSource({"0.02, 3", "0.25, 11", "0.25, 40", "2, 60", "30, 11"})
  void theDeadlineIsSafeByTheForecastOfItsBag(double taskSeconds, long startSeconds) {
    DeadlinePlan plan = DeadlinePlan.of(taskSeconds, Duration.ofSeconds(startSeconds));
    double forecast = plan.tasks() * taskSeconds / DeadlinePlan.workers().size();
    assertThat(plan.tasks()).isBetween(150, 999);
    assertThat(DeadlinePlan.seconds(plan.deadline())).isGreaterThan(SAFE * forecast);
    assertThat(plan.deadline()).isGreaterThan(Duration.ofSeconds(startSeconds));
    assertThat(plan.spec())
        .contains("deadline: " + plan.deadline().toSeconds() + "s", "credits: 4")
        .contains("\"0-" + (plan.tasks() - 1) + "\"");
  }

  @Test
  void aStoryTellsWhatChangesAndNothingTwice() throws Exception {
    List<String> said = new ArrayList<>();
    ObjectNode bag = bag(8, 0.95, "ON_TIME");
    DeadlineStory story = new DeadlineStory(bag, said::add);
    story.look(bag);
    assertThat(said).hasSize(1);
    assertThat(said.get(0)).contains("0.0 s  promised: end after 20.0 s", "in time with 91 %");

    story.vanished(bag, "slow-1, slow-2", 80);
    story.look(bag(30, 0.4, "AT_RISK"));
    story.look(bag(33, 0.3, "AT_RISK"));
    ObjectNode supported = bag(31, 0.35, "AT_RISK");
    supported.put("copiedTasks", 7);
    ObjectNode support = supported.putObject("support");
    support.put("state", "STARTED").put("startedAt", START.plusSeconds(12).toString());
    support.putArray("workers").addObject().put("worker", "0xab");
    story.look(supported);
    story.look(supported);
    story.look(bag(24, 0.9, "ON_TIME"));

    assertThat(said).hasSize(7);
    assertThat(said.get(1)).contains("slow-1, slow-2 vanish (kill -9) with 80 tasks; 10 of 200");
    assertThat(said.get(2)).contains("the deadline is at risk: end after 30.0 s");
    assertThat(String.join("\n", said))
        .contains("12.0 s  nine tenths of the tasks are given out: 1 supporting workers")
        .contains("1 of them at work")
        .contains("7 tasks of the tail")
        .contains("the deadline is safe again: end after 24.0 s");
    JsonNode worst = story.gloomiest().orElseThrow();
    assertThat(story.expectation(worst)).contains("end after 33.0 s").contains("with 30 %");
    assertThat(story.copied()).isEqualTo(7);
  }

  private static ObjectNode bag(int end, double probability, String state) throws Exception {
    ObjectNode bag = JSON.createObjectNode().put("submittedAt", START.toString()).put("tasks", 200);
    bag.putObject("counts").put("certified", 10);
    bag.set("promised", forecast(20, 0.91, "ON_TIME"));
    bag.set("forecast", forecast(end, probability, state));
    return bag;
  }

  private static ObjectNode forecast(int end, double probability, String state) {
    return JSON.createObjectNode()
        .put("at", START.plusSeconds(end / 2).toString())
        .put("expected", START.plusSeconds(end).toString())
        .put("low90", START.plusSeconds(end / 2).toString())
        .put("high90", START.plusSeconds(2L * end).toString())
        .put("probability", probability)
        .put("state", state);
  }
}
