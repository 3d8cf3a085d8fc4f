package io.gridbourse.domain.proof.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridbourse.domain.value.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeSet;

/**
 * Draws the units of an answer that are computed again, by a key that is secret until the bag is
 * over. Who knows the key draws the same units again.
 */
public final class UnitDraw {
  private final byte[] key;

  /** A draw by this key. */
  public UnitDraw(byte[] key) {
    this.key = key.clone();
  }

  /**
   * The units that are drawn of a worker's answer to a task, each at most once, in ascending order:
   * by Floyd's algorithm, whose n-th number is SHA-256(key ‖ worker ‖ task ‖ n), with 8 bytes for
   * task and n, of which the first 8 bytes are taken as a whole number.
   *
   * @param worker its address
   * @param task its index in the bag
   * @param units of which the answer consists, at least 0
   * @param count of units wanted; all if there are no more
   */
  public List<Integer> draw(String worker, long task, int units, int count) {
    if (units < 0) {
      throw new IllegalArgumentException("units must be at least 0, but is " + units);
    }
    TreeSet<Integer> drawn = new TreeSet<>();
    for (int last = units - Math.min(units, count); last < units; last++) {
      int unit = (int) Long.remainderUnsigned(number(worker, task, last), last + 1L);
      drawn.add(drawn.contains(unit) ? last : unit);
    }
    return List.copyOf(drawn);
  }

  private long number(String worker, long task, long number) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(key);
    digest.update(worker.getBytes(UTF_8));
    byte[] at = ByteBuffer.allocate(2 * Long.BYTES).putLong(task).putLong(number).array();
    return ByteBuffer.wrap(digest.digest(at)).getLong();
  }
}
