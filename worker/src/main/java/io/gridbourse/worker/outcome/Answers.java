package io.gridbourse.worker.outcome;

import java.util.List;

/**
 * The answers of a contiguous range of tasks, packed: 32 bytes of digest a task, and for each task
 * in index order an unsigned LEB128 length and that many bytes of outcome. The arrays are shared,
 * never changed.
 */
public final class Answers {
  private final long first;
  private final int count;
  private final byte[] digests;
  private final byte[] pack;
  private final List<TaskFailure> failures;

  /**
   * Answers of {@code count} tasks from {@code first}.
   *
   * @param pack empty if all outcomes are empty
   */
  public Answers(long first, int count, byte[] digests, byte[] pack, List<TaskFailure> failures) {
    if (digests.length != count * OutcomeDigests.BYTES) {
      throw new IllegalArgumentException(
          "answers of " + count + " tasks have " + digests.length + " bytes of digests");
    }
    this.first = first;
    this.count = count;
    this.digests = digests;
    this.pack = pack;
    this.failures = List.copyOf(failures);
  }

  public long first() {
    return first;
  }

  public int count() {
    return count;
  }

  public byte[] digests() {
    return digests;
  }

  /** The packed outcomes, empty if all are. */
  public byte[] pack() {
    return pack;
  }

  public List<TaskFailure> failures() {
    return failures;
  }
}
