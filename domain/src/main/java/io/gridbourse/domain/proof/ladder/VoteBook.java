package io.gridbourse.domain.proof.ladder;

import java.util.Arrays;

/**
 * The votes on many tasks, with backtracking: what a worker's vote weighs may change after it was
 * given, and when a worker is caught its votes are void, so that tasks they had carried are opened
 * again. Open tasks are handed out in turn; each is weighed anew when its turn comes, so that a
 * worker that rose in the meantime lifts its older votes too.
 *
 * <p>Weights are odds (see {@link Credibility}). With a threshold of 0 and {@code agreeing} votes
 * it is m-first voting; with a threshold and one vote it is credibility-based certification.
 *
 * <p>All in flat arrays: 20 bytes a vote, 13 a task. An update takes constant time, amortised. Not
 * safe for use by several threads: its owner locks it.
 */
public final class VoteBook {
  /** No task, and no answer. */
  public static final int NONE = -1;

  private static final int VOID = -2;
  private static final int ANSWERS_PER_TASK_MAX = 64;

  private final double threshold;
  private final int agreeing;
  private final int[] lastVoteOfTask;
  private final int[] accepted;
  private final byte[] queued;
  private final int[] queue;
  private int queueHead;
  private int waiting;
  private int open;
  private final double[] odds;
  private final boolean[] caught;
  private final int[] lastVoteOfWorker;
  private int votes;
  private int[] workerOfVote = new int[1024];
  private int[] answerOfVote = new int[1024];
  private int[] taskOfVote = new int[1024];
  private int[] nextOfTask = new int[1024];
  private int[] nextOfWorker = new int[1024];
  private final int[] groupAnswers = new int[ANSWERS_PER_TASK_MAX];
  private final int[] groupVotes = new int[ANSWERS_PER_TASK_MAX];
  private final double[] groupOdds = new double[ANSWERS_PER_TASK_MAX];

  /**
   * A book without votes.
   *
   * @param threshold credibility that an answer needs, 0 to 1
   * @param agreeing votes that an answer needs, at least 1
   * @param odds that each worker begins with
   */
  public VoteBook(double threshold, int agreeing, int tasks, double[] odds) {
    this.threshold = ProofRefusal.share("threshold", threshold);
    this.agreeing = ProofRefusal.atLeast("agreeing", 1, agreeing);
    ProofRefusal.atLeast("tasks", 1, tasks);
    this.lastVoteOfTask = filled(tasks);
    this.accepted = filled(tasks);
    this.queued = new byte[tasks];
    this.queue = new int[tasks];
    for (int task = 0; task < tasks; task++) {
      queue[task] = task;
      queued[task] = 1;
    }
    this.waiting = tasks;
    this.open = tasks;
    this.odds = odds.clone();
    this.caught = new boolean[odds.length];
    this.lastVoteOfWorker = filled(odds.length);
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }

  /** The next task that a worker should vote on, or {@link #NONE} if there is none for it. */
  public int next(int worker) {
    for (int turn = waiting; turn > 0; turn--) {
      int task = queue[queueHead];
      queueHead = queueHead + 1 == queue.length ? 0 : queueHead + 1;
      waiting--;
      queued[task] = 0;
      if (accepted[task] != NONE || weigh(task)) {
        continue;
      }
      enqueue(task);
      if (!hasVoted(worker, task)) {
        return task;
      }
    }
    return NONE;
  }

  private void enqueue(int task) {
    if (queued[task] == 0) {
      int tail = queueHead + waiting;
      queue[tail >= queue.length ? tail - queue.length : tail] = task;
      waiting++;
      queued[task] = 1;
    }
  }

  private boolean hasVoted(int worker, int task) {
    for (int vote = lastVoteOfTask[task]; vote != NONE; vote = nextOfTask[vote]) {
      if (workerOfVote[vote] == worker) {
        return true;
      }
    }
    return false;
  }

  /**
   * Counts a vote.
   *
   * @param answer at least 0; equal for like results
   */
  public void vote(int task, int worker, int answer) {
    if (answer < 0) {
      throw new ProofRefusal("answer", "at least 0", answer);
    }
    if (votes == workerOfVote.length) {
      grow();
    }
    workerOfVote[votes] = worker;
    answerOfVote[votes] = caught[worker] ? VOID : answer;
    taskOfVote[votes] = task;
    nextOfTask[votes] = lastVoteOfTask[task];
    nextOfWorker[votes] = lastVoteOfWorker[worker];
    lastVoteOfTask[task] = votes;
    lastVoteOfWorker[worker] = votes;
    votes++;
    if (accepted[task] == NONE) {
      weigh(task);
    }
  }

  private void grow() {
    int length = votes * 2;
    workerOfVote = Arrays.copyOf(workerOfVote, length);
    answerOfVote = Arrays.copyOf(answerOfVote, length);
    taskOfVote = Arrays.copyOf(taskOfVote, length);
    nextOfTask = Arrays.copyOf(nextOfTask, length);
    nextOfWorker = Arrays.copyOf(nextOfWorker, length);
  }

  /** Changes what a worker's votes weigh, those already given too. */
  public void weigh(int worker, double newOdds) {
    odds[worker] = newOdds;
  }

  /** Voids all votes of a worker, and opens again what they had carried. */
  public void caught(int worker) {
    caught[worker] = true;
    for (int vote = lastVoteOfWorker[worker]; vote != NONE; vote = nextOfWorker[vote]) {
      answerOfVote[vote] = VOID;
      int task = taskOfVote[vote];
      if (accepted[task] != NONE) {
        accepted[task] = NONE;
        open++;
        if (!weigh(task)) {
          enqueue(task);
        }
      }
    }
  }

  /** Accepts the best answer of an open task if it is good enough. */
  private boolean weigh(int task) {
    int groups = 0;
    for (int vote = lastVoteOfTask[task]; vote != NONE; vote = nextOfTask[vote]) {
      if (answerOfVote[vote] != VOID) {
        groups = count(groups, answerOfVote[vote], odds[workerOfVote[vote]]);
      }
    }
    double all = 0;
    int best = NONE;
    for (int group = 0; group < groups; group++) {
      all += groupOdds[group];
      if (best == NONE || better(group, best)) {
        best = group;
      }
    }
    if (best == NONE
        || groupVotes[best] < agreeing
        || Credibility.ofGroup(groupOdds[best], all) < threshold) {
      return false;
    }
    accepted[task] = groupAnswers[best];
    open--;
    return true;
  }

  private boolean better(int group, int best) {
    return threshold > 0
        ? groupOdds[group] > groupOdds[best]
        : groupVotes[group] > groupVotes[best];
  }

  private int count(int groups, int answer, double memberOdds) {
    for (int group = 0; group < groups; group++) {
      if (groupAnswers[group] == answer) {
        groupVotes[group]++;
        groupOdds[group] = Credibility.joined(groupOdds[group], memberOdds);
        return groups;
      }
    }
    if (groups == ANSWERS_PER_TASK_MAX) {
      return groups;
    }
    groupAnswers[groups] = answer;
    groupVotes[groups] = 1;
    groupOdds[groups] = memberOdds;
    return groups + 1;
  }

  /** The accepted answer of a task, or {@link #NONE}. */
  public int accepted(int task) {
    return accepted[task];
  }

  /** Tasks without an accepted answer. */
  public int open() {
    return open;
  }

  /** All votes that were given, void ones included. */
  public int votes() {
    return votes;
  }

  /** Whether a worker was caught. */
  public boolean isCaught(int worker) {
    return caught[worker];
  }
}
