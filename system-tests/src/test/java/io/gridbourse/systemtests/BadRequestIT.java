package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and commands that must be refused, other than submissions. */
@ExtendWith(GridExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestIT {
  @TempDir Path folder;
  private Bag done;

  /** A bag of two tasks of the requester that has ended. */
  @BeforeAll
  void aBag(Grid grid) {
    done = grid.submit(Spec.of("noop", 2)).awaitCompletion();
  }

  @Test
  void aBundleThatIsNoWasmIsNoApp(Grid grid) throws IOException {
    Path file = Files.writeString(folder.resolve("fake.wasm"), "this is no module");
    Shell.Ended ended = grid.shell("provider").run("app", "put", "fake", file.toString());
    assertThat(ended.code()).as(ended.all()).isEqualTo(2);
    assertThat(ended.err()).contains("remedy").containsIgnoringCase("wasm");
    assertThat(grid.http("provider").get("/api/v1/apps/fake").status()).isEqualTo(404);
  }

  @Test
  void aBundleThatIsNoZipIsNoApp(Grid grid) throws IOException {
    Path file = Files.writeString(folder.resolve("fake.zip"), "this is no zip");
    Shell.Ended ended =
        grid.shell("provider").run("app", "put", "fakezip", file.toString(), "--entry", "run.sh");
    assertThat(ended.code()).as(ended.all()).isEqualTo(2);
    assertThat(ended.err()).contains("remedy");
    assertThat(grid.http("provider").get("/api/v1/apps/fakezip").status()).isEqualTo(404);
  }

  @Test
  void anotherAppOfTheSameNameIsAConflict(Grid grid) {
    ObjectNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "noop")
            .put("driver", "wasm")
            .put("content", grid.put(grid.example("vanity.wasm")))
            .put("price", "1000");
    grid.http("provider").post("/api/v1/apps", request.toString()).wantProblem(409, "NAME_TAKEN");
  }

  @Test
  void aBodyOverTheLimitIsRefusedUnread(Grid grid) {
    Http http = grid.http("requester").with("Idempotency-Key", UUID.randomUUID().toString());
    JsonNode problem =
        http.with("Content-Type", "application/yaml")
            .send("POST", "/api/v1/bags", new byte[17 << 20])
            .wantProblem(413, "BODY_TOO_LARGE");
    assertThat(problem.path("limit").asText()).isNotBlank();
    assertThat(grid.http("requester").get("/api/v1/about").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"name\":\"b\"}|DUPLICATE_KEY",
        "{\"name\":\"a\"|INVALID_JSON",
        "{\"nome\":\"a\"}|UNKNOWN_KEY",
      })
  void jsonThatIsNotAsItShouldBe(String body, String code, Grid grid) {
    grid.http("provider").post("/api/v1/apps", body).wantProblem(400, code);
  }

  @Test
  void deepJsonIsRefusedQuickly(Grid grid) {
    String body = "[".repeat(100_000);
    Http.Answer answer = grid.http("provider").post("/api/v1/apps", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/bags",
        "/api/v1/workers",
        "/api/v1/accounts",
        "/api/v1/deals",
        "/api/v1/events"
      })
  void strangersSeeNothing(String path, Grid grid) {
    new Http(grid.installation().url(), "").get(path).wantProblem(401, "TOKEN_INVALID");
    new Http(grid.installation().url(), "gb_pat_wrong").get(path).wantProblem(401, "TOKEN_INVALID");
  }

  @Test
  void theCommandSaysWhenATokenIsWrong(Grid grid) {
    Shell.Ended ended =
        grid.shell("requester").with("GRIDBOURSE_TOKEN", "gb_pat_wrong").run("bag", "ls");
    assertThat(ended.code()).as(ended.all()).isEqualTo(4);
    assertThat(ended.err()).contains("remedy");
  }

  @Test
  void bagsOfOthersAreNotThere(Grid grid) {
    grid.http("provider").get("/api/v1/bags/" + done.id()).wantProblem(404, "NOT_FOUND");
    grid.http("provider")
        .get("/api/v1/bags/" + done.id() + "/results/0")
        .wantProblem(404, "NOT_FOUND");
    grid.http("provider")
        .post("/api/v1/bags/" + done.id() + "/cancel", "{}")
        .wantProblem(403, "NOT_ALLOWED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "-1", "x", "99999999999999999999"})
  void tasksThatABagDoesNotHave(String index, Grid grid) {
    Http.Answer answer =
        grid.http("requester").get("/api/v1/bags/" + done.id() + "/tasks/" + index);
    assertThat(answer.status()).as(answer.body()).isIn(400, 404);
    assertThat(answer.type()).startsWith("application/problem+json");
  }

  @Test
  void onlyOperatorsGiveOutEnrolmentTokens(Grid grid) {
    grid.http("requester").post("/api/v1/workers/tokens", "{}").wantProblem(403, "NOT_ALLOWED");
  }

  @Test
  void aServerThatIsNotThereIsSaidToBeAway(Grid grid) {
    Shell.Ended ended =
        grid.shell("requester").with("GRIDBOURSE_SERVER", "http://127.0.0.1:1").run("bag", "ls");
    assertThat(ended.code()).as(ended.all()).isEqualTo(5);
    assertThat(ended.err()).contains("remedy");
  }
}
