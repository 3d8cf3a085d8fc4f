package io.gridbourse.ejb.chain;

import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.web3j.protocol.core.DefaultBlockParameterName;

/** The registries and the hub by eth_call. */
@ApplicationScoped
public class LedgerEntries implements Entries {
  private static final long GROUP_MEMBER = 4;
  private EthCalls calls;
  private ChainSettings.Contracts contracts;

  protected LedgerEntries() {}

  /** The contracts of the settings. */
  @Inject
  public LedgerEntries(Endpoint endpoint, ChainSettings settings) {
    this.calls = new EthCalls(endpoint.web3j(), LedgerHub.addresses(settings));
    this.contracts = settings.contracts();
  }

  @Override
  public Optional<Address> owner(OrderKind kind, Address entry) {
    Address registry =
        switch (kind) {
          case APP -> contracts.appRegistry();
          case DATASET -> contracts.datasetRegistry();
          case POOL -> contracts.workerpoolRegistry();
          case REQUEST -> throw new IllegalArgumentException("a request is of no entry");
        };
    if (!asked(() -> calls.isRegistered(registry.hex(), entry.hex()))) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Address(calls.ownerOf(entry.hex(), DefaultBlockParameterName.LATEST)));
    } catch (UncheckedIOException | LedgerException e) {
      throw unavailable(e);
    }
  }

  @Override
  public boolean isSigned(Address signer, Bytes32 hash, String signature) {
    return unlessReverted(
        () -> calls.verifyPresignatureOrSignature(signer.hex(), hash.hex(), signature));
  }

  @Override
  public boolean isMember(Address group, Address account) {
    return unlessReverted(() -> calls.keyHasPurpose(group.hex(), account.hex(), GROUP_MEMBER));
  }

  /** What reverts, or is no such contract, is a no. */
  private static boolean unlessReverted(BooleanSupplier call) {
    try {
      return call.getAsBoolean();
    } catch (LedgerException e) {
      return false;
    } catch (UncheckedIOException e) {
      throw unavailable(e);
    }
  }

  private static boolean asked(BooleanSupplier call) {
    try {
      return call.getAsBoolean();
    } catch (UncheckedIOException | LedgerException e) {
      throw unavailable(e);
    }
  }

  private static ChainUnavailable unavailable(RuntimeException cause) {
    return new ChainUnavailable("the ledger did not answer: " + cause.getMessage(), cause);
  }
}
