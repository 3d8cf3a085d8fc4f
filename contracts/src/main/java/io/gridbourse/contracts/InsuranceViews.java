package io.gridbourse.contracts;

import static io.gridbourse.contracts.ContractViews.account;
import static io.gridbourse.contracts.ContractViews.bool;
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
 * What an insurance says at the newest block. Every view throws {@link
 * java.io.UncheckedIOException} when the node does not answer and {@link LedgerException} when the
 * contract refuses.
 */
public final class InsuranceViews {
  private final ContractViews insurance;

  public InsuranceViews(Web3j web3j, String insurance) {
    this.insurance = new ContractViews(web3j, Hex.address(insurance, "insurance"));
  }

  /** Capital, what of it is reserved for claims, and what is free, in nRLC. */
  public record Capital(BigInteger total, BigInteger reserved, BigInteger free) {}

  /**
   * A policy. The tasks that are open are not assessed yet; the premium that is open is the part
   * for them.
   *
   * @param deadline last moment in time, in seconds since 1970
   */
  public record Policy(
      String insured,
      long deadline,
      BigInteger coverPerTask,
      BigInteger premiumOpen,
      long tasksOpen) {}

  /** An insurer's part of the capital, in nRLC. */
  public record Holding(BigInteger shares, BigInteger worth, BigInteger withdrawable) {}

  /** The state of the capital. */
  public Capital capital() {
    return new Capital(
        insurance.ask("totalAssets", List.of(uint())).amount(0),
        insurance.ask("reserved", List.of(uint())).amount(0),
        insurance.ask("freeCapital", List.of(uint())).amount(0));
  }

  /** Who signs quotes. */
  public String underwriter() {
    return insurance.ask("underwriter", List.of(account())).address(0);
  }

  /** The hub whose free amounts it holds. */
  public String hub() {
    return insurance.ask("asset", List.of(account())).address(0);
  }

  /** The policy of a deal, if there is one. */
  public Optional<Policy> policy(String dealId) {
    ContractViews.Values found =
        insurance.ask(
            "viewPolicy",
            List.of(account(), uint(), uint(), uint(), uint()),
            word(dealId, "deal id"));
    if (found.address(0).equals(Hex.ADDRESS_ZERO)) {
      return Optional.empty();
    }
    return Optional.of(
        new Policy(
            found.address(0), found.number(1), found.amount(2), found.amount(3), found.number(4)));
  }

  /** Whether a partition of an insured deal was assessed. */
  public boolean wasAssessed(String dealId, long partition) {
    return insurance
        .ask("wasAssessed", List.of(bool()), word(dealId, "deal id"), number(partition))
        .flag(0);
  }

  /** What an insurer's shares are worth, and what of it can be withdrawn now. */
  public Holding holding(String insurer) {
    Address owner = new Address(Hex.address(insurer, "insurer"));
    BigInteger shares = insurance.ask("balanceOf", List.of(uint()), owner).amount(0);
    return new Holding(
        shares,
        insurance.ask("convertToAssets", List.of(uint()), new Uint256(shares)).amount(0),
        insurance.ask("maxWithdraw", List.of(uint()), owner).amount(0));
  }
}
