package io.gridbourse.worker.frame;

import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.TaskFailure;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Answers as a frame. */
public final class AnswersFrame {
  private AnswersFrame() {}

  /** The frame that carries answers of a run. */
  public static FrameWriter.Draft of(Answers answers) {
    FrameWriter.Draft draft =
        new FrameWriter.Draft(FrameType.ANSWERS)
            .putLong(answers.first())
            .putInt(answers.count())
            .putBytes(answers.digests())
            .putBytes(answers.pack())
            .putInt(answers.failures().size());
    for (TaskFailure failure : answers.failures()) {
      draft
          .putLong(failure.index())
          .putText(failure.failed().kind().name())
          .putInt(failure.failed().exitCode())
          .putText(failure.failed().message());
    }
    return draft;
  }

  /** Reads what {@link #of} wrote. */
  public static Answers read(Frame frame) throws IOException {
    long first = frame.readLong();
    int count = frame.readInt();
    byte[] digests = frame.readBytes();
    byte[] pack = frame.readBytes();
    int size = frame.readInt();
    List<TaskFailure> failures = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long index = frame.readLong();
      FailureKind kind = FailureKind.valueOf(frame.readText());
      int exitCode = frame.readInt();
      failures.add(
          new TaskFailure(index, new TaskOutcome.Failed(kind, exitCode, frame.readText())));
    }
    return new Answers(first, count, digests, pack, failures);
  }
}
