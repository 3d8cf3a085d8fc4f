package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Promise;
import io.gridbourse.domain.bag.SupportWish;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Sha256;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes a BagSpec of a tree that fits the schema, or says what is wrong with its meaning. */
final class SpecCompiler {
  /** What a limit of the purchase is when the user gave none: more than there will ever be. */
  static final NanoRlc NO_LIMIT = new NanoRlc(BigInteger.ONE.shiftLeft(96));

  private static final long MEMORY_DEFAULT = 256L << 20;
  private static final long DISK_DEFAULT = 64L << 20;
  private static final long MEMORY_MIN = 1L << 20;
  private static final long MEMORY_MAX = 1L << 42;
  private static final int ATTEMPTS_DEFAULT = 3;
  private static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(5);
  private final JsonNode spec;
  private final JsonNode metadata;
  private final List<SpecProblem> problems = new ArrayList<>();

  SpecCompiler(JsonNode tree) {
    this.spec = tree.path("spec");
    this.metadata = tree.path("metadata");
  }

  SpecReading compile() {
    new SpecNotServed(spec, metadata, problems).check();
    Sweep sweep = new SpecParams(problems).read(spec.path("params"));
    List<String> command = texts(spec.path("command"));
    if (problems.isEmpty()) {
      new SpecPlaceholders(sweep, problems).check(command);
    }
    String app = spec.path("app").path("ref").asText();
    BagSpec.Schedule schedule = new SpecSchedule(spec, problems).read();
    BagSpec.Market market = market();
    BagSpec.Resources resources = resources(market.category());
    List<BagSpec.Input> inputs = inputs();
    List<String> outputs = outputs();
    Verification verification = new SpecTrust(spec, problems).verification();
    Optional<BagSpec.Checkpoint> checkpoint = checkpoint();
    if (!problems.isEmpty()) {
      return new SpecReading.Refused(problems);
    }
    return new SpecReading.Read(
        new BagSpec(
            metadata.path("name").asText(app),
            metadata.path("project").asText(""),
            labels(),
            app,
            command,
            sweep,
            inputs,
            outputs,
            resources,
            Trust.forConfidence(spec.path("trust").path("confidence").asDouble(0)),
            verification,
            market,
            new BagSpec.Limits(
                spec.path("limits").path("parallel").asInt(0),
                spec.path("limits").path("attempts").asInt(ATTEMPTS_DEFAULT)),
            schedule,
            checkpoint));
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    metadata
        .path("labels")
        .fields()
        .forEachRemaining(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  private BagSpec.Market market() {
    JsonNode market = spec.path("market");
    Optional<String> pool =
        market.has("pool") && !market.get("pool").asText().equals("any")
            ? Optional.of(market.get("pool").asText())
            : Optional.empty();
    Category category = category(market);
    Promise promise = promise(market);
    return new BagSpec.Market(
        category,
        pool,
        parsed("spec.market.maxPrice", Quantities::amount).orElse(NO_LIMIT),
        parsed("spec.market.budget", Quantities::amount).orElse(NO_LIMIT),
        promise,
        new SpecInsurance(spec, problems).within(promise, category));
  }

  private Promise promise(JsonNode market) {
    Promise.OnMiss wanted =
        Promise.OnMiss.valueOf(market.path("onMiss").asText("accept").toUpperCase(Locale.ROOT));
    return parsed("spec.market.deadline", text -> Quantities.promise(text, wanted))
        .orElseGet(() -> new Promise(Optional.empty(), Optional.empty(), wanted))
        .with(
            market.has("support") ? Optional.of(support(market.get("support"))) : Optional.empty());
  }

  /** The schema has checked each of them. */
  private static SupportWish support(JsonNode support) {
    return new SupportWish(
        support.path("credits").asLong(),
        support.path("trigger").asText("9C"),
        support.path("sizing").asText("conservative"),
        support.path("deployment").asText("reschedule"));
  }

  /** The category asked for, or else the smallest that covers the walltime. */
  private Category category(JsonNode market) {
    if (market.has("category")) {
      return Category.valueOf(market.get("category").asText());
    }
    Duration walltime = parsedQuietly("spec.resources.walltime").orElse(Category.XS.reference());
    return Arrays.stream(Category.values())
        .filter(category -> category.reference().compareTo(walltime) >= 0)
        .findFirst()
        .orElse(Category.XL);
  }

  private BagSpec.Resources resources(Category category) {
    Duration walltime =
        parsed("spec.resources.walltime", Quantities::duration).orElse(category.reference());
    if (walltime.compareTo(category.reference()) > 0) {
      problems.add(
          new SpecProblem(
              "WALLTIME_EXCEEDS_CATEGORY",
              "spec.resources.walltime",
              "a task of category " + category + " may run " + category.reference() + " at most",
              "choose a larger category, or a shorter walltime"));
    }
    return new BagSpec.Resources(
        spec.path("resources").path("cpus").asInt(1),
        size("spec.resources.memory", MEMORY_DEFAULT, MEMORY_MIN),
        size("spec.resources.disk", DISK_DEFAULT, 0),
        walltime,
        new SpecUnits(spec, problems).read());
  }

  private long size(String field, long standard, long min) {
    long bytes = parsed(field, Quantities::bytes).orElse(standard);
    if (bytes < min || bytes > MEMORY_MAX) {
      problems.add(
          new SpecProblem(
              "OUT_OF_RANGE",
              field,
              field + " must be " + min + " bytes to 4 TiB",
              "write a size such as 512MiB"));
    }
    return bytes;
  }

  private List<BagSpec.Input> inputs() {
    List<BagSpec.Input> inputs = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < spec.path("inputs").size(); i++) {
      JsonNode input = spec.path("inputs").get(i);
      String field = "spec.inputs[" + i + "]";
      checkPath(field, input.path("path").asText(), paths);
      if (!input.has("sha256")) {
        problems.add(
            new SpecProblem(
                "NOT_SERVED",
                field + (input.has("url") ? ".url" : ".sha256"),
                field + ": this version fetches inputs by content, not by address",
                "put the file first (gridbourse submit does) and name it by its sha256"));
      } else {
        inputs.add(
            new BagSpec.Input(
                input.path("path").asText(), Sha256.parse(input.path("sha256").asText())));
      }
    }
    return inputs;
  }

  private List<String> outputs() {
    List<String> outputs = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < spec.path("outputs").size(); i++) {
      String path = spec.path("outputs").get(i).path("path").asText();
      checkPath("spec.outputs[" + i + "]", path, paths);
      outputs.add(path);
    }
    return outputs;
  }

  private Optional<BagSpec.Checkpoint> checkpoint() {
    JsonNode node = spec.path("checkpoint");
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    String field = "spec.checkpoint.every";
    checkPath("spec.checkpoint", node.path("path").asText(), new HashSet<>());
    Duration every = parsed(field, Quantities::duration).orElse(CHECKPOINT_EVERY);
    if (every.compareTo(BagSpec.Checkpoint.EVERY_MIN) < 0
        || every.compareTo(BagSpec.Checkpoint.EVERY_MAX) > 0) {
      problems.add(
          new SpecProblem(
              "OUT_OF_RANGE", field, field + " must be 10s to 1d", "write a time such as 5m"));
      return Optional.empty();
    }
    return Optional.of(
        new BagSpec.Checkpoint(
            node.path("path").asText(),
            every,
            node.path("portable").asBoolean(false),
            node.path("shared").asBoolean(false)));
  }

  private void checkPath(String field, String path, Set<String> seen) {
    boolean steps =
        Arrays.stream(path.split("/", -1))
            .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    boolean strange = path.chars().anyMatch(c -> c < ' ' || c == '\\' || c == 0x7f);
    if (steps || strange) {
      problems.add(
          new SpecProblem(
              "PATH_INVALID",
              field + ".path",
              field + ".path must be relative, without . or .. and control characters",
              "write a path such as out/result.dat"));
    } else if (!seen.add(path)) {
      problems.add(
          new SpecProblem(
              "PATH_TWICE",
              field + ".path",
              field + ".path: " + path + " is there twice",
              "drop one"));
    }
  }

  private <T> Optional<T> parsed(String field, Function<String, T> parse) {
    JsonNode node = at(field);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(node.asText()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      problems.add(
          new SpecProblem(
              "SPEC_INVALID", field, field + ": " + e.getMessage(), "correct " + field));
      return Optional.empty();
    }
  }

  private Optional<Duration> parsedQuietly(String field) {
    try {
      JsonNode node = at(field);
      return node.isMissingNode()
          ? Optional.empty()
          : Optional.of(Quantities.duration(node.asText()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private JsonNode at(String field) {
    JsonNode node = spec;
    for (String name : field.substring("spec.".length()).split("\\.", -1)) {
      node = node == null ? MissingNode.getInstance() : node.path(name);
    }
    return node;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
