package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The published JSON Schema of BagSpec v1. */
public final class SpecSchema {
  private static final String RESOURCE = "/schemas/bagspec-v1.json";
  private static final int PROBLEMS_MAX = 20;
  private static final String TEXT = load();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TEXT);

  private SpecSchema() {}

  /** The schema as it is published. */
  public static String text() {
    return TEXT;
  }

  /** What the schema says against a tree, at most twenty problems. */
  static List<SpecProblem> validate(JsonNode tree) {
    return SCHEMA.validate(tree).stream()
        .limit(PROBLEMS_MAX)
        .map(SpecSchema::problem)
        .distinct()
        .toList();
  }

  private static SpecProblem problem(ValidationMessage message) {
    String field = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
    String detail = message.getMessage().replaceFirst("^\\$\\.?[^:]*: ", "");
    return new SpecProblem(
        "SPEC_INVALID",
        field,
        (field.isEmpty() ? "the BagSpec" : field) + ": " + detail,
        "correct " + (field.isEmpty() ? "it" : field) + " as bagspec-v1.json says");
  }

  private static String load() {
    try (InputStream in =
        Objects.requireNonNull(SpecSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
