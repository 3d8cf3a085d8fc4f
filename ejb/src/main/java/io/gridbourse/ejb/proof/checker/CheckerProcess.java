package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.wire.CheckWire;
import io.gridbourse.domain.wire.CheckWire.Ending;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The process of this machine that runs apps' checkers in the sandbox of workers. It is started
 * when it is first needed, and again when it has ended; it ends with the server, whose pipe it
 * reads.
 */
final class CheckerProcess implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CheckerProcess.class.getName());

  /** It attacks its own sandbox first. */
  private static final Duration START_WITHIN = Duration.ofSeconds(90);

  /** How long one that asks waits for others. */
  private static final Duration TURN_WITHIN = Duration.ofSeconds(30);

  private final List<String> words;
  private final Duration answerWithin;
  private final ReentrantLock lock = new ReentrantLock(true);
  private Optional<Running> running = Optional.empty();

  /**
   * A process that does not run yet.
   *
   * @param words that start it; its folder is added
   * @param answerWithin time that it has for an answer, beyond that of the check itself
   */
  CheckerProcess(List<String> words, Duration answerWithin) {
    this.words = List.copyOf(words);
    this.answerWithin = answerWithin;
  }

  private record Running(
      Process process, Path folder, DataInputStream replies, DataOutputStream requests) {}

  /** Has a result checked; one at a time. */
  CheckWire.Reply ask(CheckWire.Request request) {
    return talk(request, request.millis(), CheckWire.Reply::read, CheckWire.Reply::new);
  }

  /**
   * Has a task run; one at a time.
   *
   * @param millis that it may take
   */
  CheckWire.Ran run(CheckWire.Run run, long millis) {
    return talk(run, millis, CheckWire.Ran::read, CheckWire.Ran::without);
  }

  private interface Reading<T> {
    T read(DataInput in) throws IOException;
  }

  private <T> T talk(
      CheckWire.Asked asked,
      long millis,
      Reading<T> reading,
      BiFunction<Ending, String, T> problem) {
    try {
      if (!lock.tryLock(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        return problem.apply(Ending.UNSURE, "other results were checked all the time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return problem.apply(Ending.UNSURE, "the server stops");
    }
    try {
      Running process = started();
      return within(
          process,
          answerWithin.plusMillis(millis),
          () -> {
            asked.write(process.requests());
            process.requests().flush();
            return reading.read(process.replies());
          });
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the process of checkers is given up", e);
      stop();
      return problem.apply(
          Ending.NOT_RUN, "the process that runs checkers ended: " + e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private Running started() throws IOException {
    if (running.filter(each -> each.process().isAlive()).isEmpty()) {
      stop();
      Path folder = Files.createTempDirectory("gridbourse-checks");
      List<String> line = new ArrayList<>(words);
      line.addAll(List.of("--home", folder.toString()));
      Process process =
          new ProcessBuilder(line)
              .redirectError(folder.resolve("log").toFile())
              .directory(folder.toFile())
              .start();
      Running fresh =
          new Running(
              process,
              folder,
              new DataInputStream(new BufferedInputStream(process.getInputStream())),
              new DataOutputStream(new BufferedOutputStream(process.getOutputStream())));
      running = Optional.of(fresh);
      int said = within(fresh, START_WITHIN, () -> fresh.replies().readInt());
      if (said != CheckWire.READY) {
        throw new IOException("it begins with nonsense");
      }
    }
    return running.orElseThrow();
  }

  private interface Talk<T> {
    T talk() throws IOException;
  }

  /** Ends the process if it does not answer: then what waits for it fails. */
  private static <T> T within(Running process, Duration atMost, Talk<T> talk) throws IOException {
    CompletableFuture<Void> patience =
        CompletableFuture.runAsync(
            () -> process.process().destroyForcibly(),
            CompletableFuture.delayedExecutor(atMost.toMillis(), TimeUnit.MILLISECONDS));
    try {
      return talk.talk();
    } finally {
      patience.cancel(false);
    }
  }

  private void stop() {
    running.ifPresent(
        each -> {
          each.process().descendants().forEach(ProcessHandle::destroyForcibly);
          each.process().destroyForcibly();
          delete(each.folder());
        });
    running = Optional.empty();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.deleteIfExists(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.FINE, "a folder of checks stays behind: " + folder, e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      stop();
    } finally {
      lock.unlock();
    }
  }
}
