package io.gridbourse.worker.guest;

import io.gridbourse.worker.frame.AnswersFrame;
import io.gridbourse.worker.frame.Frame;
import io.gridbourse.worker.frame.FrameReader;
import io.gridbourse.worker.frame.FrameType;
import io.gridbourse.worker.frame.FrameWriter;
import io.gridbourse.worker.frame.GuestProgram;
import io.gridbourse.worker.frame.RecentNames;
import io.gridbourse.worker.outcome.AnswersBuilder;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Takes modules, programs and runs from the agent and answers. One thread reads, so that a run can
 * be cancelled and the end of the input is noticed in the middle of a task; another runs tasks.
 */
final class Guest {
  private static final long TASK_STACK_BYTES = 64L << 20;
  private static final int FLUSH_BYTES = 256 << 10;
  private static final long FLUSH_NANOS = 200_000_000L;
  private static final int MILLIS_AS_NANOS = 1_000_000;

  private final FrameWriter out;
  private final Watchdog watchdog = new Watchdog();
  private final Map<String, GuestModule> modules = new HashMap<>();
  private final Map<String, GuestProgram> programs = new HashMap<>();
  private final RecentNames recentModules = new RecentNames(RecentNames.MODULES_MAX);
  private final RecentNames recentPrograms = new RecentNames(RecentNames.PROGRAMS_MAX);
  private final BlockingQueue<Frame> work = new LinkedBlockingQueue<>();

  Guest(FrameWriter out) {
    this.out = out;
  }

  /** Serves until {@code in} ends. */
  void serve(InputStream in) throws IOException {
    Thread tasks = new Thread(null, this::work, "tasks", TASK_STACK_BYTES);
    tasks.setDaemon(true);
    tasks.start();
    watchdog.start();
    out.send(new FrameWriter.Draft(FrameType.READY));
    FrameReader reader = new FrameReader(in);
    Optional<Frame> frame = reader.next();
    while (frame.isPresent()) {
      if (frame.get().type() == FrameType.CANCEL) {
        watchdog.cancel(frame.get().readLong());
      } else {
        work.add(frame.get());
      }
      frame = reader.next();
    }
  }

  private void work() {
    try {
      while (true) {
        handle(work.take());
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      System.err.println("the child stops: " + e);
      Runtime.getRuntime().halt(1);
    }
  }

  private void handle(Frame frame) throws IOException {
    switch (frame.type()) {
      case MODULE -> {
        String name = frame.readText();
        recentModules.touch(name);
        modules.keySet().removeIf(other -> !recentModules.contains(other));
        modules.put(name, GuestModule.of(frame.readBytes()));
      }
      case PROGRAM -> {
        GuestProgram program = GuestProgram.of(frame);
        recentPrograms.touch(program.id());
        programs.keySet().removeIf(other -> !recentPrograms.contains(other));
        programs.put(program.id(), program);
      }
      case RUN -> run(frame);
      case ATTACK -> new Attack(frame).report(out);
      case CANCEL, READY, ANSWERS, DONE, BREACHES, SAVED ->
          throw new IOException("a child is never sent " + frame.type());
    }
  }

  /**
   * A run: its number, the program, first task, number of tasks, 1 to report every task at once, 1
   * if variables of each task follow; then what earlier attempts saved.
   */
  private void run(Frame frame) throws IOException {
    long run = frame.readLong();
    GuestProgram program = programs.get(frame.readText());
    long first = frame.readLong();
    int count = frame.readInt();
    boolean everyTask = frame.readInt() == 1;
    boolean hasVariables = frame.readInt() == 1;
    Map<Long, byte[]> before = new HashMap<>();
    for (int saved = frame.readInt(); saved > 0; saved--) {
      long index = frame.readLong();
      before.put(index, frame.readBytes());
    }
    GuestModule module = program == null ? null : modules.get(program.module());
    if (module == null) {
      throw new IOException("a run names a program or module that was not sent");
    }
    recentModules.touch(program.module());
    recentPrograms.touch(program.id());
    WasmTask task = new WasmTask(module, program, watchdog, out);
    long started = System.nanoTime();
    long flushed = started;
    AnswersBuilder answers = new AnswersBuilder(first);
    watchdog.startRun(run);
    for (long index = first; index < first + count; index++) {
      Map<String, String> variables = hasVariables ? GuestProgram.readVariables(frame) : Map.of();
      TaskOutcome outcome =
          task.run(new Savings.Attempt(index, Optional.ofNullable(before.get(index))), variables);
      if (watchdog.isCancelled()) {
        break;
      }
      answers.add(outcome);
      long now = System.nanoTime();
      if (everyTask || answers.bytes() > FLUSH_BYTES || now - flushed > FLUSH_NANOS) {
        out.send(AnswersFrame.of(answers.build()));
        answers = new AnswersBuilder(index + 1);
        flushed = now;
      }
    }
    if (answers.count() > 0) {
      out.send(AnswersFrame.of(answers.build()));
    }
    long micros = (System.nanoTime() - started) * 1_000 / MILLIS_AS_NANOS;
    out.send(new FrameWriter.Draft(FrameType.DONE).putLong(run).putLong(micros));
  }
}
