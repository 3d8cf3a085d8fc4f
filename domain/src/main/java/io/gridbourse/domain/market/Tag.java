package io.gridbourse.domain.market;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Properties that orders demand or offer, one bit each: 0 enclave, 1 to 3 its kinds, 8 GPU. */
public record Tag(Bytes32 word) {
  public static final Tag NONE = new Tag(Bytes32.ZERO);

  private static final Map<String, Integer> NAMES =
      new TreeMap<>(Map.of("tee", 0, "scone", 1, "gramine", 2, "tdx", 3, "gpu", 8));

  /** All bits that mean something: enclave, its three kinds, GPU. */
  public static final Tag KNOWN = ofBits(0, 1, 2, 3, 8);

  private static final BigInteger ENCLAVE_KINDS = BigInteger.valueOf(0b1110);

  /** The tag with the given bits. */
  public static Tag ofBits(int... bits) {
    BigInteger value = BigInteger.ZERO;
    for (int bit : bits) {
      value = value.setBit(bit);
    }
    return of(value);
  }

  /** Bits of either. */
  public Tag or(Tag other) {
    return of(value().or(other.value()));
  }

  /** This tag without the kinds of enclave: a dataset asks for an enclave, not for its make. */
  public Tag withoutEnclaveKinds() {
    return of(value().andNot(ENCLAVE_KINDS));
  }

  /** Whether {@code offered} has all bits of this. */
  public boolean within(Tag offered) {
    return value().andNot(offered.value()).signum() == 0;
  }

  /** Whether bit 0 is set. */
  public boolean enclave() {
    return value().testBit(0);
  }

  /** The tag of names such as {@code gpu}; empty if one of them means nothing. */
  public static Optional<Tag> named(Collection<String> names) {
    return NAMES.keySet().containsAll(names)
        ? Optional.of(ofBits(names.stream().mapToInt(NAMES::get).toArray()))
        : Optional.empty();
  }

  /** The names of its known bits. */
  public List<String> names() {
    return NAMES.entrySet().stream()
        .filter(name -> value().testBit(name.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether it has no bits but {@link #KNOWN} ones; other clients fail on others. */
  public boolean isKnown() {
    return within(KNOWN);
  }

  /**
   * The bits as a number.
   *
   * @throws ArithmeticException if it is not {@link #isKnown known}
   */
  public int bits() {
    return value().intValueExact();
  }

  private BigInteger value() {
    return new BigInteger(1, word.bytes());
  }

  private static Tag of(BigInteger value) {
    String digits = value.toString(16);
    return new Tag(
        new Bytes32(Hex.require("0x" + "0".repeat(64 - digits.length()) + digits, 32, "tag")));
  }
}
