package io.gridbourse.ejb.market;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Turns the bytes of a BagSpec into a tree: JSON if they begin with a brace, else YAML. */
final class SpecText {
  static final int BYTES_MAX = 1 << 20;
  static final int DEPTH_MAX = 50;
  static final int DIGITS_MAX = 78;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(DIGITS_MAX)
                          .maxStringLength(BYTES_MAX)
                          .build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private SpecText() {}

  static JsonNode parse(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw new SpecRefusal(
          "BODY_TOO_LARGE",
          "",
          "the BagSpec has " + bytes.length + " bytes; the limit is " + BYTES_MAX,
          "shorten it: use a range instead of a list of values");
    }
    String text = decode(bytes);
    return text.stripLeading().startsWith("{") ? json(text) : SpecYaml.parse(text);
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("it is not UTF-8 text");
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String message = e.getOriginalMessage();
      if (message.toLowerCase(Locale.ROOT).startsWith("duplicate field")) {
        throw duplicate(message, line(e));
      }
      throw malformed("line " + line(e) + ": " + message);
    }
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
  }

  static SpecRefusal duplicate(String message, int line) {
    return new SpecRefusal(
        "DUPLICATE_KEY", "", "line " + line + ": " + message, "keep one of the two");
  }

  static SpecRefusal malformed(String detail) {
    return new SpecRefusal(
        "SPEC_MALFORMED", "", detail, "send a BagSpec as YAML or JSON, see bagspec-v1.json");
  }
}
