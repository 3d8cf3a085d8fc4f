package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import java.math.BigInteger;

/**
 * What the insurance says now. Asked only where the settings name one. Throws {@link
 * io.gridbourse.ejb.chain.ChainUnavailable}.
 */
public interface InsuranceLedger {
  /** The capital, and whose signature makes a quote. */
  Capital capital();

  /** An insurer's part of the capital. */
  Holding holding(Address insurer);

  /**
   * The insurers' capital.
   *
   * @param reserved what may still be claimed
   * @param free what may be withdrawn, and what can still be insured
   */
  record Capital(NanoRlc total, NanoRlc reserved, NanoRlc free, Address underwriter) {}

  /**
   * An insurer's part.
   *
   * @param withdrawable what of its worth can be taken out now
   */
  record Holding(BigInteger shares, NanoRlc worth, NanoRlc withdrawable) {}
}
