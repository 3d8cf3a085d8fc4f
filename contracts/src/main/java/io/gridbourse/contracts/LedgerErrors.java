package io.gridbourse.contracts;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Type;
import org.web3j.crypto.Hash;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.utils.Numeric;

/** Says in words why a contract refused, from the data that a reverted call gives back. */
public final class LedgerErrors {
  private static final int SELECTOR_CHARS = 10;
  private static final List<String> CONTRACTS =
      List.of(
          "Hub",
          "RLC",
          "AppRegistry",
          "Workerpool",
          "Matching",
          "OrderBook",
          "Settler",
          "Insurance",
          "Anchors");
  private static final Map<String, String> MATCH_CODES =
      Map.ofEntries(
          entry("0x00", "the categories of request and pool differ"),
          entry("0x01", "there is no such category"),
          entry("0x02", "the pool offers less trust than the request asks"),
          entry("0x03", "the app costs more than the request's limit"),
          entry("0x04", "the dataset costs more than the request's limit"),
          entry("0x05", "the pool costs more than the request's limit"),
          entry("0x06", "the pool lacks a tag that is asked"),
          entry("0x07", "an enclave is asked of an app that declares none"),
          entry("0x10", "the request names another app"),
          entry("0x11", "the request names another dataset"),
          entry("0x12", "the request is restricted to another pool"),
          entry("0x13", "the app order is restricted to another dataset"),
          entry("0x14", "the app order is restricted to another pool"),
          entry("0x15", "the app order is restricted to another requester"),
          entry("0x16", "the dataset order is restricted to another app"),
          entry("0x17", "the dataset order is restricted to another pool"),
          entry("0x18", "the dataset order is restricted to another requester"),
          entry("0x19", "the pool order is restricted to another app"),
          entry("0x1a", "the pool order is restricted to another dataset"),
          entry("0x1b", "the pool order is restricted to another requester"),
          entry("0x20", "the app is not registered"),
          entry("0x21", "the app order is not signed by the app's owner"),
          entry("0x30", "the dataset is not registered"),
          entry("0x31", "the dataset order is not signed by the dataset's owner"),
          entry("0x40", "the pool is not registered"),
          entry("0x41", "the pool order is not signed by the pool's owner"),
          entry("0x50", "the request order is not signed by the requester"),
          entry("0x60", "an order has no volume left"));

  private static final Map<String, JsonNode> ERRORS = errors();

  private LedgerErrors() {}

  /**
   * The error in the data of a revert, such as {@code MatchRefused(code 0x60: an order has no
   * volume left)}, or nothing when the data is none of this ledger's errors.
   */
  public static Optional<String> explain(String revert) {
    if (revert == null) {
      return Optional.empty();
    }
    String data = revert.replace("\"", ""); // web3j hands the data on with the quotes of its JSON.
    if (data.length() < SELECTOR_CHARS) {
      return Optional.empty();
    }
    JsonNode error = ERRORS.get(data.substring(0, SELECTOR_CHARS).toLowerCase(Locale.ROOT));
    if (error == null) {
      return Optional.empty();
    }
    return Optional.of(describe(error, "0x" + data.substring(SELECTOR_CHARS)));
  }

  /** What a code of MatchRefused means, if there is such a code. */
  public static Optional<String> meaningOfMatchCode(String code) {
    return Optional.ofNullable(MATCH_CODES.get(code));
  }

  private static String describe(JsonNode error, String data) {
    String name = error.get("name").asText();
    List<JsonNode> inputs = inputs(error);
    StringBuilder text = new StringBuilder(name).append('(');
    try {
      @SuppressWarnings({"rawtypes", "unchecked"}) // web3j declares raw types.
      List<Type> values =
          FunctionReturnDecoder.decode(
              data, (List) inputs.stream().map(LedgerErrors::reference).toList());
      for (int i = 0; i < values.size(); i++) {
        text.append(i == 0 ? "" : ", ").append(inputs.get(i).get("name").asText()).append(' ');
        text.append(valueOf(values.get(i)));
      }
    } catch (RuntimeException notDecodable) {
      text.append(data);
    }
    return text.append(')').toString();
  }

  private static String valueOf(Type<?> value) {
    if (value.getValue() instanceof byte[] bytes) {
      String code = Numeric.toHexString(bytes);
      return meaningOfMatchCode(code).map(meaning -> code + ": " + meaning).orElse(code);
    }
    return String.valueOf(value.getValue());
  }

  private static TypeReference<?> reference(JsonNode input) {
    try {
      return TypeReference.makeTypeReference(input.get("type").asText());
    } catch (ClassNotFoundException problem) {
      throw new IllegalStateException(problem);
    }
  }

  private static Map<String, JsonNode> errors() {
    Map<String, JsonNode> errors = new HashMap<>();
    for (String contract : CONTRACTS) {
      try (InputStream in = LedgerErrors.class.getResourceAsStream("code/" + contract + ".abi")) {
        for (JsonNode entry : ObjectMapperFactory.getObjectMapper().readTree(in)) {
          if (entry.get("type").asText().equals("error")) {
            errors.put(selector(entry), entry);
          }
        }
      } catch (IOException problem) {
        throw new IllegalStateException("The build left out the interface of " + contract, problem);
      }
    }
    return Map.copyOf(errors);
  }

  private static String selector(JsonNode error) {
    String types =
        inputs(error).stream()
            .map(input -> input.get("type").asText())
            .collect(Collectors.joining(","));
    String signature = error.get("name").asText() + "(" + types + ")";
    byte[] hash = Hash.sha3(signature.getBytes(StandardCharsets.UTF_8));
    return Numeric.toHexString(hash).substring(0, SELECTOR_CHARS);
  }

  private static List<JsonNode> inputs(JsonNode error) {
    return StreamSupport.stream(error.get("inputs").spliterator(), false).toList();
  }
}
