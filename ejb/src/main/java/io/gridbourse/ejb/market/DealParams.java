package io.gridbourse.ejb.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Sweep;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The params of a request order. What this server signs binds the whole BagSpec by its hash; what
 * others sign is a command line in {@code iexec_args}, each task with its own {@code {index}}.
 */
final class DealParams {
  private static final String ARGS = "iexec_args";
  private static final String BY_HASH = "gridbourse:";
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

  /** The spec of a deal that was not submitted here, or empty if its params make no sense. */
  Optional<BagSpec> specOf(Deal deal, String appName) {
    String args = args(deal.params());
    if (args.startsWith(BY_HASH)) {
      return byHash(args.substring(BY_HASH.length()));
    }
    List<String> words = words(args);
    long tasks = deal.tasks().botSize();
    if (words.size() > WORDS_MAX || tasks > BagSpec.TASKS_MAX) {
      return Optional.empty();
    }
    Sweep sweep = new Sweep(List.of(new Sweep.Range("task", 0, tasks - 1, 1)));
    NanoRlc price = deal.prices().total();
    return Optional.of(
        new BagSpec(
            "deal " + deal.id().hex().substring(0, 12),
            "",
            Map.of(),
            appName,
            words,
            sweep,
            List.of(),
            List.of(),
            new BagSpec.Resources(
                RESOURCES.cpus(),
                RESOURCES.memoryBytes(),
                RESOURCES.diskBytes(),
                deal.category().reference()),
            deal.trust(),
            new BagSpec.Market(
                deal.category(), Optional.of(deal.pool().hex()), price, price.times(tasks)),
            new BagSpec.Limits(0, 3)));
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

  private static String args(String params) {
    try {
      JsonNode tree = Json.mapper().readTree(params.isBlank() ? "{}" : params);
      return tree.isObject() ? tree.path(ARGS).asText("") : params;
    } catch (JsonProcessingException e) {
      return params;
    }
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
