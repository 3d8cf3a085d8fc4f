package io.gridbourse.cli.lab;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Reads a case: its form, then its schema. What it means is for the algorithm to say. */
final class LabText {
  static final int BYTES_MAX = 16 * 1024 * 1024;
  private static final int DEPTH_MAX = 50;
  private static final int DIGITS_MAX = 100;
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEPTH_MAX)
          .maxNumberLength(DIGITS_MAX)
          .maxStringLength(BYTES_MAX)
          .build();
  private static final ObjectMapper JSON =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private LabText() {}

  /** Reads a JSON file and checks it against the schema of {@code lab name}. */
  static JsonNode json(Path file, String name) {
    JsonNode tree = parse(JSON, decode(read(file)), file);
    validate(tree, name);
    return tree;
  }

  /** Reads a YAML or JSON file and checks it against the schema of {@code lab name}. */
  static JsonNode yaml(Path file, String name) {
    String text = decode(read(file));
    ObjectMapper mapper = text.stripLeading().startsWith("{") ? JSON : yamlMapper();
    JsonNode tree = parse(mapper, text, file);
    validate(tree, name);
    return tree;
  }

  private static ObjectMapper yamlMapper() {
    YAMLFactory factory = YAMLFactory.builder().streamReadConstraints(LIMITS).build();
    return new ObjectMapper(factory)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new CommandFailed(
            ExitCode.USAGE,
            file + " is too large",
            "FILE",
            "at most " + BYTES_MAX + " bytes",
            "leave out what the case does not need");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new CommandFailed(ExitCode.USAGE, "there is no file " + file, "check its name")
          .because(e);
    } catch (IOException e) {
      throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e, "check the file")
          .because(e);
    }
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandFailed(ExitCode.USAGE, "the case is not UTF-8 text", "save it as UTF-8")
          .because(e);
    }
  }

  private static JsonNode parse(ObjectMapper mapper, String text, Path file) {
    try {
      JsonNode tree = mapper.readTree(text);
      if (tree == null || !tree.isObject()) {
        throw refused("", "the case is no object", "an object", "see docs/reference/lab.md");
      }
      return tree;
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      String message = e.getOriginalMessage().lines().findFirst().orElse("malformed");
      boolean duplicate = message.toLowerCase(Locale.ROOT).startsWith("duplicate field");
      boolean numeric = message.contains("numeric") || message.startsWith("Non-standard token");
      throw new CommandFailed(
              ExitCode.USAGE,
              file + line + ": " + message,
              duplicate ? message.replaceAll("^[^']*'|'.*$", "") : where(e),
              duplicate ? "each key once" : numeric ? "a finite number" : "",
              duplicate ? "keep one of the two" : "correct the text, see docs/reference/lab.md")
          .because(e);
    }
  }

  /** The field that was being read, such as hosts[0].watts; empty if none was. */
  private static String where(JsonProcessingException e) {
    return e.getProcessor() instanceof JsonParser parser
        ? parser
            .getParsingContext()
            .pathAsPointer()
            .toString()
            .replaceAll("/(\\d+)", "[$1]")
            .replace('/', '.')
            .replaceFirst("^\\.", "")
        : "";
  }

  private static void validate(JsonNode tree, String name) {
    Set<ValidationMessage> messages = schema(name).validate(tree);
    if (!messages.isEmpty()) {
      ValidationMessage first = messages.iterator().next();
      String field = first.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
      String detail = first.getMessage().replaceFirst("^\\$\\.?[^:]*: ", "");
      throw refused(
          field,
          (field.isEmpty() ? "the case" : field) + ": " + detail,
          detail,
          "correct it as docs/reference/lab.md says");
    }
  }

  private static JsonSchema schema(String name) {
    String resource = "/schemas/lab/" + name + ".json";
    try (InputStream in =
        Objects.requireNonNull(LabText.class.getResourceAsStream(resource), resource)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A refusal by name. */
  static CommandFailed refused(String field, String what, String limit, String remedy) {
    return new CommandFailed(ExitCode.USAGE, what, field, limit, remedy);
  }
}
