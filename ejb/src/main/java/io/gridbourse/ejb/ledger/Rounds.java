package io.gridbourse.ejb.ledger;

import io.gridbourse.ejb.chain.ChainUnavailable;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a timer does again and again on each node. A round that takes longer than the interval makes
 * the next ones pass it by; one that fails is logged, and the next one tries again.
 */
public final class Rounds {
  private static final Logger LOG = Logger.getLogger(Rounds.class.getName());
  private final ReentrantLock running = new ReentrantLock();
  private final String name;

  /** Rounds whose timer, and whose lines in the log, have this name. */
  public Rounds(String name) {
    this.name = name;
  }

  /** Has the timer of the bean that owns {@code timers} called, for as long as the node runs. */
  public void start(TimerService timers, Duration every) {
    timers.createIntervalTimer(every.toMillis(), every.toMillis(), new TimerConfig(name, false));
  }

  /** One round, unless one is under way. */
  public void run(Runnable round) {
    if (!running.tryLock()) {
      return;
    }
    try {
      round.run();
    } catch (LeaseLost e) {
      LOG.fine(() -> "another node took over round=" + name + " " + e.getMessage());
    } catch (ChainUnavailable e) {
      // Whoever reads the chain says so in the log.
      LOG.fine(() -> "the chain is waited for round=" + name + " " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a round failed, the next one tries again round=" + name, e);
    } finally {
      running.unlock();
    }
  }
}
