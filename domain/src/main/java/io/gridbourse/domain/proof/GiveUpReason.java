package io.gridbourse.domain.proof;

/** Why tasks end without a certificate. */
public enum GiveUpReason {
  /** Workers failed them as often as the bag allows. */
  ATTEMPTS("workers failed it as often as the bag's limit of attempts allows"),
  /** As many workers voted as the ledger counts, and they do not agree. */
  NO_CONSENSUS("32 workers voted and did not reach the trust"),
  /** Its votes would need one more different ballot than a settlement may have. */
  TOO_MANY_BALLOTS("the votes on its partition differ in more ways than the ledger counts"),
  /** The owner cancelled the bag. */
  CANCELLED("the bag was cancelled"),
  /** The ledger accepts no contribution any more. */
  DEADLINE("the deal's deadline for contributions passed");

  private final String sentence;

  GiveUpReason(String sentence) {
    this.sentence = sentence;
  }

  /** For people. */
  public String sentence() {
    return sentence;
  }
}
