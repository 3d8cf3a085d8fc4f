package io.gridbourse.worker.driver;

import java.util.function.IntConsumer;

/** A way to run tasks. Several threads may run leases at once, one for each slot. */
public interface Driver extends AutoCloseable {
  /** The word that programs ask for it with. */
  String name();

  /**
   * Runs a lease to its end.
   *
   * @param progress told how many more tasks have ended
   * @throws LeaseNotRunException if it could not be run, or was cancelled
   */
  LeaseRun run(LeaseWork work, Cancellation cancellation, IntConsumer progress)
      throws LeaseNotRunException, InterruptedException;

  /**
   * Attacks the sandbox.
   *
   * @param bait what must stay out of reach
   */
  ProbeReport probe(Bait bait) throws InterruptedException;

  /** Kills what still runs. */
  @Override
  void close();
}
