package io.gridbourse.domain.proof;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outcomes of consecutive tasks in one piece: for each task an unsigned LEB128 length and that many
 * bytes; nothing at all if every outcome is empty.
 */
public final class ResultPack {
  private static final byte[] EMPTY = new byte[0];

  private static final int PAYLOAD_BITS = 7;
  private static final int LENGTH_BITS_MAX = 28;
  private final byte[] bytes;
  private final int count;

  private ResultPack(byte[] bytes, int count) {
    this.bytes = bytes;
    this.count = count;
  }

  /** Why a pack is refused. */
  public enum Fault {
    /** Lengths run over the end, or bytes are left over. */
    MALFORMED,
    /** The outcome of a task exceeds the limit. */
    OUTCOME_TOO_LARGE,
    /** An outcome does not have the digest that was declared for it. */
    DIGEST_MISMATCH,
    /** A failure names a task outside the lease, or one twice. */
    FAILURE_MISPLACED
  }

  /** A pack of {@code count} outcomes; nothing is checked yet. */
  public static ResultPack of(byte[] bytes, int count) {
    return new ResultPack(bytes, count);
  }

  /** Packs outcomes. */
  public static byte[] pack(List<byte[]> outcomes) {
    if (outcomes.stream().allMatch(outcome -> outcome.length == 0)) {
      return new byte[0];
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] outcome : outcomes) {
      int rest = outcome.length;
      while (rest >>> PAYLOAD_BITS != 0) {
        out.write((rest & 0x7f) | 0x80);
        rest >>>= PAYLOAD_BITS;
      }
      out.write(rest);
      out.writeBytes(outcome);
    }
    return out.toByteArray();
  }

  /**
   * Checks the form of the pack, and every digest: of a success that of its outcome, of a failure
   * that of {@link TaskFailure#digest()}.
   *
   * @param first index of the first task
   * @param outcomeBytesMax largest outcome
   * @param hash that names outcomes
   */
  public Optional<Fault> check(
      long first,
      PackedDigests digests,
      List<TaskFailure> failures,
      int outcomeBytesMax,
      OutcomeHash hash) {
    Map<Integer, TaskFailure> failed = new HashMap<>();
    for (TaskFailure failure : failures) {
      long position = failure.index() - first;
      if (position < 0 || position >= count || failed.put((int) position, failure) != null) {
        return Optional.of(Fault.FAILURE_MISPLACED);
      }
    }
    if (bytes.length == 0 && failed.isEmpty() && digests.isUniform()) {
      return digests.is(0, hash.hasher().of(EMPTY))
          ? Optional.empty()
          : Optional.of(Fault.DIGEST_MISMATCH);
    }
    return checkEach(digests, failed, outcomeBytesMax, hash.hasher());
  }

  private Optional<Fault> checkEach(
      PackedDigests digests,
      Map<Integer, TaskFailure> failed,
      int outcomeBytesMax,
      OutcomeHash.Hasher hasher) {
    byte[] empty = hasher.of(EMPTY);
    Cursor cursor = new Cursor();
    for (int i = 0; i < count; i++) {
      if (!cursor.advance()) {
        return Optional.of(Fault.MALFORMED);
      }
      if (cursor.length > outcomeBytesMax) {
        return Optional.of(Fault.OUTCOME_TOO_LARGE);
      }
      TaskFailure failure = failed.get(i);
      if (!digests.is(i, failure == null ? cursor.digest(hasher, empty) : failure.digest())) {
        return Optional.of(Fault.DIGEST_MISMATCH);
      }
    }
    return cursor.next == bytes.length ? Optional.empty() : Optional.of(Fault.MALFORMED);
  }

  /**
   * The outcome of the task at {@code position}.
   *
   * @throws IllegalStateException if the pack is malformed: check it first
   */
  public byte[] outcome(int position) {
    Cursor cursor = new Cursor();
    for (int i = 0; i <= position; i++) {
      if (!cursor.advance()) {
        throw new IllegalStateException("result pack ends before outcome " + position);
      }
    }
    return Arrays.copyOfRange(bytes, cursor.next - cursor.length, cursor.next);
  }

  /**
   * All outcomes in order.
   *
   * @throws IllegalStateException if the pack is malformed: check it first
   */
  public List<byte[]> outcomes() {
    List<byte[]> outcomes = new ArrayList<>(count);
    Cursor cursor = new Cursor();
    for (int i = 0; i < count; i++) {
      if (!cursor.advance()) {
        throw new IllegalStateException("result pack ends before outcome " + i);
      }
      outcomes.add(Arrays.copyOfRange(bytes, cursor.next - cursor.length, cursor.next));
    }
    return outcomes;
  }

  /** Walks over the outcomes; the last one read is the {@code length} bytes before {@code next}. */
  private final class Cursor {
    private int next;
    private int length;

    boolean advance() {
      if (bytes.length == 0) {
        return true;
      }
      int value = 0;
      int shift = 0;
      int part;
      do {
        if (next >= bytes.length || shift > LENGTH_BITS_MAX) {
          return false;
        }
        part = bytes[next++] & 0xff;
        value |= (part & 0x7f) << shift;
        shift += PAYLOAD_BITS;
      } while ((part & 0x80) != 0);
      if (value < 0 || value > bytes.length - next) {
        return false;
      }
      length = value;
      next += value;
      return true;
    }

    byte[] digest(OutcomeHash.Hasher hasher, byte[] empty) {
      return length == 0 ? empty : hasher.of(bytes, next - length, length);
    }
  }
}
