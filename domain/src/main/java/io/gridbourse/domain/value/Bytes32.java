package io.gridbourse.domain.value;

/** A word of 32 bytes, such as a hash, kept as lower-case hexadecimal text. */
public record Bytes32(String hex) implements Comparable<Bytes32> {
  public static final Bytes32 ZERO = new Bytes32("0x" + "0".repeat(64));

  public Bytes32 {
    hex = Hex.require(hex, 32, "bytes32");
  }

  public static Bytes32 of(byte[] bytes) {
    return new Bytes32(Hex.of(bytes));
  }

  public byte[] bytes() {
    return Hex.bytes(hex);
  }

  @Override
  public int compareTo(Bytes32 other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
