package io.gridbourse.ejb.ledger;

import java.math.BigInteger;

/** How fees are raised: by an eighth, rounded up, and at least by one wei. */
final class FeeBump {
  private static final BigInteger PER_MILLE = BigInteger.valueOf(1000);
  private static final BigInteger RAISED = BigInteger.valueOf(1125);

  private FeeBump() {}

  static BigInteger raise(BigInteger fee) {
    BigInteger[] parts = fee.multiply(RAISED).divideAndRemainder(PER_MILLE);
    BigInteger raised = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    return raised.max(fee.add(BigInteger.ONE));
  }
}
