package io.gridbourse.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.data.DataScheduler;
import io.gridbourse.domain.data.DatumAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Data and the hosts that show their caches, by BitDew's rule. */
final class PlaceCase {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final DataScheduler scheduler;
  private final Map<String, List<String>> caches = new LinkedHashMap<>();
  private final ArrayNode steps = NODES.arrayNode();
  private double now = Double.NEGATIVE_INFINITY;

  private PlaceCase(JsonNode tree) {
    this.scheduler =
        new DataScheduler(
            tree.path("newAtOnce").asInt(DataScheduler.NEW_AT_ONCE),
            tree.path("silenceSeconds").asDouble(DataScheduler.SILENCE_SECONDS),
            // d2 before d10, as people count.
            Comparator.<String>comparingInt(String::length)
                .thenComparing(Comparator.naturalOrder()));
  }

  static ObjectNode solve(JsonNode tree) {
    PlaceCase place = new PlaceCase(tree);
    place.readHosts(tree.path("hosts"));
    place.readData(tree.path("data"));
    int at = 0;
    for (JsonNode step : tree.path("steps")) {
      place.step("steps[" + at++ + "]", step);
    }
    ObjectNode answer = NODES.objectNode();
    ObjectNode holds = answer.putObject("holds");
    place.caches.forEach((host, cache) -> holds.set(host, array(cache)));
    answer.set("steps", place.steps);
    return answer;
  }

  private void readHosts(JsonNode hosts) {
    for (JsonNode host : hosts) {
      String id = host.isTextual() ? host.textValue() : host.path("id").textValue();
      List<String> holds = new ArrayList<>();
      host.path("holds").forEach(datum -> holds.add(datum.textValue()));
      if (caches.put(id, holds) != null) {
        throw LabText.refused(
            "hosts[" + caches.size() + "]",
            "host " + id + " is there twice",
            "each once",
            "drop one");
      }
    }
  }

  private void readData(JsonNode data) {
    int at = 0;
    for (JsonNode datum : data) {
      String field = "data[" + at++ + "]";
      String id = datum.path("id").textValue();
      try {
        scheduler.put(
            id,
            new DatumAttributes(
                datum.path("replica").asInt(1),
                datum.path("distribution").asInt(DatumAttributes.UNLIMITED),
                datum.path("faultTolerant").asBoolean(false),
                Optional.ofNullable(datum.path("affinity").textValue()),
                datum.has("lifetimeUntil")
                    ? OptionalDouble.of(datum.path("lifetimeUntil").doubleValue())
                    : OptionalDouble.empty(),
                Optional.ofNullable(datum.path("lifetimeWith").textValue())));
      } catch (IllegalArgumentException e) {
        throw LabText.refused(field, field + ": " + e.getMessage(), "", "correct " + field)
            .because(e);
      }
      if (datum.path("deleted").asBoolean(false)) {
        scheduler.delete(id);
      }
    }
  }

  private void step(String field, JsonNode step) {
    double at = step.path("at").asDouble(Double.isInfinite(now) ? 0 : now);
    if (!(at >= now) || Double.isInfinite(at)) {
      throw LabText.refused(
          field + ".at",
          field + ".at is " + at,
          "not before the step before, " + now,
          "sort the steps");
    }
    now = at;
    ObjectNode told = steps.addObject().put("at", at);
    if (step.has("delete")) {
      scheduler.delete(step.path("delete").textValue());
      told.set("delete", step.path("delete"));
    }
    if (step.has("sync")) {
      sync(field, step.path("sync").textValue(), told);
    } else if (!step.has("delete")) {
      throw LabText.refused(
          field,
          field + " does nothing",
          "sync or delete, or both",
          "name the host that shows its cache");
    }
  }

  private void sync(String field, String host, ObjectNode told) {
    List<String> cache = caches.get(host);
    if (cache == null) {
      throw LabText.refused(
          field + ".sync",
          "there is no host " + host,
          String.join(", ", caches.keySet()),
          "add it to hosts");
    }
    DataScheduler.Orders orders = scheduler.sync(host, cache, now);
    caches.put(host, orders.cache());
    told.put("sync", host);
    told.set("added", array(orders.added()));
    told.set("kept", array(orders.kept()));
    ObjectNode dropped = told.putObject("dropped");
    orders.dropped().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> dropped.put(each.getKey(), each.getValue()));
    told.set("holds", array(orders.cache()));
  }

  private static ArrayNode array(List<String> texts) {
    ArrayNode array = NODES.arrayNode();
    texts.forEach(array::add);
    return array;
  }
}
