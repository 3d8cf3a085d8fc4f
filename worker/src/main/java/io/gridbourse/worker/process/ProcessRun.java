package io.gridbourse.worker.process;

import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.Spawner;
import io.gridbourse.worker.outcome.AnswersBuilder;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** One lease in one sandbox, or in several if tasks break theirs. */
public final class ProcessRun {
  private static final int SIGNALLED = 128;
  private static final int SIGXCPU = 24;
  private static final int SIGKILL = 9;
  private static final long START_MILLIS = 20_000;

  private final TaskSandbox sandboxes;
  private final ScheduledExecutorService timers;
  private final LeaseWork work;
  private final StagedFiles staged;
  private final Cancellation cancellation;
  private final IntConsumer progress;
  private final AnswersBuilder answers;
  private Process sandbox;
  private boolean brokenBefore;

  /**
   * A lease.
   *
   * @param sandboxes where its tasks run
   * @param timers for the times that tasks may take
   */
  public ProcessRun(
      TaskSandbox sandboxes,
      ScheduledExecutorService timers,
      LeaseWork work,
      StagedFiles staged,
      Cancellation cancellation,
      IntConsumer progress) {
    this.sandboxes = sandboxes;
    this.timers = timers;
    this.work = work;
    this.staged = staged;
    this.cancellation = cancellation;
    this.progress = progress;
    this.answers = new AnswersBuilder(work.first());
  }

  /** Runs its tasks. */
  public LeaseRun run() throws LeaseNotRunException, InterruptedException {
    long started = System.nanoTime();
    try {
      while (answers.count() < work.count()) {
        cancellation.check();
        if (cancellation.isStopping() && work.program().checkpoint() != null) {
          throw new LeaseNotRunException(
              LeaseNotRunException.Reason.RETREAT, "stopped before its next task");
        }
        next();
      }
    } finally {
      stop();
    }
    return new LeaseRun(answers.build(), (System.nanoTime() - started) / 1e6);
  }

  private void next() throws LeaseNotRunException, InterruptedException {
    boolean fresh = sandbox == null;
    AtomicBoolean late = new AtomicBoolean();
    try {
      if (fresh) {
        start();
      }
      long index = work.first() + answers.count();
      ScheduledFuture<?> alarm = alarm(work.program().walltimeMillis(), late);
      try {
        answers.add(task(index));
      } finally {
        alarm.cancel(false);
      }
      progress.accept(1);
      brokenBefore = false;
    } catch (IOException e) {
      broken(late.get(), fresh, e);
    }
  }

  private void start() throws LeaseNotRunException, InterruptedException, IOException {
    Process started = sandboxes.start(work, staged);
    sandbox = started;
    cancellation.onCancel(() -> Spawner.kill(started));
    ScheduledFuture<?> alarm = alarm(START_MILLIS, new AtomicBoolean());
    try {
      RunnerReply.awaitReady(started.getInputStream());
    } finally {
      alarm.cancel(false);
    }
  }

  /** Kills the sandbox after a time. */
  private ScheduledFuture<?> alarm(long millis, AtomicBoolean late) {
    Process current = sandbox;
    Runnable kill =
        () -> {
          late.set(true);
          Spawner.kill(current);
        };
    return timers.schedule(kill, millis, TimeUnit.MILLISECONDS);
  }

  /** The sandbox ended within a task: by its walltime, by a cancellation, or by the task itself. */
  private void broken(boolean late, boolean fresh, IOException e) throws LeaseNotRunException {
    stop();
    cancellation.check();
    if (late) {
      answers.add(
          new TaskOutcome.Failed(
              FailureKind.TIME,
              0,
              "the task ran longer than " + work.program().walltimeMillis() + " ms"));
      progress.accept(1);
      return;
    }
    if (!brokenBefore) {
      brokenBefore = true;
      return;
    }
    if (fresh && answers.count() == 0) {
      throw new LeaseNotRunException(
          LeaseNotRunException.Reason.DRIVER, "the sandbox ends at once: " + e.getMessage(), e);
    }
    answers.add(
        new TaskOutcome.Failed(
            FailureKind.TRAP, SIGNALLED + SIGKILL, "the task broke its sandbox"));
    progress.accept(1);
    brokenBefore = false;
  }

  private TaskOutcome task(long index)
      throws IOException, LeaseNotRunException, InterruptedException {
    List<String> command =
        sandboxes.words(
            work.command().expand(work.bag(), index, work.sweep()), work.variables(index));
    OutputStream to = sandbox.getOutputStream();
    to.write(RunnerScript.task(index, command).getBytes(StandardCharsets.UTF_8));
    to.flush();
    try (CheckpointTalk talk = CheckpointTalk.of(work, index, to, timers, cancellation)) {
      RunnerReply reply = RunnerReply.read(sandbox.getInputStream(), index, work.program(), talk);
      talk.check();
      return outcome(reply);
    }
  }

  private TaskOutcome outcome(RunnerReply reply) {
    long max = work.program().outputBytesMax();
    if (reply.stdoutBytes() > max) {
      return new TaskOutcome.Failed(
          FailureKind.OUTPUT, 0, "the task wrote more than " + max + " bytes");
    }
    int code = reply.exitCode();
    if (code == SIGNALLED + SIGXCPU) {
      return new TaskOutcome.Failed(FailureKind.TIME, 0, "the task used up its processor time");
    }
    if (code != 0) {
      FailureKind kind = code > SIGNALLED ? FailureKind.TRAP : FailureKind.EXIT;
      return new TaskOutcome.Failed(kind, code, reply.stderr());
    }
    if (!reply.problem().isEmpty()) {
      return new TaskOutcome.Failed(FailureKind.OUTPUT, 0, reply.problem());
    }
    return new TaskOutcome.Succeeded(reply.outcome());
  }

  private void stop() {
    if (sandbox != null) {
      Spawner.kill(sandbox);
      sandbox = null;
    }
  }

  /** A program that cannot be run fails the same way everywhere. */
  public static LeaseRun refused(LeaseWork work, String why, IntConsumer progress) {
    AnswersBuilder answers = new AnswersBuilder(work.first());
    for (int i = 0; i < work.count(); i++) {
      answers.add(new TaskOutcome.Failed(FailureKind.TRAP, 0, why));
    }
    progress.accept(work.count());
    return new LeaseRun(answers.build(), 0);
  }

  /** Thrown where the runner stops in the middle. */
  static EOFException ended() {
    return new EOFException("the sandbox ended");
  }
}
