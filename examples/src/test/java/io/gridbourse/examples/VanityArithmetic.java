package io.gridbourse.examples;

import com.dylibso.chicory.runtime.Instance;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The parts of the vanity application, called one by one in an instance of their own. */
final class VanityArithmetic {
  private static final Guest GUEST = Guest.load("/proving.wasm");
  private static final int ROOM = 1 << 18;

  private final Instance instance = GUEST.instance();
  private final int input;
  private final int second;
  private final int output;

  VanityArithmetic() {
    input = (int) call("allocate", ROOM);
    second = (int) call("allocate", 64);
    output = (int) call("allocate", ROOM);
  }

  private long call(String name, long... arguments) {
    long[] results = instance.export(name).apply(arguments);
    return results == null || results.length == 0 ? 0 : results[0];
  }

  private byte[] read(int length) {
    return instance.memory().readBytes(output, length);
  }

  byte[] sha256(byte[] message) {
    instance.memory().write(input, message);
    call("sha256", output, input, message.length);
    return read(32);
  }

  byte[] ripemd160(byte[] message) {
    instance.memory().write(input, message);
    call("ripemd160", output, input, message.length);
    return read(20);
  }

  /** 0 a * b, 1 a - b, 2 a * a, 3 1 / a. */
  BigInteger field(int operation, BigInteger a, BigInteger b) {
    instance.memory().write(input, bytes(a));
    instance.memory().write(second, bytes(b));
    call("field", operation, output, input, second);
    return new BigInteger(1, read(32));
  }

  /** x and y, 32 bytes each. */
  byte[] point(BigInteger key) {
    instance.memory().write(input, bytes(key));
    call("point", output, input);
    return read(64);
  }

  String address(BigInteger key, boolean compressed) {
    instance.memory().write(input, bytes(key));
    return text((int) call("address", output, input, compressed ? 1 : 0));
  }

  String wif(BigInteger key, boolean compressed) {
    instance.memory().write(input, bytes(key));
    return text((int) call("wif", output, input, compressed ? 1 : 0));
  }

  /** The hashes of the public keys of a range, 20 bytes each. */
  byte[] walk(BigInteger first, int keys, boolean compressed) {
    instance.memory().write(input, bytes(first));
    call("walk", output, input, keys, compressed ? 1 : 0);
    return read(20 * keys);
  }

  int pattern(String pattern) {
    byte[] characters = pattern.getBytes(StandardCharsets.UTF_8);
    instance.memory().write(input, characters);
    return (int) call("pattern", input, characters.length);
  }

  /** A hash modulo n - 2^64. */
  BigInteger reduce(BigInteger hash) {
    instance.memory().write(output, bytes(hash));
    call("reduce", output);
    return new BigInteger(1, read(32));
  }

  private String text(int length) {
    return new String(read(length), StandardCharsets.US_ASCII);
  }

  /** 32 bytes, the most significant first. */
  static byte[] bytes(BigInteger number) {
    byte[] bytes = new byte[32];
    byte[] own = number.toByteArray();
    int length = Math.min(own.length, 32);
    System.arraycopy(own, own.length - length, bytes, 32 - length, length);
    return bytes;
  }
}
