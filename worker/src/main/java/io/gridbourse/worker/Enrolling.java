package io.gridbourse.worker;

import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.link.Backoff;
import io.gridbourse.worker.link.ServerAwayException;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.ServerRefusedException;
import io.gridbourse.worker.link.WireJson;
import io.gridbourse.worker.link.WorkerKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes the worker known to its server: once, with a token; later starts remember it. */
final class Enrolling {
  private final ServerLink link;
  private final WorkerKey key;
  private final Path file;
  private final Duration patience;

  Enrolling(ServerLink link, WorkerKey key, Path state, Duration patience) {
    this.link = link;
    this.key = key;
    this.file = state.resolve("enrolment.json");
    this.patience = patience;
  }

  /** What is remembered of an enrolment. */
  record Remembered(String server, WorkerWire.Enrolled enrolled) {}

  /** The enrolment of an earlier start. */
  Optional<WorkerWire.Enrolled> remembered() throws WorkerExit {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Remembered kept = WireJson.MAPPER.readValue(file.toFile(), Remembered.class);
      return Optional.of(kept.enrolled());
    } catch (IOException e) {
      throw new WorkerExit(
          WorkerExit.USAGE, file + " is damaged: remove it and enrol again with --token", e);
    }
  }

  /** Enrols with a token; waits for a server that is away as long as its patience lasts. */
  WorkerWire.Enrolled enrol(URI server, WorkerWire.Enrolment enrolment)
      throws WorkerExit, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Backoff backoff = new Backoff(new SplittableRandom());
    while (true) {
      try {
        WorkerWire.Enrolled enrolled = link.enrol(enrolment);
        if (!key.address().hex().equalsIgnoreCase(enrolled.worker())) {
          throw new WorkerExit(
              WorkerExit.CONFLICT, "the server enrolled another account: " + enrolled.worker());
        }
        remember(new Remembered(server.toString(), enrolled));
        return enrolled;
      } catch (ServerAwayException e) {
        if (System.nanoTime() - end > 0) {
          throw new WorkerExit(
              WorkerExit.AWAY, e.getMessage() + ". Is the server running, and --server right?", e);
        }
        Thread.sleep(backoff.next().toMillis());
      } catch (ServerRefusedException e) {
        throw new WorkerExit(
            e.status() == 409 ? WorkerExit.CONFLICT : WorkerExit.NOT_ALLOWED,
            "the server refuses the enrolment (" + e.code() + "): " + e.getMessage() + remedy(e),
            e);
      }
    }
  }

  private static String remedy(ServerRefusedException e) {
    return switch (e.code()) {
      case "TOKEN_EXPIRED", "TOKEN_INVALID", "TOKEN_USED" ->
          " Ask the pool's operator for a new token: each serves once.";
      default -> "";
    };
  }

  private void remember(Remembered kept) throws WorkerExit {
    try {
      Path fresh = file.resolveSibling("enrolment.new");
      Files.write(fresh, WireJson.MAPPER.writeValueAsBytes(kept));
      Files.move(
          fresh,
          file,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new WorkerExit(WorkerExit.UNFIT, "the enrolment cannot be kept in " + file, e);
    }
  }
}
