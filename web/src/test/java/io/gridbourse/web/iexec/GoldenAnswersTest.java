package io.gridbourse.web.iexec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.ejb.bag.LedgerTaskQueries.Step;
import io.gridbourse.ejb.start.Json;
import io.gridbourse.web.about.ClientConfigResource.ClientChain;
import io.gridbourse.web.about.ClientConfigResource.ClientConfig;
import io.gridbourse.web.gateway.TypedChallenge;
import io.gridbourse.web.iexec.PoolTaskResource.ComputeLogs;
import io.gridbourse.web.iexec.PoolTaskResource.ReplicateStatus;
import io.gridbourse.web.iexec.PoolTaskResource.TaskLogs;
import io.gridbourse.web.iexec.PoolTaskResource.TaskStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers to iExec's client in the form that it reads: a change here breaks clients. */
class GoldenAnswersTest {
  private static final String TASK = "0x" + "ab".repeat(32);
  private static final String WORKER = "0x" + "cd".repeat(20);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  static Stream<Arguments> answers() {
    List<Step> steps = List.of(new Step("RECEIVED", AT), new Step("COMPLETED", AT));
    return Stream.of(
        Arguments.of("refusal", new Refusal(false, "no task is known here")),
        Arguments.of("compass", new CompassResource.PoolPlace("http://127.0.0.1:8080")),
        Arguments.of(
            "task-status",
            new TaskStatus(
                TASK,
                "COMPLETED",
                steps,
                List.of(
                    new ReplicateStatus(WORKER, "COMPLETED", Optional.of(0), steps),
                    new ReplicateStatus(WORKER, "CONTRIBUTED", Optional.empty(), steps)))),
        Arguments.of(
            "task-logs",
            new TaskLogs(TASK, List.of(new ComputeLogs(WORKER, "printed\n", "complained\n")))),
        Arguments.of("log-challenge", TypedChallenge.of(PoolTaskResource.SERVICE, 31337, "00ff")),
        Arguments.of(
            "chain",
            new ClientConfig(
                "gridbourse",
                Map.of(
                    "gridbourse",
                    new ClientChain(
                        "31337",
                        "http://127.0.0.1:8545",
                        WORKER,
                        "http://127.0.0.1:8080",
                        "http://127.0.0.1:8080",
                        "http://127.0.0.1:8080",
                        "http://127.0.0.1:8080")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void isWhatTheClientReads(String name, Object answer) throws IOException {
    JsonNode golden;
    try (InputStream in = GoldenAnswersTest.class.getResourceAsStream("/iexec/" + name + ".json")) {
      golden = Json.mapper().readTree(new String(in.readAllBytes(), UTF_8));
    }
    assertThat(Json.mapper().readTree(Json.mapper().writeValueAsString(answer))).isEqualTo(golden);
  }
}
