package io.gridbourse.domain.proof.sample;

import io.gridbourse.domain.bag.OutputFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the results of an app consist of units that can be computed one by one: as lines, or as
 * records of a fixed length, of the standard output or of a file.
 *
 * @param recordBytes bytes of a record, at least 1; 0 for lines
 * @param file that they are in; empty for the standard output
 */
public record Units(int recordBytes, Optional<String> file) {
  /** The variable in an app's environment that names the units it shall compute: {@code 0,3,17}. */
  public static final String VARIABLE = "GRIDBOURSE_UNITS";

  /** How it is written, for messages. */
  public static final String FORM =
      "lines, or records:BYTES, and where they are in a file, @ and its path";

  private static final int RECORD_BYTES_MAX = 1 << 20;
  private static final Pattern TEXT =
      Pattern.compile("(?:lines|records:([1-9][0-9]{0,6}))(?:@([^@]{1,255}))?");

  /** Reads {@code lines}, {@code records:64}, {@code lines@table.csv}; empty if it is none. */
  public static Optional<Units> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int bytes = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    return bytes > RECORD_BYTES_MAX
        ? Optional.empty()
        : Optional.of(new Units(bytes, Optional.ofNullable(matcher.group(2))));
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return (recordBytes == 0 ? "lines" : "records:" + recordBytes)
        + file.map(path -> "@" + path).orElse("");
  }

  /** Whether the results of a task with these declared outputs are the units and nothing else. */
  public boolean areAllOf(List<String> outputs) {
    return outputs.equals(file.map(List::of).orElse(List.of()));
  }

  /** The units of an outcome; empty if it has not the form of one. */
  public Optional<List<byte[]>> of(byte[] outcome) {
    if (file.isEmpty()) {
      return Optional.of(split(outcome));
    }
    try {
      List<OutputFile> files = OutputFile.unpack(outcome);
      boolean isThat = files.size() == 1 && files.get(0).name().equals(file.get());
      return isThat ? Optional.of(split(files.get(0).content())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private List<byte[]> split(byte[] content) {
    List<byte[]> units = new ArrayList<>();
    int from = 0;
    while (from < content.length) {
      int end = recordBytes == 0 ? lineEnd(content, from) : from + recordBytes;
      units.add(Arrays.copyOfRange(content, from, Math.min(end, content.length)));
      from = recordBytes == 0 ? end + 1 : end;
    }
    return units;
  }

  private static int lineEnd(byte[] content, int from) {
    int end = from;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    return end;
  }
}
