package io.gridbourse.contracts;

import static io.gridbourse.contracts.ContractViews.account;
import static io.gridbourse.contracts.ContractViews.bool;
import static io.gridbourse.contracts.ContractViews.bytes32;
import static io.gridbourse.contracts.ContractViews.number;
import static io.gridbourse.contracts.ContractViews.uint;
import static io.gridbourse.contracts.ContractViews.word;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.protocol.Web3j;

/**
 * What the hub says of accepted partitions and of its court at the newest block. Every view throws
 * {@link java.io.UncheckedIOException} when the node does not answer and {@link LedgerException}
 * when the contract refuses.
 */
public final class CourtViews {
  private final ContractViews hub;

  public CourtViews(Web3j web3j, String hub) {
    this.hub = new ContractViews(web3j, Hex.address(hub, "hub"));
  }

  /** What a challenge costs and the pool put up per partition, and what a juror gets and risks. */
  public record Stakes(BigInteger stake, BigInteger fee) {}

  /**
   * An accepted partition.
   *
   * @param accepted whether it is, and not settled yet
   * @param windowEnd until when it may be challenged, in seconds since 1970
   * @param purse what the pool still answers with, in nRLC
   */
  public record Acceptance(
      boolean accepted, long windowEnd, long trialsOpen, long overturned, BigInteger purse) {}

  /** The stakes in a deal. */
  public Stakes stakes(String dealId) {
    ContractViews.Values found =
        hub.ask("courtStake", List.of(uint(), uint()), word(dealId, "deal id"));
    return new Stakes(found.amount(0), found.amount(1));
  }

  /** A partition as it was accepted; all zero if it was not. */
  public Acceptance acceptance(String dealId, long partition) {
    ContractViews.Values found =
        hub.ask(
            "viewAcceptance",
            List.of(bool(), uint(), uint(), uint(), uint()),
            word(dealId, "deal id"),
            number(partition));
    return new Acceptance(
        found.flag(0), found.number(1), found.number(2), found.number(3), found.amount(4));
  }

  /** What a jury found instead of the accepted digest. */
  public Optional<String> corrected(String dealId, BigInteger idx) {
    String digest =
        hub.ask("correctedResult", List.of(bytes32()), word(dealId, "deal id"), new Uint256(idx))
            .word(0);
    return digest.equals(Hex.WORD_ZERO) ? Optional.empty() : Optional.of(digest);
  }

  /** How many workers may be drawn. */
  public long jurors() {
    return hub.ask("countJurors", List.of(uint())).number(0);
  }

  /** Whether a worker may be drawn. */
  public boolean isJuror(String worker) {
    return hub.ask("isJuror", List.of(bool()), new Address(Hex.address(worker, "worker"))).flag(0);
  }

  /** Who answers for a worker: the owner that it named, or itself. */
  public String ownerOf(String worker) {
    return hub.ask("ownerOfWorker", List.of(account()), new Address(Hex.address(worker, "worker")))
        .address(0);
  }
}
