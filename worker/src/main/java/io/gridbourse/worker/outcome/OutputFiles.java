package io.gridbourse.worker.outcome;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Declared output files as one outcome: for each in the order of declaration its name's length
 * (uint32, big-endian), its name in UTF-8, its length (uint64) and its bytes.
 */
public final class OutputFiles {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** Adds the next file. */
  public void add(String name, byte[] content) {
    try {
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
      out.writeLong(content.length);
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /** The outcome's bytes. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
