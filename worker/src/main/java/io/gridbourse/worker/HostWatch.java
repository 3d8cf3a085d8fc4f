package io.gridbourse.worker;

import io.gridbourse.worker.activation.Activation;
import io.gridbourse.worker.agent.Agent;
import io.gridbourse.worker.energy.WorkEnergy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks at the machine once a second: lets the agent work or not, and counts its energy. */
final class HostWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(HostWatch.class.getName());
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Agent agent;
  private final Activation activation;
  private final WorkEnergy energy;
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "host-watch");
  private List<String> unmet = List.of();

  /** A watch that has not looked yet. */
  HostWatch(Agent agent, Activation activation, WorkEnergy energy, Clock clock) {
    this.agent = agent;
    this.activation = activation;
    this.energy = energy;
    this.clock = clock;
  }

  /** Looks once, so that an agent does not begin where it must not, and then goes on by itself. */
  void start() {
    look();
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(STEP.toMillis());
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Instant now = clock.instant();
    try {
      energy.note(agent.running(), now);
      Activation.Outcome outcome = activation.look(now);
      if (outcome.isActive()) {
        agent.resume();
      } else {
        agent.pause(outcome.reason());
      }
      tell(outcome);
    } catch (RuntimeException e) {
      // A file of the kernel that reads otherwise than ever before must not set the machine free.
      LOG.log(Level.WARNING, "the state of the machine cannot be read", e);
      agent.pause("the state of the machine cannot be read: " + e.getMessage());
    }
  }

  private void tell(Activation.Outcome outcome) {
    if (outcome.unmet().equals(unmet)) {
      return;
    }
    unmet = outcome.unmet();
    LOG.info(() -> outcome.isActive() ? "working again" : "paused: " + outcome.reason());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
