package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that the server sends, as it is stored.
 *
 * @param intent what it is for; there is one entry for each
 * @param attempts signed forms so far; before that, simulations that the contract refused
 * @param signed the present signed form
 * @param mined the block that has it
 * @param reason why the ledger refuses it
 * @param reasonCode name of the contract's error
 */
public record OutboxEntry(
    long id,
    String intent,
    String keyName,
    Address to,
    String calldata,
    OutboxState state,
    OptionalLong nonce,
    int attempts,
    Optional<SignedForm> signed,
    Optional<Mined> mined,
    Optional<String> reason,
    Optional<String> reasonCode,
    Optional<Instant> sentAt,
    Instant updatedAt) {
  static final String FILLER = "fill:";

  /** Whether it only uses up a nonce. */
  boolean isFiller() {
    return intent.startsWith(FILLER);
  }

  /** Signed bytes with their fees in wei. */
  public record SignedForm(
      String raw, Bytes32 hash, BigInteger maxFee, BigInteger tip, BigInteger gasLimit) {}

  /** A block that has it. */
  public record Mined(long number, Bytes32 block) {}
}
