package io.gridbourse.domain.bag;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that a task left as its result. The outcome of a task with declared outputs is its files
 * one after the other: length of the name (32 bits, big-endian), name in UTF-8, length of the
 * content (64 bits, big-endian), content.
 *
 * @param name as the bag declares it
 */
// The content is megabytes of a program's output: never compared, copied by nobody.
@SuppressWarnings("ArrayRecordComponent")
public record OutputFile(String name, byte[] content) {
  /**
   * The files of an outcome.
   *
   * @throws IllegalArgumentException if the bytes are not of that form
   */
  public static List<OutputFile> unpack(byte[] outcome) {
    List<OutputFile> files = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(outcome);
    while (rest.hasRemaining()) {
      byte[] name = next(rest, length(rest, Integer.BYTES));
      byte[] content = next(rest, length(rest, Long.BYTES));
      files.add(new OutputFile(new String(name, StandardCharsets.UTF_8), content));
    }
    return files;
  }

  private static long length(ByteBuffer rest, int bytes) {
    if (rest.remaining() < bytes) {
      throw new IllegalArgumentException("an outcome ends within a length");
    }
    return bytes == Integer.BYTES ? rest.getInt() : rest.getLong();
  }

  private static byte[] next(ByteBuffer rest, long length) {
    if (length < 0 || length > rest.remaining()) {
      throw new IllegalArgumentException("an outcome ends within a file");
    }
    byte[] bytes = new byte[(int) length];
    rest.get(bytes);
    return bytes;
  }

  /** The name without its folders. */
  public String lastName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
