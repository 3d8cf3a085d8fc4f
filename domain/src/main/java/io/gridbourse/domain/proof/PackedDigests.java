package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Bytes32;
import java.util.Arrays;

/**
 * The digests of consecutive tasks, 32 bytes each. If all are the same, as for tasks that print
 * nothing, one is kept for all.
 */
public final class PackedDigests {
  /** Bytes of a digest. */
  public static final int DIGEST = 32;

  private final byte[] packed;
  private final int count;

  private PackedDigests(byte[] packed, int count) {
    this.packed = packed;
    this.count = count;
  }

  /**
   * Takes {@code packed} over; the caller no longer changes it.
   *
   * @param packed 32 bytes a task, or the {@link #stored()} form
   * @throws IllegalArgumentException if the length fits neither
   */
  public static PackedDigests of(byte[] packed, int count) {
    if (count < 1 || (packed.length != DIGEST && packed.length != (long) DIGEST * count)) {
      throw new IllegalArgumentException(
          "digests of " + count + " tasks have 32 bytes each, but there are " + packed.length);
    }
    boolean same = Arrays.equals(packed, 0, packed.length - DIGEST, packed, DIGEST, packed.length);
    return new PackedDigests(same ? Arrays.copyOf(packed, DIGEST) : packed, count);
  }

  /** Number of tasks. */
  public int count() {
    return count;
  }

  /** Whether all tasks have the same digest. */
  public boolean isUniform() {
    return packed.length == DIGEST;
  }

  /** The shortest form, for storing; the array is shared and must not be changed. */
  public byte[] stored() {
    return packed;
  }

  /** The digest of the task at {@code position}. */
  public Bytes32 at(int position) {
    int offset = offset(position);
    return Bytes32.of(Arrays.copyOfRange(packed, offset, offset + DIGEST));
  }

  /** Copies the digest of the task at {@code position}. */
  public void copy(int position, byte[] target, int targetOffset) {
    System.arraycopy(packed, offset(position), target, targetOffset, DIGEST);
  }

  /** Whether the digest at {@code position} is this one. */
  public boolean is(int position, byte[] digest) {
    int offset = offset(position);
    return Arrays.equals(packed, offset, offset + DIGEST, digest, 0, DIGEST);
  }

  /** Whether {@code length} digests from here on equal those of {@code other} from there on. */
  public boolean sameAs(int position, PackedDigests other, int otherPosition, int length) {
    if (isUniform() || other.isUniform()) {
      for (int i = 0; i < length; i++) {
        if (!sameAt(position + i, other, otherPosition + i)) {
          return false;
        }
        if (isUniform() && other.isUniform()) {
          return true;
        }
      }
      return true;
    }
    int from = offset(position);
    int otherFrom = other.offset(otherPosition);
    int bytes = length * DIGEST;
    return Arrays.equals(packed, from, from + bytes, other.packed, otherFrom, otherFrom + bytes);
  }

  private boolean sameAt(int position, PackedDigests other, int otherPosition) {
    int a = offset(position);
    int b = other.offset(otherPosition);
    return Arrays.equals(packed, a, a + DIGEST, other.packed, b, b + DIGEST);
  }

  private int offset(int position) {
    if (position < 0 || position >= count) {
      throw new IndexOutOfBoundsException("digest " + position + " of " + count);
    }
    return isUniform() ? 0 : position * DIGEST;
  }
}
