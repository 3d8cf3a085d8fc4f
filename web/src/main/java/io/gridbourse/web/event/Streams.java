package io.gridbourse.web.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;

/** Counts open streams: each holds a thread, so there is a limit. */
@ApplicationScoped
public class Streams {
  /** Readers that may follow at once; others poll. */
  public static final int STREAMS_MAX = 64;

  private final Semaphore free = new Semaphore(STREAMS_MAX);

  /** Takes a place; false if none is free. */
  public boolean open() {
    return free.tryAcquire();
  }

  /** Gives a place back. */
  public void close() {
    free.release();
  }
}
