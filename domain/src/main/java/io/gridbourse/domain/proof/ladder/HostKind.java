package io.gridbourse.domain.proof.ladder;

/**
 * What makes two hosts give the same bits: for applications whose results only agree on like
 * machines, all replicas of a task go to one class.
 */
public record HostKind(String os, String arch, String processor) {
  /** How alike hosts must be. */
  public enum Likeness {
    /** Results do not depend on the host. */
    ANY,
    /** The same operating system and architecture. */
    SYSTEM,
    /** The same processor model as well. */
    PROCESSOR
  }

  /** The name of this host's class; hosts with the same name may vote on the same task. */
  public String classFor(Likeness likeness) {
    return switch (likeness) {
      case ANY -> "any";
      case SYSTEM -> os + "/" + arch;
      case PROCESSOR -> os + "/" + arch + "/" + processor;
    };
  }
}
