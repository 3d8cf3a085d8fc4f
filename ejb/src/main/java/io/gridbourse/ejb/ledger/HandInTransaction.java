package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.InsuranceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SignatureException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.transaction.type.Transaction1559;

/**
 * Hands what somebody signed elsewhere to the chain, for those who have no endpoint of their own.
 * Only calls of this ledger's contracts are taken, and only such as would pass: this is no relay.
 */
@ApplicationScoped
public class HandInTransaction {
  /** Hexadecimal digits that are read, with the 0x before them. */
  public static final int CHARACTERS_MAX = 262_144;

  private Chain chain;
  private ChainSettings settings;
  private Set<Address> contracts;

  protected HandInTransaction() {}

  /** To the settings' chain and contracts. */
  @Inject
  public HandInTransaction(Chain chain, ChainSettings settings, InsuranceSettings insurance) {
    this.chain = chain;
    this.settings = settings;
    this.contracts =
        Stream.concat(Stream.of(settings.contracts().hub()), insurance.contract().stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** What became of it. */
  public sealed interface Outcome {
    /** The chain has it. */
    record Sent(Bytes32 hash, Address from) implements Outcome {}

    /** It cannot be read, or is not for this ledger. */
    record Unfit(String detail, String remedy) implements Outcome {}

    /** The contract, or the chain, would not have it. */
    record Refused(String reason) implements Outcome {}
  }

  /** Whether calls of a contract are taken. */
  public boolean takes(Address contract) {
    return contracts.contains(contract);
  }

  /** Hands in the signed bytes, as hexadecimal text. */
  public Outcome handIn(String raw) {
    if (raw.length() > CHARACTERS_MAX || !raw.matches("0x(?:[0-9a-fA-F]{2})+")) {
      return new Outcome.Unfit(
          "it is not 0x and hexadecimal digits, at most " + CHARACTERS_MAX + " characters",
          "hand in what your wallet calls the raw or serialized transaction");
    }
    try {
      if (TransactionDecoder.decode(raw) instanceof SignedRawTransaction signed) {
        return handIn(raw, signed, new Address(signed.getFrom()));
      }
    } catch (SignatureException | RuntimeException e) {
      return new Outcome.Unfit("it cannot be read as a transaction", "sign it anew");
    }
    return new Outcome.Unfit("it is not signed", "sign it first");
  }

  private Outcome handIn(String raw, SignedRawTransaction signed, Address from) {
    long chainId = chainOf(signed);
    if (chainId != settings.chainId()) {
      return new Outcome.Unfit(
          "it is for chain " + chainId + ", the ledger is on " + settings.chainId(),
          "sign it for chain " + settings.chainId());
    }
    if (signed.getValue().signum() != 0) {
      return new Outcome.Unfit("it pays coins to a contract that takes none", "sign it without");
    }
    if (signed.getTo() == null || !takes(new Address(signed.getTo()))) {
      return new Outcome.Unfit(
          "it calls " + signed.getTo() + ", which is no contract of this ledger that takes orders",
          "send it by an endpoint of the chain");
    }
    String data = signed.getData().startsWith("0x") ? signed.getData() : "0x" + signed.getData();
    Chain.Simulation simulation = chain.simulate(from, new Address(signed.getTo()), data);
    if (simulation instanceof Chain.Simulation.Reverted reverted) {
      return new Outcome.Refused(reverted.reason());
    }
    Chain.Sent sent = chain.send(raw);
    return switch (sent.outcome()) {
      case ACCEPTED -> new Outcome.Sent(Bytes32.of(Keccak256.of(Hex.bytes(raw))), from);
      case NONCE_TOO_LOW, UNDERPRICED, REFUSED -> new Outcome.Refused(sent.message());
    };
  }

  /** One without a chain could be sent anywhere: it counts as one for chain 0. */
  private static long chainOf(SignedRawTransaction signed) {
    if (signed.getTransaction() instanceof Transaction1559 current) {
      return current.getChainId();
    }
    return signed.getChainId() == null ? 0 : signed.getChainId();
  }
}
