package io.gridbourse.worker.guest;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps what a guest writes, up to a limit; the write that passes it ends the task. */
final class BoundedOutput extends OutputStream {
  private static final int FIRST_BYTES = 32;

  private final long bytesMax;
  private ByteArrayOutputStream bytes;
  private boolean exceeded;

  BoundedOutput(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    if (bytes == null) {
      bytes = new ByteArrayOutputStream(FIRST_BYTES);
    }
    if (exceeded || bytes.size() + (long) length > bytesMax) {
      exceeded = true;
      throw new OutputExceededException();
    }
    bytes.write(source, offset, length);
  }

  boolean isExceeded() {
    return exceeded;
  }

  byte[] toByteArray() {
    return bytes == null ? new byte[0] : bytes.toByteArray();
  }

  /** Ends a task that writes too much. */
  static final class OutputExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputExceededException() {
      super("the output limit is reached", null, false, false);
    }
  }
}
