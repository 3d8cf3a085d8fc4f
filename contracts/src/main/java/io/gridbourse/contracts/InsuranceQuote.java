package io.gridbourse.contracts;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.StaticStruct;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Hash;

/**
 * An underwriter's offer to insure a deal: for each task that fails, is delivered after the
 * deadline, or is overturned by the court, the insured gets the cover, once.
 *
 * @param insured the requester of the deal, or who pays for it
 * @param premium for all tasks of the deal, in nRLC
 * @param coverPerTask in nRLC
 * @param deadline last moment in time, in seconds since 1970
 * @param expiry when the offer ends, in seconds since 1970
 */
public record InsuranceQuote(
    String dealId,
    String insured,
    BigInteger premium,
    BigInteger coverPerTask,
    long deadline,
    long expiry) {
  private static final byte[] DOMAIN_TYPE =
      hash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final byte[] QUOTE_TYPE =
      hash(
          "Quote(bytes32 dealid,address insured,uint256 premium,uint256 coverPerTask,"
              + "uint256 deadline,uint256 expiry)");
  private static final byte[] NAME = hash("Gridbourse Insurance");
  private static final byte[] VERSION = hash("1");

  public InsuranceQuote {
    dealId = Hex.word(dealId, "deal id");
    insured = Hex.address(insured, "insured");
    premium = Hex.amount(premium, "premium");
    coverPerTask = Hex.amount(coverPerTask, "cover per task");
  }

  /** What the underwriter signs: EIP-712 in the domain of one insurance on one chain. */
  public byte[] digest(long chainId, String insurance) {
    byte[] separator =
        hash(
            new Bytes32(DOMAIN_TYPE),
            new Bytes32(NAME),
            new Bytes32(VERSION),
            new Uint256(chainId),
            new Address(Hex.address(insurance, "insurance")));
    byte[] struct =
        hash(
            new Bytes32(QUOTE_TYPE),
            new Bytes32(Hex.decode(dealId)),
            new Address(insured),
            new Uint256(premium),
            new Uint256(coverPerTask),
            new Uint256(deadline),
            new Uint256(expiry));
    byte[] message = new byte[2 + separator.length + struct.length];
    message[0] = 0x19;
    message[1] = 0x01;
    System.arraycopy(separator, 0, message, 2, separator.length);
    System.arraycopy(struct, 0, message, 2 + separator.length, struct.length);
    return Hash.sha3(message);
  }

  /** To the insurance, by the insured: buys the policy with its approved free nRLC. */
  public String buy(String signature) {
    StaticStruct quote =
        new StaticStruct(
            new Bytes32(Hex.decode(dealId)),
            new Address(insured),
            new Uint256(premium),
            new Uint256(coverPerTask),
            new Uint256(deadline),
            new Uint256(expiry));
    DynamicBytes sign = new DynamicBytes(Hex.decode(Hex.bytes(signature, "signature")));
    return FunctionEncoder.encode(new Function("buy", List.of(quote, sign), List.of()));
  }

  private static byte[] hash(String text) {
    return Hash.sha3(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hash(Type<?>... words) {
    return Hash.sha3(Hex.decode(FunctionEncoder.encodeConstructor(List.of(words))));
  }
}
