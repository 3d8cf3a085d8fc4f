package io.gridbourse.ejb.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.start.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The params of a request order as iExec's client writes them: JSON with the keys below, or a bare
 * command line. What cannot be honoured here is refused by its name, never dropped.
 *
 * @param args the command line, without the program's name
 * @param inputs files for every task, contents of this installation
 */
public record RequestParams(String args, List<InputFile> inputs) {
  static final String ARGS = "iexec_args";
  static final String INPUT_FILES = "iexec_input_files";
  static final String SECRETS = "iexec_secrets";
  static final String ENCRYPTION = "iexec_result_encryption";
  static final String STORAGE = "iexec_result_storage_provider";
  static final String STORAGE_PROXY = "iexec_result_storage_proxy";
  static final String BULK = "bulk_cid";
  static final int INPUT_FILES_MAX = 100;

  private static final Pattern CONTENT_PATH =
      Pattern.compile("/ipfs/(?:sha256[:-])?([0-9a-f]{64})(?:/([A-Za-z0-9][A-Za-z0-9._-]{0,99}))?");

  public RequestParams {
    inputs = List.copyOf(inputs);
  }

  /** A file of {@code iexec_input_files}: the name that tasks see, and its content. */
  public record InputFile(String name, Sha256 content) {}

  /** What a reading came to: the params, or why they cannot be honoured. */
  record Reading(Optional<RequestParams> params, String problem) {
    private static Reading refused(String problem) {
      return new Reading(Optional.empty(), problem);
    }
  }

  /** Reads the params of a deal. */
  static Reading read(String text) {
    JsonNode tree;
    try {
      tree = Json.mapper().readTree(text.isBlank() ? "{}" : text);
    } catch (JsonProcessingException e) {
      return new Reading(Optional.of(new RequestParams(text, List.of())), "");
    }
    if (!tree.isObject()) {
      return new Reading(Optional.of(new RequestParams(text, List.of())), "");
    }
    Optional<String> problem = problem(tree);
    return problem.map(Reading::refused).orElseGet(() -> inputs(tree));
  }

  private static Optional<String> problem(JsonNode tree) {
    Iterator<String> names = tree.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      Optional<String> problem = problem(name, tree.get(name));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(String name, JsonNode value) {
    boolean unset = value.isNull() || (value.isEmpty() && value.isContainerNode());
    return switch (name) {
      case ARGS -> value.isTextual() ? ok() : problem("params: " + ARGS + " must be a text");
      case INPUT_FILES ->
          value.isArray() || unset ? ok() : problem("params: " + INPUT_FILES + " must be a list");
      case SECRETS ->
          unset
              ? ok()
              : problem(
                  "params: "
                      + SECRETS
                      + " are handed only to attested enclaves, and this pool has none; leave them"
                      + " out");
      case ENCRYPTION ->
          unset || (value.isBoolean() && !value.asBoolean())
              ? ok()
              : problem(
                  "params: "
                      + ENCRYPTION
                      + " needs an enclave, and this pool has none; leave it out");
      case STORAGE ->
          unset || value.asText().equals("ipfs")
              ? ok()
              : problem(
                  "params: "
                      + STORAGE
                      + " '"
                      + shortened(value.asText())
                      + "' is not served here; use ipfs");
      case STORAGE_PROXY -> ok();
      case BULK ->
          unset ? ok() : problem("params: " + BULK + " is not served here; ask for one dataset");
      default -> problem("params: the key '" + shortened(name) + "' is not known here");
    };
  }

  private static Reading inputs(JsonNode tree) {
    List<InputFile> files = new ArrayList<>();
    for (JsonNode url : tree.path(INPUT_FILES)) {
      if (files.size() == INPUT_FILES_MAX) {
        return Reading.refused(
            "params: " + INPUT_FILES + " names more than " + INPUT_FILES_MAX + " files");
      }
      Optional<InputFile> file = url.isTextual() ? input(url.asText()) : Optional.empty();
      if (file.isEmpty()) {
        return Reading.refused(
            "params: "
                + INPUT_FILES
                + " names '"
                + shortened(url.asText())
                + "'; tasks have no network, so only contents of this installation are served:"
                + " store the file with gridbourse app put FILE and write the URL that it prints");
      }
      if (files.stream().anyMatch(each -> each.name().equals(file.get().name()))) {
        return Reading.refused(
            "params: " + INPUT_FILES + " has two files named " + file.get().name());
      }
      files.add(file.get());
    }
    return new Reading(Optional.of(new RequestParams(tree.path(ARGS).asText(""), files)), "");
  }

  private static Optional<InputFile> input(String url) {
    try {
      Matcher path = CONTENT_PATH.matcher(Optional.ofNullable(new URI(url).getPath()).orElse(""));
      return path.matches()
          ? Optional.of(
              new InputFile(
                  Optional.ofNullable(path.group(2)).orElse(path.group(1)),
                  new Sha256(path.group(1))))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> ok() {
    return Optional.empty();
  }

  private static Optional<String> problem(String text) {
    return Optional.of(text);
  }

  private static String shortened(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
  }
}
