package io.gridbourse.domain.proof.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridbourse.domain.value.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.OptionalInt;

/**
 * Decides which leases are spot-checks, and of which tasks. A check is a task of the same bag whose
 * answer is known already, leased like any other: the same program, the same form, a task that the
 * worker has not had. Whether a lease is one follows from a keyed hash of worker and lease, so a
 * worker without the key can do no better than guess, neither from the past nor by leaving and
 * coming back; with the key anybody can see afterwards that the draw was fair.
 */
public final class SpotCheckDraw {
  private static final int KEY_BYTES_MIN = 16;
  private static final double UNIT = 0x1.0p-53;
  private static final int UNUSED_BITS = 11;

  private final byte[] key;
  private final double share;

  /**
   * A draw.
   *
   * @param key secret until the bag is over, at least 16 bytes
   * @param share q, of all leases, 0 to below 1
   */
  public SpotCheckDraw(byte[] key, double share) {
    if (key.length < KEY_BYTES_MIN) {
      throw new ProofRefusal("key", "at least " + KEY_BYTES_MIN + " bytes", key.length);
    }
    this.key = key.clone();
    this.share = ProofRefusal.shareBelowOne("share", share);
  }

  /**
   * The known task that a lease should be, or empty if the lease is no check.
   *
   * @param lease the number of the lease among all of this worker's, from 0
   * @param known tasks with a known answer that this worker has not had; without any, there is no
   *     check
   */
  public OptionalInt check(String worker, long lease, int known) {
    ProofRefusal.atLeast("known", 0, known);
    ByteBuffer drawn = ByteBuffer.wrap(hash(worker, lease));
    double chance = (drawn.getLong() >>> UNUSED_BITS) * UNIT;
    if (known == 0 || chance >= share) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) Long.remainderUnsigned(drawn.getLong(), known));
  }

  private byte[] hash(String worker, long lease) {
    MessageDigest digest = Sha256.newDigest();
    byte[] name = worker.getBytes(UTF_8);
    digest.update(
        ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES)
            .putInt(key.length)
            .putInt(name.length)
            .putLong(lease)
            .array());
    digest.update(key);
    return digest.digest(name);
  }
}
