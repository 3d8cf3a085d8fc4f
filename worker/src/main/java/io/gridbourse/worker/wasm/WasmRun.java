package io.gridbourse.worker.wasm;

import io.gridbourse.domain.bag.TaskEnvironment;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.frame.AnswersFrame;
import io.gridbourse.worker.frame.Frame;
import io.gridbourse.worker.frame.FrameType;
import io.gridbourse.worker.frame.FrameWriter;
import io.gridbourse.worker.frame.GuestProgram;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.AnswersBuilder;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.TaskOutcome;
import io.gridbourse.worker.wasm.WasmChild.ChildEndedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * One lease on one child at a time. If the child dies, the tasks it had not answered run again in a
 * fresh one that reports every task, so that the task at fault is known when it dies again.
 */
final class WasmRun {
  private static final AtomicLong RUNS = new AtomicLong();
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration CANCEL_TIME = Duration.ofSeconds(3);
  private static final Duration STEP = Duration.ofMillis(500);
  private static final int COMPILE_SECONDS = 120;

  private final WasmDriver driver;
  private final LeaseWork work;
  private final long heapBytes;
  private final Cancellation cancellation;
  private final IntConsumer progress;
  private final AnswersBuilder answers;
  private double micros;

  WasmRun(
      WasmDriver driver,
      LeaseWork work,
      long heapBytes,
      Cancellation cancellation,
      IntConsumer progress) {
    this.driver = driver;
    this.work = work;
    this.heapBytes = heapBytes;
    this.cancellation = cancellation;
    this.progress = progress;
    this.answers = new AnswersBuilder(work.first());
  }

  LeaseRun run() throws LeaseNotRunException, InterruptedException {
    boolean everyTask = false;
    while (answers.count() < work.count()) {
      WasmChild child = driver.take(heapBytes);
      boolean ended = false;
      try {
        attempt(child, everyTask);
        ended = true;
        cancellation.check();
        if (isSaving() && cancellation.isStopping() && answers.count() < work.count()) {
          throw new LeaseNotRunException(
              LeaseNotRunException.Reason.RETREAT,
              "task " + (work.first() + answers.count()) + " was stopped");
        }
      } catch (ChildEndedException | IOException e) {
        cancellation.check();
        if (everyTask) {
          blame(e);
        }
        everyTask = true;
      } finally {
        if (ended) {
          driver.giveBack(child);
        } else {
          child.close();
        }
      }
    }
    return new LeaseRun(answers.build(), micros / 1_000);
  }

  private void attempt(WasmChild child, boolean everyTask)
      throws IOException, ChildEndedException, InterruptedException, LeaseNotRunException {
    long run = RUNS.incrementAndGet();
    LeaseWork rest = work.after(answers.count());
    sendProgram(child);
    child.send(runFrame(run, rest, everyTask));
    cancellation.onCancel(() -> sendCancel(child, run));
    if (isSaving()) {
      // The child ends at once, and says what the task had saved by then.
      cancellation.onStop(within -> sendCancel(child, run));
    }
    // The first answer may wait for the compiler.
    Duration patience = perTask().plusSeconds(COMPILE_SECONDS);
    while (true) {
      Frame frame = await(child, patience, everyTask);
      if (frame.type() == FrameType.DONE) {
        frame.readLong();
        micros += frame.readLong();
        return;
      }
      if (frame.type() == FrameType.SAVED) {
        keep(frame.readLong(), frame.readBytes());
        continue;
      }
      Answers part = AnswersFrame.read(frame);
      answers.add(part);
      progress.accept(part.count());
      patience = perTask();
    }
  }

  private boolean isSaving() {
    return work.program().checkpoint() != null;
  }

  private void keep(long task, byte[] saved) throws IOException, InterruptedException {
    boolean isOfThisLease = task >= work.first() && task < work.first() + work.count();
    if (!isSaving() || !isOfThisLease) {
      throw new IOException("the child sends a checkpoint that nobody asked for");
    }
    work.saved().keep(task, saved);
  }

  private FrameWriter.Draft runFrame(long run, LeaseWork rest, boolean everyTask)
      throws IOException {
    Optional<TaskEnvironment> environment = rest.environment();
    FrameWriter.Draft draft =
        new FrameWriter.Draft(FrameType.RUN)
            .putLong(run)
            .putText(programId())
            .putLong(rest.first())
            .putInt(rest.count())
            .putInt(everyTask ? 1 : 0)
            .putInt(environment.isPresent() ? 1 : 0)
            .putInt(work.saved().before().size());
    for (Map.Entry<Long, Path> saved : work.saved().before().entrySet()) {
      draft.putLong(saved.getKey()).putBytes(Files.readAllBytes(saved.getValue()));
    }
    environment.ifPresent(
        variables -> {
          for (long index = rest.first(); index < rest.first() + rest.count(); index++) {
            GuestProgram.putVariables(draft, variables.at(index));
          }
        });
    return draft;
  }

  private Duration perTask() {
    return Duration.ofMillis(work.program().walltimeMillis()).plus(GRACE);
  }

  /** The next frame; a child that says nothing for too long is given up. */
  private Frame await(WasmChild child, Duration patience, boolean everyTask)
      throws InterruptedException, ChildEndedException {
    long patienceEnd = System.nanoTime() + patience.toNanos();
    long cancelEnd = Long.MAX_VALUE;
    while (true) {
      Optional<Frame> frame = child.next(STEP);
      if (frame.isPresent()) {
        return frame.get();
      }
      long now = System.nanoTime();
      if (cancellation.isCancelled() && cancelEnd == Long.MAX_VALUE) {
        cancelEnd = now + CANCEL_TIME.toNanos();
      }
      if (now - patienceEnd > 0 || (cancelEnd != Long.MAX_VALUE && now - cancelEnd > 0)) {
        if (everyTask && !cancellation.isCancelled()) {
          outOfTime();
        }
        throw ChildEndedException.stuck();
      }
    }
  }

  private void sendProgram(WasmChild child) throws IOException, LeaseNotRunException {
    String module = work.program().app();
    try {
      if (child.needsModule(module)) {
        child.send(
            new FrameWriter.Draft(FrameType.MODULE)
                .putText(module)
                .putBytes(Files.readAllBytes(work.app())));
      }
      if (child.needsProgram(programId())) {
        child.send(program().toFrame());
      }
    } catch (java.nio.file.NoSuchFileException e) {
      throw new LeaseNotRunException(
          LeaseNotRunException.Reason.INPUT, "content left the cache: " + e.getMessage(), e);
    }
  }

  private GuestProgram program() throws IOException {
    Map<String, byte[]> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, Path> input : work.inputs().entrySet()) {
      inputs.put(input.getKey(), Files.readAllBytes(input.getValue()));
    }
    return new GuestProgram(
        programId(),
        work.program().app(),
        work.bag(),
        work.command(),
        work.sweep(),
        inputs,
        work.program().outputs(),
        new GuestProgram.Limits(
            work.program().memoryBytes(),
            work.program().diskBytes(),
            work.program().walltimeMillis(),
            work.program().outputBytesMax()),
        work.environment().map(TaskEnvironment::fixed).orElse(Map.of()),
        isSaving()
            ? new GuestProgram.Saving(
                work.program().checkpoint().path(), work.program().checkpoint().everyMillis())
            : GuestProgram.Saving.NONE);
  }

  private String programId() {
    return work.bag().text() + "/" + work.program().id();
  }

  private static void sendCancel(WasmChild child, long run) {
    try {
      child.send(new FrameWriter.Draft(FrameType.CANCEL).putLong(run));
    } catch (IOException e) {
      child.close();
    }
  }

  /** The child's watchdog could not end a task. */
  private void outOfTime() {
    answers.add(
        new TaskOutcome.Failed(
            FailureKind.TIME,
            0,
            "the task ran longer than " + work.program().walltimeMillis() + " ms"));
    progress.accept(1);
  }

  private void blame(Exception e) throws LeaseNotRunException {
    if (e instanceof ChildEndedException stuck && stuck.isStuck()) {
      return;
    }
    if (e instanceof ChildEndedException ended && ended.isOutOfMemory()) {
      answers.add(
          new TaskOutcome.Failed(
              FailureKind.MEMORY, 0, "the task filled the memory of its process"));
      progress.accept(1);
      return;
    }
    throw new LeaseNotRunException(
        LeaseNotRunException.Reason.DRIVER, "the child breaks on a task: " + e.getMessage(), e);
  }
}
