package io.gridbourse.ejb.bag;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.bag.Assurance;
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
          .addMixIn(Sweep.Axis.class, AxisKind.class)
          .addMixIn(Assurance.Step.class, StepKind.class)
          .addMixIn(Assurance.Likeness.class, LikenessKind.class);

  private static final String VERIFICATION = "verification";
  private static final String ASSURANCE = "assurance";

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
      if (!spec.get(VERIFICATION).has(ASSURANCE)) {
        ((ObjectNode) spec.get(VERIFICATION)).set(ASSURANCE, MAPPER.valueToTree(Assurance.NONE));
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

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Assurance.Replicate.class, name = "replicate"),
    @JsonSubTypes.Type(value = Assurance.Vote.class, name = "vote"),
    @JsonSubTypes.Type(value = Assurance.Check.class, name = "check"),
    @JsonSubTypes.Type(value = Assurance.Credibility.class, name = "credibility"),
    @JsonSubTypes.Type(value = Assurance.Partial.class, name = "partial"),
    @JsonSubTypes.Type(value = Assurance.Adaptive.class, name = "adaptive")
  })
  private interface StepKind {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Assurance.SameBytes.class, name = "bytes"),
    @JsonSubTypes.Type(value = Assurance.LikeNumbers.class, name = "numbers"),
    @JsonSubTypes.Type(value = Assurance.LikePixels.class, name = "pixels")
  })
  private interface LikenessKind {}
}
