package io.gridbourse.worker.outcome;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lengths as unsigned LEB128, and packs of byte strings that are led by their lengths. */
public final class Leb128 {
  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private Leb128() {}

  static void write(ByteArrayOutputStream out, int length) {
    int rest = length;
    while (rest >= MORE) {
      out.write((rest & (MORE - 1)) | MORE);
      rest >>>= BITS;
    }
    out.write(rest);
  }

  /**
   * The byte strings of a pack.
   *
   * @throws IllegalArgumentException if the pack does not hold exactly {@code count} of them
   */
  public static List<byte[]> unpack(byte[] pack, int count) {
    List<byte[]> parts = new ArrayList<>(count);
    if (pack.length == 0) {
      for (int i = 0; i < count; i++) {
        parts.add(pack);
      }
      return parts;
    }
    int at = 0;
    for (int i = 0; i < count; i++) {
      int length = 0;
      int shift = 0;
      byte b;
      do {
        if (at >= pack.length || shift > 28) {
          throw new IllegalArgumentException("a pack of outcomes is cut short");
        }
        b = pack[at++];
        length |= (b & (MORE - 1)) << shift;
        shift += BITS;
      } while (b < 0);
      if (length < 0 || length > pack.length - at) {
        throw new IllegalArgumentException("a pack of outcomes is cut short");
      }
      parts.add(Arrays.copyOfRange(pack, at, at + length));
      at += length;
    }
    if (at != pack.length) {
      throw new IllegalArgumentException("a pack of outcomes has bytes left over");
    }
    return parts;
  }
}
