package io.gridbourse.domain.value;

/** An account on the ledger: 20 bytes, kept as lower-case hexadecimal text. */
public record Address(String hex) implements Comparable<Address> {
  /** Nobody: the address that restricts nothing and owns nothing. */
  public static final Address ZERO = new Address("0x" + "0".repeat(40));

  public Address {
    hex = Hex.require(hex, 20, "address");
  }

  /** The 20 bytes. */
  public byte[] bytes() {
    return Hex.bytes(hex);
  }

  public boolean isZero() {
    return equals(ZERO);
  }

  @Override
  public int compareTo(Address other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
