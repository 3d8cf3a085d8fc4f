package io.gridbourse.ejb.chain;

import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.LedgerAddresses;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Supplier;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;

/**
 * What apps, datasets and pools say of themselves, whoever registered them. Throws {@link
 * ChainUnavailable}.
 */
@ApplicationScoped
public class EntryFacts {
  private EthCalls calls;
  private LedgerAddresses addresses;

  protected EntryFacts() {}

  /** The entries of the settings' registries. */
  @Inject
  public EntryFacts(Endpoint endpoint, ChainSettings settings) {
    this.addresses = LedgerHub.addresses(settings);
    this.calls = new EthCalls(endpoint.web3j(), addresses);
  }

  /**
   * An app's entry.
   *
   * @param multiaddr where its program is, free text
   * @param checksum 32 bytes, hex
   */
  public record AppEntry(Address owner, String name, String multiaddr, String checksum) {}

  /** An app as it was at a block. */
  public AppEntry app(Address app, long block) {
    EthCalls.App found =
        asked(
            () ->
                calls.viewApp(app.hex(), DefaultBlockParameter.valueOf(BigInteger.valueOf(block))));
    return new AppEntry(
        new Address(found.owner()), found.name(), found.multiaddr(), found.checksum());
  }

  /** Who owns an app now; empty if none is registered at the address. */
  public Optional<Address> appOwner(Address app) {
    return owner(addresses.appRegistry(), app);
  }

  /** Who owns a dataset now; empty if none is registered at the address. */
  public Optional<Address> datasetOwner(Address dataset) {
    return owner(addresses.datasetRegistry(), dataset);
  }

  /** Who owns a pool now; empty if none is registered at the address. */
  public Optional<Address> poolOwner(Address pool) {
    return owner(addresses.workerpoolRegistry(), pool);
  }

  /** What a registered pool says of itself. */
  public String poolDescription(Address pool) {
    return asked(() -> calls.viewPoolDescription(pool.hex(), DefaultBlockParameterName.LATEST));
  }

  private Optional<Address> owner(String registry, Address entry) {
    return asked(() -> calls.isRegistered(registry, entry.hex()))
        ? Optional.of(
            new Address(asked(() -> calls.ownerOf(entry.hex(), DefaultBlockParameterName.LATEST))))
        : Optional.empty();
  }

  private static <T> T asked(Supplier<T> call) {
    try {
      return call.get();
    } catch (UncheckedIOException e) {
      throw new ChainUnavailable(
          "the chain's endpoint did not answer: " + e.getCause().getMessage(), e);
    } catch (LedgerException e) {
      throw new ChainUnavailable("the ledger did not answer: " + e.getMessage(), e);
    }
  }
}
