package io.gridbourse.worker.frame;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A frame that was read: its type, and its fields in the order they were written. */
public final class Frame {
  private final FrameType type;
  private final DataInputStream fields;

  Frame(FrameType type, byte[] payload) {
    this.type = type;
    this.fields = new DataInputStream(new ByteArrayInputStream(payload));
  }

  public FrameType type() {
    return type;
  }

  public int readInt() throws IOException {
    return fields.readInt();
  }

  public long readLong() throws IOException {
    return fields.readLong();
  }

  /** A byte string, led by its length. */
  public byte[] readBytes() throws IOException {
    int length = fields.readInt();
    if (length < 0 || length > fields.available()) {
      throw new IOException("a frame is cut short");
    }
    return fields.readNBytes(length);
  }

  public String readText() throws IOException {
    return new String(readBytes(), StandardCharsets.UTF_8);
  }
}
