package io.gridbourse.worker.outcome;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Collects answers in index order, from single outcomes or from parts that are packed already. */
public final class AnswersBuilder {
  private final long first;
  private final OutcomeDigests outcomeDigests = new OutcomeDigests();
  private final ByteArrayOutputStream digests = new ByteArrayOutputStream();
  private final ByteArrayOutputStream pack = new ByteArrayOutputStream();
  private final List<TaskFailure> failures = new ArrayList<>();
  private int count;
  private boolean anyBytes;

  public AnswersBuilder(long first) {
    this.first = first;
  }

  /** Adds the outcome of the next task. */
  public void add(TaskOutcome outcome) {
    digests.writeBytes(outcomeDigests.of(outcome));
    byte[] bytes = new byte[0];
    if (outcome instanceof TaskOutcome.Failed failed) {
      failures.add(new TaskFailure(first + count, failed));
    } else {
      bytes = ((TaskOutcome.Succeeded) outcome).bytes();
    }
    Leb128.write(pack, bytes.length);
    pack.writeBytes(bytes);
    anyBytes |= bytes.length > 0;
    count++;
  }

  /** Adds the answers of the tasks that follow. */
  public void add(Answers part) {
    if (part.first() != first + count) {
      throw new IllegalArgumentException(
          "expected answers from task " + (first + count) + ", got " + part.first());
    }
    digests.writeBytes(part.digests());
    if (part.pack().length == 0) {
      pack.writeBytes(new byte[part.count()]);
    } else {
      pack.writeBytes(part.pack());
      anyBytes = true;
    }
    failures.addAll(part.failures());
    count += part.count();
  }

  public int count() {
    return count;
  }

  /** Bytes collected so far. */
  public int bytes() {
    return digests.size() + (anyBytes ? pack.size() : 0);
  }

  /** What was collected. */
  public Answers build() {
    return new Answers(
        first, count, digests.toByteArray(), anyBytes ? pack.toByteArray() : new byte[0], failures);
  }
}
