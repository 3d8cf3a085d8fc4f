package io.gridbourse.ejb.proof;

/** Facts may not be written under this epoch any more: nothing was. */
public final class StaleEpoch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StaleEpoch(FactEntry entry, String why) {
    super("partition " + entry.bag() + "." + entry.partition() + " " + why);
  }

  /** Another owner has taken the partition over. */
  static StaleEpoch ownedByAnother(FactEntry entry) {
    return new StaleEpoch(entry, "is no longer owned under epoch " + entry.epoch());
  }

  /** Earlier facts could not be stored: what follows them counts only once it is owned anew. */
  static StaleEpoch afterLostFacts(FactEntry entry) {
    return new StaleEpoch(
        entry, "lost facts under epoch " + entry.epoch() + ", and must be taken over anew");
  }
}
