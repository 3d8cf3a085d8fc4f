package io.gridbourse.worker;

import io.gridbourse.worker.agent.Agent;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One line on a terminal that shows what the worker does; nothing where there is no terminal. */
final class StatusLine implements AutoCloseable {
  /** Shows nothing, and lets lines through. */
  static final StatusLine NONE = new StatusLine(null, false);

  private static final long STEP_MILLIS = 500;
  private static final double SMOOTHING = 0.3;
  private static final String CLEAR = "\r\u001b[K";

  private final Agent agent;
  private final boolean terminal;
  private volatile boolean closed;
  private long lastEnded;
  private long lastNanos = System.nanoTime();
  private double rate;
  private String shown = "";

  private StatusLine(Agent agent, boolean terminal) {
    this.agent = agent;
    this.terminal = terminal;
  }

  /** The line of an agent, if standard error is a terminal. */
  static StatusLine of(Agent agent) throws InterruptedException {
    StatusLine line = new StatusLine(agent, isTerminal());
    if (line.terminal) {
      Thread thread = new Thread(line::show, "status-line");
      thread.setDaemon(true);
      thread.start();
    }
    return line;
  }

  private static boolean isTerminal() throws InterruptedException {
    try {
      Process test =
          new ProcessBuilder("test", "-t", "2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return test.waitFor(2, TimeUnit.SECONDS) && test.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes text that ends a line. */
  synchronized void print(String text) {
    System.err.print(shown.isEmpty() ? text : CLEAR + text + shown);
    System.err.flush();
  }

  private void show() {
    try {
      while (!closed) {
        Thread.sleep(STEP_MILLIS);
        update();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void update() {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    long ended = agent.tally().ended();
    double seconds = (now - lastNanos) / 1e9;
    rate += SMOOTHING * ((ended - lastEnded) / seconds - rate);
    lastNanos = now;
    lastEnded = ended;
    shown =
        String.format(
                Locale.ROOT,
                "running %d · %,d tasks · %,.0f/s · %,d failed · %d sealed",
                agent.running(),
                ended,
                rate,
                agent.tally().failures(),
                agent.sealed())
            + agent.paused().map(why -> " · paused: " + why).orElse("");
    System.err.print(CLEAR + shown);
    System.err.flush();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (!shown.isEmpty()) {
      System.err.println(CLEAR + shown);
      shown = "";
    }
  }
}
