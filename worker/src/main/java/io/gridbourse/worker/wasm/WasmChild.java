package io.gridbourse.worker.wasm;

import io.gridbourse.worker.driver.LastWords;
import io.gridbourse.worker.driver.Spawner;
import io.gridbourse.worker.frame.Frame;
import io.gridbourse.worker.frame.FrameReader;
import io.gridbourse.worker.frame.FrameType;
import io.gridbourse.worker.frame.FrameWriter;
import io.gridbourse.worker.frame.RecentNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process that runs WebAssembly, and what it was sent so far. Used by one slot at a time.
 */
final class WasmChild implements AutoCloseable {
  /** The exit code of a Java platform that ran out of memory. */
  static final int EXIT_OUT_OF_MEMORY = 3;

  private static final int FRAMES_QUEUED_MAX = 8;
  private static final int LAST_WORDS_MAX = 1_000;
  private static final int EXIT_SECONDS = 10;

  private final Process process;
  private final FrameWriter writer;
  private final long heapBytes;
  private final BlockingQueue<Optional<Frame>> frames = new ArrayBlockingQueue<>(FRAMES_QUEUED_MAX);
  private final RecentNames modules = new RecentNames(RecentNames.MODULES_MAX);
  private final RecentNames programs = new RecentNames(RecentNames.PROGRAMS_MAX);
  private final LastWords lastWords = new LastWords(LAST_WORDS_MAX);
  private volatile boolean closed;

  WasmChild(Process process, long heapBytes) {
    this.process = process;
    this.heapBytes = heapBytes;
    this.writer = new FrameWriter(process.getOutputStream());
    daemon(this::readFrames, "child-" + process.pid());
    daemon(this::readErrors, "child-errors-" + process.pid());
  }

  long heapBytes() {
    return heapBytes;
  }

  boolean isAlive() {
    return process.isAlive() && !closed;
  }

  /** True if the child does not have the module, or no longer. */
  boolean needsModule(String module) {
    return modules.touch(module);
  }

  /** True if the child does not have the program, or no longer. */
  boolean needsProgram(String program) {
    return programs.touch(program);
  }

  void send(FrameWriter.Draft draft) throws IOException {
    writer.send(draft);
  }

  /**
   * The next frame; empty after the time.
   *
   * @throws ChildEndedException if the child ended instead
   */
  Optional<Frame> next(Duration atMost) throws InterruptedException, ChildEndedException {
    Optional<Frame> frame = frames.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (frame == null) {
      return Optional.empty();
    }
    if (frame.isEmpty()) {
      process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS);
      int code = process.isAlive() ? -1 : process.exitValue();
      close();
      throw new ChildEndedException(code, lastWords.text());
    }
    return frame;
  }

  /** Waits until the child says that it is up. */
  void awaitReady(Duration atMost) throws InterruptedException, ChildEndedException {
    Optional<Frame> frame = next(atMost);
    if (frame.isEmpty() || frame.get().type() != FrameType.READY) {
      close();
      throw new ChildEndedException(-1, "the child did not start within " + atMost);
    }
  }

  @Override
  public void close() {
    closed = true;
    Spawner.kill(process);
    frames.clear();
  }

  private void readFrames() {
    try {
      FrameReader reader = new FrameReader(process.getInputStream());
      Optional<Frame> frame = reader.next();
      while (frame.isPresent()) {
        if (!offer(frame)) {
          return;
        }
        frame = reader.next();
      }
    } catch (IOException | RuntimeException e) {
      lastWords.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      offer(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean offer(Optional<Frame> frame) throws InterruptedException {
    while (!closed) {
      if (frames.offer(frame, 1, TimeUnit.SECONDS)) {
        return true;
      }
    }
    return false;
  }

  private void readErrors() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      char[] some = new char[256];
      int length = reader.read(some);
      while (length >= 0) {
        lastWords.add(new String(some, 0, length));
        length = reader.read(some);
      }
    } catch (IOException e) {
      lastWords.add(e.getMessage());
    }
  }

  private static void daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** A child ended without being asked. */
  static final class ChildEndedException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int STUCK = -2;

    private final int exitCode;

    ChildEndedException(int exitCode, String lastWords) {
      super("the child ended with code " + exitCode + ": " + lastWords);
      this.exitCode = exitCode;
    }

    /** A child that does not end what it does. */
    static ChildEndedException stuck() {
      return new ChildEndedException(STUCK, "a task did not end");
    }

    boolean isStuck() {
      return exitCode == STUCK;
    }

    boolean isOutOfMemory() {
      return exitCode == EXIT_OUT_OF_MEMORY;
    }
  }
}
