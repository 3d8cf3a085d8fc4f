package io.gridbourse.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.proof.TaskProof;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the proof of a task as the server gives it; nothing in it is believed. */
public final class ProofFile {
  /** The form that is read. */
  public static final String FORMAT = "gridbourse-task-proof/1";

  /** Characters of a proof; more is not read. */
  public static final int CHARACTERS_MAX = 16_000_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ProofFile() {}

  /**
   * The proof in a text.
   *
   * @throws IllegalArgumentException naming the member that is missing or wrong
   */
  public static TaskProof read(String text) {
    return read(parse(text));
  }

  /**
   * A text as JSON.
   *
   * @throws IllegalArgumentException if it is too long, is not JSON, or has a member twice
   */
  public static JsonNode parse(String text) {
    if (text.length() > CHARACTERS_MAX) {
      throw new IllegalArgumentException("it has more than " + CHARACTERS_MAX + " characters");
    }
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isObject()) {
        throw new IllegalArgumentException("it is no JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The proof in a JSON object. */
  public static TaskProof read(JsonNode node) {
    String format = text(node, "format");
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException("format is '" + format + "', not " + FORMAT);
    }
    List<TaskProof.Item> items = new ArrayList<>();
    for (JsonNode entry : list(node, "entries")) {
      items.add(item(entry));
    }
    return new TaskProof(
        new DealId(text(node, "deal")),
        number(node, "index"),
        number(node, "size"),
        new Bytes32(text(node, "root")),
        words(node, "peaks"),
        items);
  }

  private static TaskProof.Item item(JsonNode entry) {
    Optional<TaskProof.Opening> opening =
        entry.hasNonNull("digest")
            ? Optional.of(
                new TaskProof.Opening(
                    new Bytes32(text(entry, "digest")), words(entry, "digestPath")))
            : Optional.empty();
    return new TaskProof.Item(
        number(entry, "position"), Hex.bytes(text(entry, "entry")), words(entry, "path"), opening);
  }

  private static String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(member + " is missing or no text");
    }
    return value.textValue();
  }

  private static long number(JsonNode node, String member) {
    JsonNode value = node.path(member);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new IllegalArgumentException(
          member + " is missing or no whole number from 0 to " + Long.MAX_VALUE);
    }
    return value.longValue();
  }

  private static JsonNode list(JsonNode node, String member) {
    JsonNode value = node.path(member);
    if (!value.isArray()) {
      throw new IllegalArgumentException(member + " is missing or no list");
    }
    return value;
  }

  private static List<Bytes32> words(JsonNode node, String member) {
    List<Bytes32> words = new ArrayList<>();
    for (JsonNode word : list(node, member)) {
      if (!word.isTextual()) {
        throw new IllegalArgumentException(member + " has a member that is no text");
      }
      words.add(new Bytes32(word.textValue()));
    }
    return words;
  }
}
