package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.CommandTemplate;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.start.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The params of a request order. What this server signs binds the whole BagSpec by its hash; what
 * others sign is a command line and files, as {@link RequestParams} reads them.
 */
final class DealParams {
  private static final String ARGS = "iexec_args";
  private static final String BY_HASH = "gridbourse:";
  private static final Set<String> PLACEHOLDERS = Set.of("index", "task", "bag");
  private static final int WORDS_MAX = 256;
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final BagSpec.Resources RESOURCES =
      new BagSpec.Resources(1, 256L << 20, 64L << 20, java.time.Duration.ofSeconds(1));
  private final ContentStore store;
  private final BagSpecReader reader;

  DealParams(ContentStore store, BagSpecReader reader) {
    this.store = store;
    this.reader = reader;
  }

  /** Stores a spec by its hash and gives the params that name it. */
  String of(String specJson) {
    byte[] bytes = specJson.getBytes(StandardCharsets.UTF_8);
    try {
      Sha256 name = store.put(new ByteArrayInputStream(bytes), bytes.length);
      return Json.mapper().writeValueAsString(Map.of(ARGS, BY_HASH + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the params name a spec that was submitted here. */
  static boolean isByHash(String params) {
    return RequestParams.read(params)
        .params()
        .filter(read -> read.args().startsWith(BY_HASH))
        .isPresent();
  }

  /** A deal's spec, or why its params cannot be honoured. */
  record Spec(Optional<BagSpec> spec, String problem) {}

  /** The spec of a deal that was not submitted here. */
  Spec specOf(Deal deal, String appName, String program) {
    RequestParams.Reading reading = RequestParams.read(deal.params());
    if (reading.params().isEmpty()) {
      return new Spec(Optional.empty(), reading.problem());
    }
    RequestParams params = reading.params().get();
    if (params.args().startsWith(BY_HASH)) {
      return new Spec(
          byHash(params.args().substring(BY_HASH.length())),
          "params: the BagSpec " + shortened(params.args()) + " is not stored here");
    }
    List<String> words = words(params.args());
    if (words.size() > WORDS_MAX) {
      return new Spec(Optional.empty(), "params: iexec_args has more than " + WORDS_MAX + " words");
    }
    if (deal.tasks().botSize() > BagSpec.TASKS_MAX) {
      return new Spec(Optional.empty(), "the deal has more than " + BagSpec.TASKS_MAX + " tasks");
    }
    for (RequestParams.InputFile file : params.inputs()) {
      if (!store.exists(file.content())) {
        return new Spec(
            Optional.empty(), "params: " + file.content() + " is not stored here; put it first");
      }
    }
    Optional<String> unknown =
        words.stream()
            .flatMap(word -> CommandTemplate.placeholders(word).stream())
            .filter(name -> !PLACEHOLDERS.contains(name))
            .findFirst();
    if (unknown.isPresent()) {
      return new Spec(
          Optional.empty(),
          "params: iexec_args has {"
              + shortened(unknown.get())
              + "}, which is no placeholder; there are {index}, {task} and {bag}");
    }
    words.add(0, program);
    return new Spec(Optional.of(spec(deal, appName, words, params)), "");
  }

  /** A spec for a deal whose own cannot be had: it holds the deal's place and never runs. */
  static BagSpec placeholder(Deal deal, String appName) {
    return spec(deal, appName, List.of("unusable"), new RequestParams("", List.of()));
  }

  private static BagSpec spec(Deal deal, String appName, List<String> words, RequestParams params) {
    long tasks = Math.min(deal.tasks().botSize(), BagSpec.TASKS_MAX);
    NanoRlc price = deal.prices().total();
    return new BagSpec(
        "deal " + deal.id().hex().substring(0, 12),
        "",
        Map.of(),
        appName,
        words,
        new Sweep(List.of(new Sweep.Range("task", 0, tasks - 1, 1))),
        params.inputs().stream()
            .map(file -> new BagSpec.Input(IexecTask.IN + "/" + file.name(), file.content()))
            .toList(),
        // A contract is called back with what the program prints.
        deal.isCalledBack() ? List.of() : List.of(IexecTask.OUT),
        new BagSpec.Resources(
            RESOURCES.cpus(),
            RESOURCES.memoryBytes(),
            RESOURCES.diskBytes(),
            deal.category().reference()),
        deal.trust(),
        Verification.REPLICATE,
        new BagSpec.Market(
            deal.category(), Optional.of(deal.pool().hex()), price, price.times(tasks)),
        new BagSpec.Limits(0, 3),
        BagSpec.Schedule.NONE);
  }

  private Optional<BagSpec> byHash(String name) {
    try {
      Optional<byte[]> text = store.read(Sha256.parse(name), SpecText.BYTES_MAX);
      return text.map(reader::read)
          .filter(SpecReading.Read.class::isInstance)
          .map(reading -> ((SpecReading.Read) reading).spec());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find() && words.size() <= WORDS_MAX) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          words.add(matcher.group(group));
        }
      }
    }
    return words;
  }
}
