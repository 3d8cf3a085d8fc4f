package io.gridbourse.ejb.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.contracts.DealView;
import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.LedgerAddresses;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.SettingsRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;

/** The ledger's contracts by eth_call. */
@ApplicationScoped
public class LedgerHub implements Hub {
  private static final String OWNER_SELECTOR = "0x8da5cb5b";
  private static final int ADDRESS_DIGITS = 40;
  private Endpoint endpoint;
  private EthCalls calls;
  private LedgerAddresses addresses;

  protected LedgerHub() {}

  /** The contracts of the settings. */
  @Inject
  public LedgerHub(Endpoint endpoint, ChainSettings settings) {
    this.endpoint = endpoint;
    this.addresses = addresses(settings);
    this.calls = new EthCalls(endpoint.web3j(), addresses);
  }

  static LedgerAddresses addresses(ChainSettings settings) {
    ChainSettings.Contracts contracts = settings.contracts();
    return new LedgerAddresses(
        contracts.hub().hex(),
        contracts.token().hex(),
        contracts.appRegistry().hex(),
        contracts.datasetRegistry().hex(),
        contracts.workerpoolRegistry().hex(),
        settings.chainId());
  }

  @Override
  public Balance balance(Address account, OptionalLong block) {
    EthCalls.Account found = asked(() -> calls.viewAccount(account.hex(), at(block)));
    return new Balance(new NanoRlc(found.free()), new NanoRlc(found.locked()));
  }

  @Override
  public Balance balanceAt(Address account, Bytes32 block) {
    EthCalls.Account found =
        asked(() -> calls.viewAccount(account.hex(), new CanonicalBlock(block)));
    return new Balance(new NanoRlc(found.free()), new NanoRlc(found.locked()));
  }

  @Override
  public NanoRlc heldAt(Bytes32 block) {
    return new NanoRlc(asked(() -> calls.tokenBalance(addresses.hub(), new CanonicalBlock(block))));
  }

  @Override
  public NanoRlc wallet(Address account, OptionalLong block) {
    return new NanoRlc(asked(() -> calls.tokenBalance(account.hex(), at(block))));
  }

  @Override
  public NanoRlc pledge(Address worker, OptionalLong block) {
    return new NanoRlc(asked(() -> calls.viewPledge(worker.hex(), at(block)).seizable()));
  }

  @Override
  public long scoreAt(Address worker, Instant dealStart) {
    long seconds = dealStart.getEpochSecond();
    return clamped(asked(() -> calls.viewScoreAt(worker.hex(), seconds, at(OptionalLong.empty()))));
  }

  @Override
  public long score(Address worker) {
    return clamped(asked(() -> calls.viewScore(worker.hex(), at(OptionalLong.empty()))));
  }

  @Override
  public long consumed(Bytes32 orderHash) {
    return clamped(asked(() -> calls.viewConsumed(orderHash.hex(), at(OptionalLong.empty()))));
  }

  @Override
  public Optional<Deal> deal(DealId id, Bytes32 request) {
    DealView view = asked(() -> calls.viewDeal(id.hex(), at(OptionalLong.empty())));
    try {
      return view.startTime() == 0 ? Optional.empty() : Optional.of(deal(id, request, view));
    } catch (IllegalArgumentException e) {
      throw new UnsupportedDeal("deal " + id + " is not served here: " + e.getMessage(), e);
    }
  }

  @Override
  public Address poolOwner(Address pool) {
    JsonNode word =
        endpoint.result("eth_call", Map.of("to", pool.hex(), "data", OWNER_SELECTOR), "latest");
    String text = word.asText();
    if (text.length() != 66) {
      throw new SettingsRefusal(
          "gridbourse.pool.address is "
              + pool
              + ", where the chain has no pool: correct it, or make one with gridbourse ledger init");
    }
    return new Address("0x" + text.substring(text.length() - ADDRESS_DIGITS));
  }

  @Override
  public Address predictApp(Address owner, String name, String multiaddr, Sha256 checksum) {
    return new Address(
        asked(() -> calls.predictApp(owner.hex(), name, multiaddr, Hex.of(checksum.bytes()))));
  }

  @Override
  public boolean isAppRegistered(Address app) {
    return asked(() -> calls.isRegistered(addresses.appRegistry(), app.hex()));
  }

  private static Deal deal(DealId id, Bytes32 request, DealView view) {
    return new Deal(
        id,
        request,
        new Address(view.app().pointer()),
        new Address(view.dataset().pointer()),
        new Address(view.workerpool().pointer()),
        new Address(view.workerpool().owner()),
        new Address(view.requester()),
        new Address(view.callback()),
        new Deal.Prices(
            new NanoRlc(view.app().price()),
            new NanoRlc(view.dataset().price()),
            new NanoRlc(view.workerpool().price())),
        Category.numbered((int) view.category()),
        new Trust(Math.min(Integer.MAX_VALUE, clamped(view.trust()))),
        new Deal.Tasks(clamped(view.botFirst()), clamped(view.botSize())),
        view.params(),
        Instant.ofEpochSecond(view.startTime()),
        new NanoRlc(view.workerStake()),
        view.schedulerRewardRatio());
  }

  private static long clamped(BigInteger value) {
    return value.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  private static DefaultBlockParameter at(OptionalLong block) {
    return block.isPresent()
        ? DefaultBlockParameter.valueOf(BigInteger.valueOf(block.getAsLong()))
        : DefaultBlockParameterName.LATEST;
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
