package io.gridbourse.ejb.schedule.support;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Starts and stops supporting workers somewhere. A worker is known by the id that it was ordered
 * under, and by the handle that the place gave it; never by a name that something else might have.
 */
interface Provisioner {
  /** What it is called in the database. */
  String name();

  /** How many more it can start, beside those with these handles. */
  int room(List<String> handles);

  /**
   * What is to be started.
   *
   * @param id under which it is ordered: letters and digits, different from all others
   * @param token with which it enrols, once
   * @param handles of those that run
   */
  record Order(String id, String token, URI server, List<String> handles) {}

  /**
   * Starts a worker and gives its handle.
   *
   * @throws ProvisioningFailed if that does not work; then nothing runs
   */
  String start(Order order);

  /** Whether the worker of a handle is there or on its way. Where nobody can tell, it is. */
  boolean runs(String id, String handle);

  /** Asks a worker to leave; may be called again while it runs. */
  void stop(String id, String handle);

  /** Ends a worker that does not leave. */
  default void kill(String id, String handle) {
    stop(id, handle);
  }

  /** The handle of a worker that was ordered by somebody who could not note it any more. */
  Optional<String> find(String id);
}
