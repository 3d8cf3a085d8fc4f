package io.gridbourse.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Column;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What a vanity bag found, with the certificates of the tasks that found it. */
public final class Findings {
  private static final int ASKED_ONE_BY_ONE_MAX = 1_000;

  private final List<Found> found = new ArrayList<>();
  private final Map<Long, JsonNode> tasks = new TreeMap<>();

  private Findings() {}

  /** An address, the key that opens it, and whether BouncyCastle comes to the same. */
  public record Found(long index, String address, String key, boolean derives) {}

  /** Reads the results of all tasks that have one, and all tasks on which workers disagreed. */
  public static Findings read(Rest rest, String bag) {
    Findings findings = new Findings();
    String path = "/api/v1/bags/" + bag;
    Map<Long, String> results = rest.read(path + "/results", (status, in) -> results(in));
    results.forEach(findings::add);
    List<JsonNode> tasks = rest.list(path + "/tasks", Integer.MAX_VALUE);
    for (JsonNode listed : tasks) {
      long index = listed.path("index").asLong();
      boolean finder = results.containsKey(index);
      // Votes are not in the list; beyond a thousand tasks only the finders are asked for them.
      if (finder || tasks.size() <= ASKED_ONE_BY_ONE_MAX) {
        JsonNode task = rest.get(path + "/tasks/" + index);
        if (finder || disagreed(task)) {
          findings.tasks.put(index, task);
        }
      }
    }
    return findings;
  }

  /**
   * The results that hold something, by task: the archive has a file a task, named by its index.
   */
  static Map<Long, String> results(InputStream archive) throws IOException {
    Map<Long, String> results = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(archive)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String text = new String(zip.readAllBytes(), StandardCharsets.US_ASCII);
        if (!text.isEmpty()) {
          results.put(Long.parseLong(entry.getName()), text);
        }
      }
    }
    return results;
  }

  private static boolean disagreed(JsonNode task) {
    return votes(task).findValuesAsText("digest").stream().distinct().count() > 1;
  }

  private static JsonNode votes(JsonNode task) {
    JsonNode certified = task.path("certificate").path("votes");
    return certified.isEmpty() ? task.path("votes") : certified;
  }

  private void add(long index, String result) {
    result
        .lines()
        .map(line -> Column.printable(line).split(" ", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> found.add(new Found(index, words[0], words[1], derives(words))));
  }

  private static boolean derives(String[] words) {
    try {
      return BitcoinKey.parse(words[1]).address().equals(words[0]);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The addresses in the order of their tasks. */
  public List<Found> found() {
    return List.copyOf(found);
  }

  /** Whether every key that was found opens its address. */
  public boolean allDerive() {
    return found.stream().allMatch(Found::derives);
  }

  /** The tasks that found something or that were disputed, with votes and certificates. */
  public Map<Long, JsonNode> tasks() {
    return Map.copyOf(tasks);
  }

  /** How one task was certified, in a line: who agreed, with what weight, and who was outvoted. */
  public static String certification(JsonNode task) {
    JsonNode certificate = task.path("certificate");
    String digest = certificate.path("digest").asText(task.path("digest").asText());
    List<String> agreed = new ArrayList<>();
    List<String> outvoted = new ArrayList<>();
    for (JsonNode vote : votes(task)) {
      String cast = vote.path("digest").asText("");
      String who = who(vote);
      if (cast.equals(digest)) {
        agreed.add(who);
      } else if (!cast.isEmpty()) {
        outvoted.add(who);
      }
    }
    return String.format(
        "%d %s: %s; credibility %.3f%s",
        agreed.size(),
        agreed.size() == 1 ? "vote" : "votes",
        String.join(", ", agreed),
        certificate.path("credibility").asDouble(),
        outvoted.isEmpty() ? "" : "; outvoted: " + String.join(", ", outvoted));
  }

  private static String who(JsonNode vote) {
    String name = Column.text(vote.path("workerName"));
    String address = Column.text(vote.path("worker"));
    String weight = Column.text(vote.path("weight"));
    return (name.isEmpty() ? address : name) + (weight.isEmpty() ? "" : " (weight " + weight + ")");
  }
}
