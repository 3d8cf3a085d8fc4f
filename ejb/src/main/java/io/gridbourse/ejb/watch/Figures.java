package io.gridbourse.ejb.watch;

import io.gridbourse.domain.bag.BagState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The server in numbers, at one moment.
 *
 * @param bags bags by state
 * @param tasks tasks by state: WAITING until their bag runs, OPEN, CERTIFIED, FAILED
 * @param answers answers of workers by verdict: ACCEPTED, REJECTED
 * @param outbox transactions on their way, by state
 * @param workersOnline workers seen lately
 * @param workers workers enrolled
 * @param blocksBehind blocks of the chain that were not read yet; -1 if the chain does not answer
 * @param blocksUnfinal blocks that were read and may still go away
 */
public record Figures(
    Map<String, Long> bags,
    Map<String, Long> tasks,
    Map<String, Long> answers,
    Map<String, Long> outbox,
    long workersOnline,
    long workers,
    long blocksBehind,
    long blocksUnfinal) {
  /** States of tasks. */
  public static final Label TASK_STATES =
      new Label("state", List.of("WAITING", "OPEN", "CERTIFIED", "FAILED"));

  /** States of bags. */
  public static final Label BAG_STATES =
      new Label("state", Arrays.stream(BagState.values()).map(BagState::name).toList());

  /** States of transactions on their way. */
  public static final Label OUTBOX =
      new Label("state", List.of("PLANNED", "SIGNED", "SENT", "MINED", "DROPPED"));

  /** What became of workers' answers. */
  public static final Label VERDICTS = new Label("verdict", List.of("ACCEPTED", "REJECTED"));

  /** A label and all its values: their number is bounded. */
  public record Label(String name, List<String> values) {
    public Label {
      values = List.copyOf(values);
    }
  }

  public Figures {
    bags = Map.copyOf(bags);
    tasks = Map.copyOf(tasks);
    answers = Map.copyOf(answers);
    outbox = Map.copyOf(outbox);
  }
}
