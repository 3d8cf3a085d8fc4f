package io.gridbourse.worker.frame;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes frames; several threads may send. */
public final class FrameWriter {
  private final DataOutputStream out;

  public FrameWriter(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  /** Sends a frame as one write and flushes it. */
  public synchronized void send(Draft draft) throws IOException {
    byte[] payload = draft.bytes.toByteArray();
    out.writeInt(payload.length);
    out.write(payload);
    out.flush();
  }

  /** A frame that is being written. */
  public static final class Draft {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream fields = new DataOutputStream(bytes);

    public Draft(FrameType type) {
      bytes.write(type.code());
    }

    public Draft putInt(int value) {
      return put(() -> fields.writeInt(value));
    }

    public Draft putLong(long value) {
      return put(() -> fields.writeLong(value));
    }

    /** A byte string, led by its length. */
    public Draft putBytes(byte[] value) {
      return put(
          () -> {
            fields.writeInt(value.length);
            fields.write(value);
          });
    }

    public Draft putText(String value) {
      return putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private Draft put(Write write) {
      try {
        write.run();
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException("writing to memory failed", e);
      }
    }

    private interface Write {
      void run() throws IOException;
    }
  }
}
