package io.gridbourse.worker.driver;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts child processes, all from one thread that lives as long as the agent: the kernel's signal
 * for the death of the parent, on which bubblewrap relies, is sent when the <em>thread</em> ends
 * that started the child. Knows its children, so that none is left behind.
 */
public final class Spawner implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread created = new Thread(task, "spawner");
            created.setDaemon(true);
            return created;
          });
  private final Set<Process> children = ConcurrentHashMap.newKeySet();

  /** Starts a process. */
  public Process start(ProcessBuilder builder) throws IOException, InterruptedException {
    Callable<Process> start = builder::start;
    try {
      Process process = thread.submit(start).get();
      children.removeIf(child -> !child.isAlive());
      children.add(process);
      return process;
    } catch (ExecutionException e) {
      throw new IOException("cannot start " + builder.command().get(0), e.getCause());
    }
  }

  /** Kills a process with its descendants, and waits until it is gone. */
  public static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    children.forEach(Spawner::kill);
    thread.shutdown();
  }
}
