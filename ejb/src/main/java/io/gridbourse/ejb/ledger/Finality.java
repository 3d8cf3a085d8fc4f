package io.gridbourse.ejb.ledger;

import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.settings.ChainSettings;

/** Which block counts as final. */
final class Finality {
  private Finality() {}

  /** The number of the newest final block, or -1 if there is none. */
  static long number(Chain chain, ChainSettings.Finality finality) {
    return finality.askedOfTheChain()
        ? chain.finalized().number()
        : chain.head().number() - finality.confirmations();
  }
}
