package io.gridbourse.worker.agent;

import io.gridbourse.domain.bag.TaskEnvironment;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.AnswersBuilder;
import io.gridbourse.worker.outcome.Leb128;
import io.gridbourse.worker.outcome.OutputFiles;
import io.gridbourse.worker.outcome.TaskFailure;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For demonstrations and tests only: makes a worker answer wrongly in a share of its tasks, to show
 * what certification does with it. Which tasks, and what it says, follow from the text alone, so
 * that workers with the same text lie together.
 */
public final class LieSwitch {
  private static final double UNIT = 0x1.0p-53;
  private static final int UNIT_SHIFT = 11;

  private final double ratio;
  private final String text;

  /**
   * A switch.
   *
   * @param ratio share of tasks, 0 to 1; 0 never lies
   * @param text seed of the lies; workers with the same text agree on them
   */
  public LieSwitch(double ratio, String text) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("--lie must be from 0 to 1, but is " + ratio);
    }
    this.ratio = ratio;
    this.text = text;
  }

  /** The answers, some of them wrong. */
  Answers apply(DealId deal, WorkerWire.Program program, Answers honest) {
    if (ratio == 0) {
      return honest;
    }
    Map<Long, TaskOutcome> failed = new HashMap<>();
    for (TaskFailure failure : honest.failures()) {
      failed.put(failure.index(), failure.failed());
    }
    List<byte[]> outcomes = Leb128.unpack(honest.pack(), honest.count());
    AnswersBuilder answers = new AnswersBuilder(honest.first());
    for (int i = 0; i < honest.count(); i++) {
      long index = honest.first() + i;
      byte[] hash =
          Keccak256.of(text.getBytes(StandardCharsets.UTF_8), TaskId.of(deal, index).bytes());
      double chance = (ByteBuffer.wrap(hash).getLong() >>> UNIT_SHIFT) * UNIT;
      if (chance < ratio) {
        answers.add(lie(program, hash));
      } else {
        answers.add(failed.getOrDefault(index, new TaskOutcome.Succeeded(outcomes.get(i))));
      }
    }
    return answers.build();
  }

  private static TaskOutcome lie(WorkerWire.Program program, byte[] hash) {
    String said = "wrong answer " + java.util.HexFormat.of().formatHex(hash) + "\n";
    byte[] bytes = said.getBytes(StandardCharsets.US_ASCII);
    if (program.outputs().isEmpty()) {
      return new TaskOutcome.Succeeded(bytes);
    }
    OutputFiles files = new OutputFiles();
    program
        .outputs()
        .forEach(name -> files.add(TaskEnvironment.isFolder(name) ? "result.txt" : name, bytes));
    return new TaskOutcome.Succeeded(files.toByteArray());
  }
}
