package io.gridbourse.worker.guest;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the last bytes of what a guest writes to its standard error. */
final class Tail extends OutputStream {
  private static final int BYTES_MAX = 2_000;

  private byte[] kept = new byte[0];

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    int fresh = Math.min(length, BYTES_MAX);
    int old = Math.min(kept.length, BYTES_MAX - fresh);
    byte[] next = Arrays.copyOfRange(kept, kept.length - old, kept.length + fresh);
    System.arraycopy(source, offset + length - fresh, next, old, fresh);
    kept = next;
  }

  /** The last words; bytes that are no UTF-8 are replaced. */
  String text() {
    return new String(kept, StandardCharsets.UTF_8).strip();
  }
}
