package io.gridbourse.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Says that something happened to a bag, by the server's event stream. Where streams do not get
 * through it says nothing, and the caller's own polling is all there is.
 */
final class Wakes implements AutoCloseable {
  private static final Duration SILENCE_MAX = Duration.ofSeconds(45);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

  private final Rest rest;
  private final String path;
  private final Semaphore happened = new Semaphore(0);
  private final Thread reader;
  private volatile boolean closed;

  Wakes(Rest rest, String bag) {
    this.rest = rest;
    this.path = "/api/v1/events?bag=" + Rest.encode(bag);
    this.reader = new Thread(this::readForEver, "events");
    reader.setDaemon(true);
    reader.start();
  }

  /** Waits until something happened, at most {@code max}. */
  void await(Duration max) throws InterruptedException {
    if (happened.tryAcquire(max.toMillis(), TimeUnit.MILLISECONDS)) {
      happened.drainPermits();
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
  }

  private void readForEver() {
    String last = "";
    while (!closed) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  rest.events(path, last, SILENCE_MAX), StandardCharsets.UTF_8))) {
        String line = lines.readLine();
        while (line != null && !closed) {
          if (line.startsWith("id:")) {
            last = line.substring(3).strip();
          } else if (line.isEmpty()) {
            happened.release();
          }
          line = lines.readLine();
        }
      } catch (IOException e) {
        happened.release();
      }
      try {
        TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER.toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
