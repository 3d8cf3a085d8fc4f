package io.gridbourse.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON that a command printed. */
record Json(String printed) {
  private static final ObjectMapper JSON = new ObjectMapper();

  JsonNode tree() {
    try {
      return JSON.readTree(printed);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + printed, e);
    }
  }

  /** A text of the object, or of the first object of the list. */
  String text(String field) {
    JsonNode tree = tree();
    return (tree.isArray() ? tree.get(0) : tree).path(field).asText();
  }
}
