package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.pool.Worker;
import java.util.Optional;

/**
 * What makes two hosts give the same bits: for applications whose results only agree on like
 * machines, all votes on a task are of one class of hosts.
 *
 * @param processor vendor and family, as the worker declared them
 */
public record HostKind(String os, String arch, String processor) {
  /** The kind of a worker's machine. */
  public static HostKind of(Worker.Host host) {
    return new HostKind(host.os(), host.arch(), host.processor());
  }

  /**
   * The name of this host's class; hosts with the same name may vote on the same task. Empty if it
   * is unknown: such a host is like no other.
   */
  public Optional<String> classFor(Assurance.Hosts likeness) {
    return switch (likeness) {
      case ANY -> Optional.of("any");
      case SYSTEM -> Optional.of(os + "/" + arch);
      case PROCESSOR ->
          Worker.Host.isKnown(processor)
              ? Optional.of(os + "/" + arch + "/" + processor)
              : Optional.empty();
    };
  }
}
