package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of the REST interface: pages, cursors, and what they tell on request. */
@ExtendWith(GridExtension.class)
class ListIT {
  private static final int PAGES_MAX = 1_000;

  @ParameterizedTest
  @CsvSource({
    "workers, address",
    "accounts, address",
    "apps, name",
    "pools, address",
    "deals, deal",
    "bags, id"
  })
  void pagesOfOneRowMakeTheWholeList(String path, String key, Grid grid) {
    while (grid.rest("admin").list("/api/v1/bags", 10).size() < 2) {
      grid.submit(Spec.of("noop", 2)).awaitCompletion();
    }
    List<String> whole = new ArrayList<>();
    for (JsonNode row : grid.rest("admin").list("/api/v1/" + path, 1_000)) {
      whole.add(row.path(key).asText());
    }
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = grid.rest("admin").get("/api/v1/" + path + "?limit=1&cursor=" + cursor);
      assertThat(page.path("items")).hasSize(1);
      paged.add(page.at("/items/0/" + key).asText());
      cursor = page.path("nextCursor").asText("");
    } while (!cursor.isEmpty() && paged.size() < PAGES_MAX);
    assertThat(paged).isEqualTo(whole).doesNotHaveDuplicates().isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"workers", "accounts", "pools", "deals", "bags"})
  void aCursorOfNoListIsRefused(String path, Grid grid) {
    JsonNode problem =
        grid.http("admin")
            .get("/api/v1/" + path + "?cursor=nonsense")
            .wantProblem(400, "INVALID_PARAMETER");
    assertThat(problem.path("field").asText()).isEqualTo("cursor");
    assertThat(problem.path("remedy").asText()).contains("nextCursor");
  }

  @Test
  void tasksTellTheirResultsWhenAskedTo(Grid grid) {
    Bag bag = grid.submit(Spec.search(64, 300)).awaitCompletion();
    String path = "/api/v1/bags/" + bag.id() + "/tasks?fields=result";
    List<JsonNode> tasks = grid.rest("requester").list(path, 100);
    assertThat(tasks).hasSize(64);
    assertThat(tasks).extracting(task -> task.path("resultText").asText()).anyMatch(ListIT::isText);
    for (int index = 0; index < 64; index += 9) {
      JsonNode listed = tasks.get(index);
      JsonNode task = bag.task(index);
      for (String field : new String[] {"state", "resultBytes", "resultText", "digest"}) {
        assertThat(listed.path(field)).as(field).isEqualTo(task.path(field));
      }
      assertThat(listed.path("resultBytes").asInt()).isEqualTo(bag.result(index).length);
    }
    grid.http("requester")
        .get("/api/v1/bags/" + bag.id() + "/tasks?fields=all")
        .wantProblem(400, "INVALID_PARAMETER");
  }

  private static boolean isText(String text) {
    return !text.isBlank();
  }

  @Test
  void anAccountIsNamedAfterItsWorkerAndTellsItsUsers(Grid grid) {
    List<JsonNode> accounts = grid.rest("admin").list("/api/v1/accounts", 1_000);
    assertThat(accounts)
        .filteredOn(account -> account.path("name").asText().equals("requester"))
        .singleElement()
        .extracting(account -> account.path("users").toString())
        .isEqualTo("[\"admin\",\"requester\"]");
    List<String> enrolled = new ArrayList<>();
    for (JsonNode worker : grid.rest("admin").list("/api/v1/workers", 1_000)) {
      enrolled.add(worker.path("address").asText());
    }
    assertThat(accounts)
        .filteredOn(account -> enrolled.contains(account.path("address").asText()))
        .isNotEmpty()
        .allMatch(account -> account.path("role").asText().equals("worker"))
        .allMatch(account -> !account.path("name").asText("").isEmpty());
  }
}
