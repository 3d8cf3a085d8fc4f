package io.gridbourse.worker.link;

import java.time.Duration;

/** The server cannot be reached or cannot serve now: to be tried again. */
public final class ServerAwayException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public ServerAwayException(String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** How long the server asks to be left alone; zero if it does not say. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
