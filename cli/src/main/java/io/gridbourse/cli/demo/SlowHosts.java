package io.gridbourse.cli.demo;

import io.gridbourse.cli.local.LocalWorker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Machines that others need most of the time: a worker and all that it has started are stopped for
 * two thirds of each period, and go on in the last third.
 */
final class SlowHosts implements AutoCloseable {
  private static final long STOPPED_MILLIS = 200;
  private static final long RUNNING_MILLIS = 100;

  private final List<LocalWorker> workers;
  private final Thread thread;
  private volatile boolean closed;

  /** Slows these workers down until {@link #close} or {@link #vanish}. */
  SlowHosts(List<LocalWorker> workers) {
    this.workers = List.copyOf(workers);
    this.thread = new Thread(this::alternate, "slow hosts");
    thread.setDaemon(true);
    thread.start();
  }

  private void alternate() {
    try {
      while (!closed) {
        signal("-STOP");
        TimeUnit.MILLISECONDS.sleep(STOPPED_MILLIS);
        signal("-CONT");
        TimeUnit.MILLISECONDS.sleep(RUNNING_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Their processes, as of now: a lease starts new ones. */
  private List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>();
    for (LocalWorker worker : workers) {
      if (worker.isAlive()) {
        ProcessHandle.of(worker.pid())
            .map(agent -> Stream.concat(Stream.of(agent), agent.descendants()))
            .ifPresent(each -> each.forEach(all::add));
      }
    }
    return all;
  }

  private void signal(String signal) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes().forEach(each -> command.add(Long.toString(each.pid())));
    if (command.size() == 2) {
      return;
    }
    try {
      // Who has ended meanwhile is told on the output that nobody reads.
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("cannot signal the processes of slow workers", e);
    }
  }

  /** The machines are gone from one moment to the next, with all that runs on them. */
  void vanish() {
    end();
    List<ProcessHandle> all = processes();
    workers.forEach(LocalWorker::kill);
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private void end() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets them go on at full speed, so that they can be asked to leave. */
  @Override
  public void close() {
    end();
    try {
      signal("-CONT");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
