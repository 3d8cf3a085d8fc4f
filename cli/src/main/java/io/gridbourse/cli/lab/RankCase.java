package io.gridbourse.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.schedule.rank.Criteria;
import io.gridbourse.domain.schedule.rank.Criterion;
import io.gridbourse.domain.schedule.rank.Preference;
import io.gridbourse.domain.schedule.rank.RankRefusal;
import io.gridbourse.domain.schedule.rank.Ranking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A decision by PROMETHEE II. */
final class RankCase {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RankCase() {}

  static ObjectNode solve(JsonNode tree) {
    List<String> ids = new ArrayList<>();
    Map<String, JsonNode> given = new HashMap<>();
    double[][] values = new double[tree.path("alternatives").size()][];
    for (JsonNode alternative : tree.path("alternatives")) {
      JsonNode numbers = alternative.path("values");
      double[] row = new double[numbers.size()];
      for (int j = 0; j < row.length; j++) {
        row[j] = numbers.path(j).doubleValue();
      }
      values[ids.size()] = row;
      String id = alternative.path("id").asText();
      given.put(id, alternative.path("id"));
      ids.add(id);
    }
    try {
      return answer(Ranking.of(criteria(tree.path("criteria")), ids, values), ids, given);
    } catch (RankRefusal refusal) {
      throw LabText.refused(
          refusal.field(), refusal.getMessage(), refusal.limit(), "correct " + refusal.field());
    }
  }

  private static Criteria criteria(JsonNode nodes) {
    List<Criterion> criteria = new ArrayList<>();
    for (JsonNode node : nodes) {
      String at = "criteria[" + criteria.size() + "].";
      Preference.Shape shape =
          Preference.Shape.parse(node.path("function").textValue())
              .orElseThrow(
                  () ->
                      new RankRefusal(
                          at + "function",
                          "one of " + Preference.Shape.known(),
                          "'" + node.path("function").textValue() + "'"));
      try {
        criteria.add(
            new Criterion(
                node.path("name").textValue(),
                node.path("weight").doubleValue(),
                "min".equals(node.path("direction").textValue())
                    ? Criterion.Direction.MIN
                    : Criterion.Direction.MAX,
                preference(shape, node)));
      } catch (RankRefusal refusal) {
        String text = refusal.getMessage().replaceFirst("^" + refusal.field() + " is ", "");
        throw new RankRefusal(
            at + refusal.field(), refusal.limit(), text.replaceFirst(", but must be .*$", ""));
      }
    }
    return new Criteria(criteria);
  }

  private static Preference preference(Preference.Shape shape, JsonNode node) {
    List<String> needed =
        switch (shape) {
          case USUAL -> List.of();
          case U_SHAPE -> List.of("q");
          case V_SHAPE -> List.of("p");
          case LEVEL, LINEAR -> List.of("q", "p");
          case GAUSSIAN -> List.of("s");
        };
    for (String name : needed) {
      if (!node.hasNonNull(name)) {
        throw new RankRefusal(name, "given for the function " + shape.text(), "missing");
      }
    }
    return new Preference(
        shape,
        node.path("q").doubleValue(),
        node.path("p").doubleValue(),
        node.path("s").doubleValue());
  }

  private static ObjectNode answer(Ranking ranking, List<String> ids, Map<String, JsonNode> given) {
    Map<String, ObjectNode> flows = new HashMap<>();
    ArrayNode order = NODES.arrayNode();
    ArrayNode steps = NODES.arrayNode();
    for (Ranking.Place place : ranking.places()) {
      ObjectNode flow = NODES.objectNode();
      flow.set("id", given.get(place.id()));
      flow.put("plus", place.plus()).put("minus", place.minus()).put("net", place.net());
      flows.put(place.id(), flow);
      order.add(given.get(place.id()));
      ObjectNode step = steps.addObject();
      step.set("id", given.get(place.id()));
      ArrayNode shares = step.putArray("contributions");
      for (Ranking.Share share : place.shares()) {
        shares
            .addObject()
            .put("criterion", share.criterion())
            .put("value", share.value())
            .put("contribution", share.contribution());
      }
    }
    ObjectNode answer = NODES.objectNode();
    ArrayNode inOrderOfTheCase = answer.putArray("flows");
    ids.forEach(id -> inOrderOfTheCase.add(flows.get(id)));
    answer.set("order", order);
    answer.put("why", ranking.sentence());
    answer.set("steps", steps);
    return answer;
  }
}
