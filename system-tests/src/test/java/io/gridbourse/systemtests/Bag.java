package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.client.Rest;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A bag as its requester sees it. */
final class Bag {
  private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED");
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);
  private final Grid grid;
  private final String id;

  Bag(Grid grid, String id) {
    this.grid = grid;
    this.id = id;
  }

  String id() {
    return id;
  }

  private Rest rest() {
    return grid.rest("requester");
  }

  JsonNode view() {
    return rest().get("/api/v1/bags/" + id);
  }

  String state() {
    return view().path("state").asText();
  }

  String deal() {
    return view().path("deal").asText();
  }

  long certified() {
    return view().at("/counts/certified").asLong();
  }

  List<JsonNode> tasks() {
    return rest().list("/api/v1/bags/" + id + "/tasks", 100_000);
  }

  JsonNode task(long index) {
    return rest().get("/api/v1/bags/" + id + "/tasks/" + index);
  }

  /** The certified digest of a task, or an empty text. */
  String digest(long index) {
    return task(index).path("digest").asText("");
  }

  JsonNode certificate(long index) {
    return rest().get("/api/v1/bags/" + id + "/certificates/" + index);
  }

  byte[] result(long index) {
    return rest()
        .read(
            "/api/v1/bags/" + id + "/results/" + index,
            (int status, InputStream in) -> in.readAllBytes());
  }

  /** Waits until the bag is as {@code condition} says. */
  Bag awaitUntil(String what, Predicate<JsonNode> condition) {
    await(id + " " + what)
        .atMost(ENDS_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .until(this::view, condition);
    return this;
  }

  /** Waits for the end, whatever it is. */
  Bag awaitEnd() {
    return awaitUntil("ends", view -> ENDS.contains(view.path("state").asText()));
  }

  /** Waits for the end and wants all tasks certified. */
  Bag awaitCompletion() {
    JsonNode view = awaitEnd().view();
    assertThat(view.path("state").asText()).as("state of %s", view).isEqualTo("COMPLETED");
    assertThat(view.at("/counts/certified").asLong()).isEqualTo(view.path("tasks").asLong());
    return this;
  }

  /** Waits until some partitions are paid and others are not. */
  Bag awaitSomePartitionsPaid() {
    return awaitUntil("has a paid partition", view -> paid(view) > 0 && paid(view) < all(view));
  }

  private static long paid(JsonNode view) {
    long paid = 0;
    for (JsonNode partition : view.path("partitions")) {
      paid += partition.hasNonNull("settlementTransaction") ? 1 : 0;
    }
    return paid;
  }

  private static long all(JsonNode view) {
    return view.path("partitions").size();
  }
}
