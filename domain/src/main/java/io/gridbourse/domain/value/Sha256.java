package io.gridbourse.domain.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of content: its SHA-256, written {@code sha256:} and 64 lower-case hex digits. */
public record Sha256(String hex) {
  private static final String PREFIX = "sha256:";

  public Sha256 {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 must be 64 lower-case hex digits, but is " + hex);
    }
  }

  /** The name of {@code content}. */
  public static Sha256 of(byte[] content) {
    return new Sha256(HexFormat.of().formatHex(newDigest().digest(content)));
  }

  /** Reads {@code sha256:<hex>} or the bare hex digits. */
  public static Sha256 parse(String text) {
    return new Sha256(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
  }

  /** A fresh SHA-256; every Java platform has it. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  /** The first 64 bits: enough to tell contents apart where nothing hangs on it. */
  public long prefix() {
    return Long.parseUnsignedLong(hex.substring(0, 16), 16);
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
