package io.gridbourse.domain.proof.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridbourse.domain.value.Figures;
import io.gridbourse.domain.value.Sha256;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Adaptive replication, by BOINC's rule: the answer of a worker that was right often in a row is
 * taken alone, but for one in {@code streak} that is replicated all the same; all others need a
 * quorum.
 *
 * @param streakMin valid results in a row from which a worker is trusted, at least 1
 * @param quorum results that are compared when one is not enough, at least 2
 * @param seed secret: who knows it knows which results are replicated
 * @param task the task's number
 */
public record AdaptiveReplication(int streakMin, int quorum, long seed, long task) implements Rung {
  /** BOINC's value for the streak. */
  public static final int STREAK_MIN = 10;

  public AdaptiveReplication {
    ProofRefusal.atLeast("streakMin", 1, streakMin);
    ProofRefusal.atLeast("quorum", 2, quorum);
  }

  @Override
  public String method() {
    return "adaptive";
  }

  /** Whether a single result of a worker with this streak is enough, for a draw from 0 to 1. */
  public static boolean trusts(int streakMin, int streak, double draw) {
    return streak >= streakMin && draw > 1.0 / streak;
  }

  /** Equal results that a quorum needs: more than half of it. */
  public static int equalNeeded(int quorum) {
    return quorum / 2 + 1;
  }

  @Override
  public <K> Judgement<K> judge(List<Vote<K>> votes) {
    Groups<K> groups = new Groups<>(votes);
    if (groups.isEmpty()) {
      return new Judgement.Open<>(1, "nobody has answered");
    }
    Vote<K> first = groups.byAnswer().values().iterator().next().get(0);
    int streak = first.standing().streak();
    if (groups.count() == 1) {
      return trusts(streakMin, streak, draw(first.worker()))
          ? alone(groups, first, streak)
          : new Judgement.Open<>(quorum - 1, "a single result of this worker does not count alone");
    }
    return byQuorum(groups);
  }

  private <K> Judgement<K> alone(Groups<K> groups, Vote<K> vote, int streak) {
    double bound = 1.0 / (streak + 2);
    return new Judgement.Certified<>(
        new Certificate<>(
            method(),
            vote.answer(),
            groups.weighed(each -> 1),
            bound,
            List.of(
                "the worker's last " + streak + " replicated results were valid",
                "one in " + streak + " of its results is replicated, this one was not",
                "if all error rates were equally likely at first, the next is wrong with 1/"
                    + (streak + 2))));
  }

  private <K> Judgement<K> byQuorum(Groups<K> groups) {
    Map.Entry<K, List<Vote<K>>> largest = groups.largest();
    int agree = largest.getValue().size();
    int needed = equalNeeded(quorum);
    if (groups.count() < quorum || agree < needed) {
      return new Judgement.Open<>(
          Math.max(quorum - groups.count(), needed - agree),
          agree
              + " of "
              + groups.count()
              + " results agree, wanted are "
              + needed
              + " of "
              + quorum);
    }
    double bound = 1;
    for (Vote<K> vote : largest.getValue()) {
      bound *= 1.0 / (vote.standing().streak() + 2);
    }
    return new Judgement.Certified<>(
        new Certificate<>(
            method(),
            largest.getKey(),
            groups.weighed(vote -> 1),
            bound,
            List.of(
                agree + " of " + groups.count() + " results agree",
                "each is wrong with 1/(valid results in a row + 2), independently of the others",
                "so all of them are with at most " + Figures.atMost(bound))));
  }

  /** From 0 to 1, the same for the same worker and task, and not to be foreseen. */
  private double draw(String worker) {
    byte[] name = worker.getBytes(UTF_8);
    ByteBuffer text = ByteBuffer.allocate(2 * Long.BYTES + name.length);
    text.putLong(seed).putLong(task).put(name);
    long bits = ByteBuffer.wrap(Sha256.newDigest().digest(text.array())).getLong();
    return (bits >>> 11) * 0x1.0p-53;
  }
}
