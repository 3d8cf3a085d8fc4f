package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a BagSpec v1, YAML or JSON: first its form, then the schema, then its meaning. */
@ApplicationScoped
public class BagSpecReader {
  private static final String SMALLEST =
      "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}}\n";

  /** Reads a small spec, so that the first user does not wait for the schema to be compiled. */
  public void warmUp() {
    SpecReading reading = read(SMALLEST.getBytes(StandardCharsets.UTF_8));
    if (!(reading instanceof SpecReading.Read)) {
      throw new IllegalStateException("the smallest spec is refused: " + reading);
    }
  }

  /** The BagSpec, or all that is wrong with the text. */
  public SpecReading read(byte[] yamlOrJson) {
    try {
      JsonNode tree = SpecText.parse(yamlOrJson);
      List<SpecProblem> problems = SpecSchema.validate(tree);
      return problems.isEmpty()
          ? new SpecCompiler(tree).compile()
          : new SpecReading.Refused(problems);
    } catch (SpecRefusal refusal) {
      return new SpecReading.Refused(List.of(refusal.problem()));
    }
  }
}
