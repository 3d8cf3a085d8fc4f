package io.gridbourse.worker.frame;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads frames: a length of four bytes, big-endian, a byte of type, and that many bytes less one.
 */
public final class FrameReader {
  /** Longest frame; a child that sends a longer one is broken. */
  public static final int FRAME_BYTES_MAX = 256 << 20;

  private static final int BUFFER_BYTES = 64 << 10;

  private final DataInputStream in;

  public FrameReader(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
  }

  /**
   * Waits for the next frame; empty at the end of the stream.
   *
   * @throws IOException if the stream breaks, also in the middle of a frame
   */
  public Optional<Frame> next() throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return Optional.empty();
    }
    if (length < 1 || length > FRAME_BYTES_MAX) {
      throw new IOException("a frame has the impossible length " + length);
    }
    int code = in.readUnsignedByte();
    byte[] payload = in.readNBytes(length - 1);
    if (payload.length != length - 1) {
      throw new EOFException("the stream ended within a frame");
    }
    return Optional.of(new Frame(FrameType.of(code), payload));
  }
}
