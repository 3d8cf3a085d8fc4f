package io.gridbourse.worker.outcome;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of an output folder as one outcome, by name. Where {@code computed.json} names a {@code
 * deterministic-output-path}, only what is there counts, and the file itself; else all files, and
 * what the task printed as {@code stdout.txt}.
 */
public final class OutputFolder {
  /** Files that a task may leave. */
  public static final int FILES_MAX = 1_000;

  static final String COMPUTED = "computed.json";
  static final String STDOUT = "stdout.txt";
  private static final Pattern DETERMINISTIC =
      Pattern.compile("\"deterministic-output-path\"\\s*:\\s*\"([^\"\\\\]*)\"");
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final String folder;

  /**
   * The files of a folder.
   *
   * @param folder its name, with a slash at its end
   */
  public OutputFolder(String folder) {
    this.folder = folder;
  }

  /** Adds a file by its path below the folder. */
  public void add(String name, byte[] content) {
    files.put(name, content);
  }

  /**
   * The outcome's bytes.
   *
   * @throws IllegalStateException if computed.json names nothing that is there
   */
  public byte[] toByteArray(byte[] stdout) {
    byte[] computed = files.get(COMPUTED);
    Matcher named =
        DETERMINISTIC.matcher(computed == null ? "" : new String(computed, StandardCharsets.UTF_8));
    if (!named.find()) {
      if (stdout.length > 0) {
        files.putIfAbsent(STDOUT, stdout);
      }
      return packed(files);
    }
    String path = below(named.group(1));
    SortedMap<String, byte[]> chosen = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          if (path.isEmpty() || name.equals(path) || name.startsWith(path + "/")) {
            chosen.put(name, content);
          }
        });
    if (chosen.isEmpty()) {
      throw new IllegalStateException(
          COMPUTED + " names '" + named.group(1) + "' as its result, where the task left nothing");
    }
    chosen.put(COMPUTED, computed);
    return packed(chosen);
  }

  /** The path below the folder, however the program wrote it. */
  private String below(String path) {
    String plain = path.replaceAll("/+", "/").replaceAll("/$", "");
    int at = ("/" + plain + "/").indexOf("/" + folder);
    String inside = at < 0 ? plain : ("/" + plain + "/").substring(at + 1 + folder.length());
    return inside.replaceAll("^\\./|^/|/$", "");
  }

  private static byte[] packed(Map<String, byte[]> files) {
    OutputFiles outcome = new OutputFiles();
    files.forEach(outcome::add);
    return outcome.toByteArray();
  }
}
