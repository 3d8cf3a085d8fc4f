package io.gridbourse.worker.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What kind of processors this machine has, as the kernel tells in {@code /proc/cpuinfo}: there is
 * a paragraph of names and values for each. Results of applications that round as the processor
 * does are compared among like ones only.
 */
public final class Processors {
  /** Stands for a kind that the kernel does not tell, or that is not the same for all of them. */
  public static final String UNKNOWN = "unknown";

  /** Names of vendor and family, on x86 and on ARM. */
  private static final List<List<String>> NAMES =
      List.of(List.of("vendor_id", "cpu family"), List.of("CPU implementer", "CPU architecture"));

  private Processors() {}

  /** Vendor and family of this machine's processors as {@code vendor/family}, or unknown. */
  public static String kind(Path cpuinfo) {
    try {
      return kind(Files.readAllLines(cpuinfo, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  static String kind(List<String> lines) {
    Set<String> kinds = new HashSet<>();
    for (Map<String, String> processor : paragraphs(lines)) {
      if (processor.containsKey("processor")) {
        kinds.add(kind(processor));
      }
    }
    return kinds.size() == 1 ? kinds.iterator().next() : UNKNOWN;
  }

  private static List<Map<String, String>> paragraphs(List<String> lines) {
    List<Map<String, String>> paragraphs = new ArrayList<>();
    Map<String, String> open = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        paragraphs.add(open);
        open = new HashMap<>();
      } else if (colon > 0) {
        open.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    paragraphs.add(open);
    return paragraphs;
  }

  private static String kind(Map<String, String> processor) {
    for (List<String> names : NAMES) {
      String vendor = word(processor.getOrDefault(names.get(0), ""));
      String family = word(processor.getOrDefault(names.get(1), ""));
      if (!vendor.isEmpty() && !family.isEmpty()) {
        return vendor + "/" + family;
      }
    }
    return UNKNOWN;
  }

  /** Without blanks and slashes, which would be taken for what they part. */
  private static String word(String value) {
    return value.replaceAll("[^!-.0-~]+", "-");
  }
}
