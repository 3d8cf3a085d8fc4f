package io.gridbourse.worker.link;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Hex;
import java.nio.charset.StandardCharsets;

/** The worker's account: who it is for the server and the ledger. */
public final class WorkerKey {
  private final SigningKey key;
  private final Address address;

  public WorkerKey(SigningKey key) {
    this.key = key;
    this.address = new Address(key.address());
  }

  public Address address() {
    return address;
  }

  /** The key itself, for transactions. */
  public SigningKey signingKey() {
    return key;
  }

  /** Proof of possession for an enrolment. */
  public String proofFor(String token) {
    byte[] text = ("gridbourse-enrol:" + token).getBytes(StandardCharsets.UTF_8);
    return Hex.of(key.signMessage(text));
  }

  /** Personal signature over a request's hash. */
  public String signRequest(byte[] hash) {
    return Hex.of(key.signMessage(hash));
  }

  /** Signature over 32 bytes as they are, as the ledger checks commitments. */
  public String signHash(byte[] hash) {
    return Hex.of(key.sign(hash));
  }
}
