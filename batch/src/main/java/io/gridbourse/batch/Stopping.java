package io.gridbourse.batch;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether this server stops: jobs then leave their bags as they are, to be taken up again. */
@ApplicationScoped
public class Stopping {
  private volatile boolean stopping;

  /** Asks all jobs to end soon. */
  public void begin() {
    stopping = true;
  }

  /** Whether jobs are to end. */
  public boolean isStopping() {
    return stopping;
  }

  @PreDestroy
  void destroyed() {
    begin();
  }
}
