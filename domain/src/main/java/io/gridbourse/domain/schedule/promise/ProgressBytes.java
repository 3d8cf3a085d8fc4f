package io.gridbourse.domain.schedule.promise;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a bag in few bytes: what changed since the sample before, as numbers of seven bits a
 * byte, the lowest first. A sample of a busy bag takes about six bytes.
 */
public final class ProgressBytes {
  private static final double MILLIS = 1_000;
  private static final int SEVEN = 7;
  private static final int LOW = 0x7f;
  private static final int MORE = 0x80;
  private static final int LONG_BITS = 63;

  private ProgressBytes() {}

  /** The samples as bytes; times are kept to the millisecond. */
  public static byte[] write(List<Progress.Sample> samples) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Progress.Sample last = new Progress.Sample(0, 0, 0);
    for (Progress.Sample each : samples) {
      put(out, Math.round(each.seconds() * MILLIS) - Math.round(last.seconds() * MILLIS));
      put(out, each.completed() - last.completed());
      put(out, each.assigned() - last.assigned());
      last = each;
    }
    return out.toByteArray();
  }

  /**
   * The samples that these bytes are.
   *
   * @throws IllegalArgumentException if they end within a sample
   */
  public static List<Progress.Sample> read(byte[] bytes) {
    List<Progress.Sample> samples = new ArrayList<>();
    long[] sums = new long[3];
    int at = 0;
    while (at < bytes.length) {
      for (int i = 0; i < sums.length; i++) {
        long value = 0;
        int shift = 0;
        boolean more = true;
        while (more) {
          if (at >= bytes.length || shift > LONG_BITS) {
            throw new IllegalArgumentException("samples that end early, at byte " + at);
          }
          value |= (long) (bytes[at] & LOW) << shift;
          more = (bytes[at++] & MORE) != 0;
          shift += SEVEN;
        }
        sums[i] += value;
      }
      samples.add(new Progress.Sample(sums[0] / MILLIS, sums[1], sums[2]));
    }
    return samples;
  }

  private static void put(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~LOW) != 0) {
      out.write((int) (rest & LOW) | MORE);
      rest >>>= SEVEN;
    }
    out.write((int) rest);
  }
}
