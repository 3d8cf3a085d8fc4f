package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.LedgerViews.TransactionView;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;

/**
 * Transactions for accounts whose keys are elsewhere: complete but for the signature, so that any
 * wallet signs them as they are.
 */
@ApplicationScoped
public class UnsignedTransactions {
  private static final BigInteger GAS_MARGIN_PERCENT = BigInteger.valueOf(130);
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private Chain chain;
  private ChainSettings settings;

  protected UnsignedTransactions() {}

  /** For the settings' chain. */
  @Inject
  public UnsignedTransactions(Chain chain, ChainSettings settings) {
    this.chain = chain;
    this.settings = settings;
  }

  /** What the ledger would make of it now. */
  public sealed interface Unsigned {
    /** It would pass. */
    record Ready(TransactionView transaction) implements Unsigned {}

    /** The contract would refuse it. */
    record Refused(String code, String reason) implements Unsigned {}
  }

  /** A transaction from an account, with its next nonce, and gas and fees of now. */
  public Unsigned prepare(Address from, Address to, String calldata) {
    Chain.Simulation simulation = chain.simulate(from, to, calldata);
    if (simulation instanceof Chain.Simulation.Reverted reverted) {
      return new Unsigned.Refused(reverted.code(), reverted.reason());
    }
    BigInteger gas = ((Chain.Simulation.Passed) simulation).gas();
    Chain.Fees fees = chain.fees();
    return new Unsigned.Ready(
        new TransactionView(
            settings.chainId(),
            from.hex(),
            to.hex(),
            calldata,
            "0",
            chain.nonce(from),
            gas.multiply(GAS_MARGIN_PERCENT).divide(HUNDRED).longValueExact(),
            fees.base().add(fees.base()).add(fees.tip()).toString(),
            fees.tip().toString()));
  }
}
