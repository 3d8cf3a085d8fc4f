package io.gridbourse.ejb.chain;

import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.function.Supplier;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;

/**
 * What apps, datasets and pools say of themselves, whoever registered them; whose they are {@link
 * Entries} tells. Throws {@link ChainUnavailable}.
 */
@ApplicationScoped
public class EntryFacts {
  private EthCalls calls;

  protected EntryFacts() {}

  /** The entries of the settings' registries. */
  @Inject
  public EntryFacts(Endpoint endpoint, ChainSettings settings) {
    this.calls = new EthCalls(endpoint.web3j(), LedgerHub.addresses(settings));
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

  /**
   * A dataset's entry.
   *
   * @param multiaddr where its file is, free text
   * @param checksum 32 bytes, hex
   */
  public record DatasetEntry(Address owner, String name, String multiaddr, String checksum) {}

  /** A dataset as it was at a block. */
  public DatasetEntry dataset(Address dataset, long block) {
    EthCalls.Dataset found =
        asked(
            () ->
                calls.viewDataset(
                    dataset.hex(), DefaultBlockParameter.valueOf(BigInteger.valueOf(block))));
    return new DatasetEntry(
        new Address(found.owner()), found.name(), found.multiaddr(), found.checksum());
  }

  /** What a registered pool says of itself. */
  public String poolDescription(Address pool) {
    return asked(() -> calls.viewPoolDescription(pool.hex(), DefaultBlockParameterName.LATEST));
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
