package io.gridbourse.ejb.chain;

import io.gridbourse.contracts.Anchors;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.proof.record.AnchoredRoots;
import io.gridbourse.ejb.settings.RecordSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/** The anchors by eth_call; none if the settings name no contract. */
@ApplicationScoped
public class LedgerAnchors implements AnchoredRoots {
  private Endpoint endpoint;
  private Optional<Address> contract;

  protected LedgerAnchors() {}

  /** The contract of the settings. */
  @Inject
  public LedgerAnchors(Endpoint endpoint, RecordSettings settings) {
    this.endpoint = endpoint;
    this.contract = settings.anchors();
  }

  @Override
  public long lastSize() {
    return asked(
        anchors -> {
          long count = anchors.count();
          return count == 0 ? 0L : anchors.sizeAt(count - 1);
        },
        0L);
  }

  @Override
  public Bytes32 rootOf(long size) {
    return asked(anchors -> new Bytes32(anchors.rootOf(size)), Bytes32.ZERO);
  }

  private <T> T asked(Function<Anchors, T> question, T nothing) {
    if (contract.isEmpty()) {
      return nothing;
    }
    try {
      return question.apply(new Anchors(endpoint.web3j(), contract.get().hex()));
    } catch (LedgerException | UncheckedIOException e) {
      throw new ChainUnavailable("the anchors could not be read: " + e.getMessage(), e);
    }
  }
}
