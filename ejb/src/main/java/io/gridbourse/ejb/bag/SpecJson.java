package io.gridbourse.ejb.bag;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.ejb.start.Json;

/** BagSpec as the database keeps it: every field as it was checked, nothing to be read anew. */
final class SpecJson {
  private static final ObjectMapper MAPPER =
      Json.mapper()
          .copy()
          .setVisibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
          .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
          .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .addMixIn(Sweep.Axis.class, AxisKind.class);

  private static final String VERIFICATION = "verification";

  private SpecJson() {}

  static String write(BagSpec spec) {
    try {
      return MAPPER.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a bag's spec cannot be written", e);
    }
  }

  static BagSpec read(String json) {
    try {
      ObjectNode spec = (ObjectNode) MAPPER.readTree(json);
      if (!spec.has(VERIFICATION)) {
        // Stored before there was a choice.
        spec.set(VERIFICATION, MAPPER.valueToTree(Verification.REPLICATE));
      }
      return MAPPER.treeToValue(spec, BagSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored spec cannot be read", e);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Sweep.Listed.class, name = "listed"),
    @JsonSubTypes.Type(value = Sweep.Range.class, name = "range")
  })
  private interface AxisKind {}
}
