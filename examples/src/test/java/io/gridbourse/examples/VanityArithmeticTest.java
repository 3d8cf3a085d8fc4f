package io.gridbourse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of public standards, and comparisons with BouncyCastle and the JDK. */
class VanityArithmeticTest {
  private static final BigInteger ONE = BigInteger.ONE;

  private final VanityArithmetic vanity = new VanityArithmetic();

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static BigInteger number(SplittableRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "'',e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc,ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopq"
        + "rsmnopqrstnopqrstu,cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
  })
  void sha256HasTheDigestsOfFips180(String message, String digest) {
    assertThat(hex(vanity.sha256(ascii(message)))).isEqualTo(digest);
  }

  @ParameterizedTest
  @CsvSource({
    "'',9c1185a5c5e9fc54612808977ee8f548b2258d31",
    "a,0bdc9d2d256b3ee9daae347be6f4dc835a467ffe",
    "abc,8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
    "message digest,5d0689ef49d2fae572b881b123a85ffa21595f36",
    "abcdefghijklmnopqrstuvwxyz,f71c27109c692c1b56bbdceb5b9d2865b3708dbc",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + "12a053384a9c0c88e405a06c27dcf49ada62eb2b",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,"
        + "b0e20b6e3116640286ed3a87a5713079b21f5189",
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890,"
        + "9b752e45573d4b39f4dbd3323cab82bf63326bfb"
  })
  void ripemd160HasTheDigestsOfItsAuthors(String message, String digest) {
    assertThat(hex(vanity.ripemd160(ascii(message)))).isEqualTo(digest);
  }

  @Test
  void digestsOfEveryLengthAroundTheBlocksAreThoseOfOthers() {
    byte[] message = new byte[260];
    new SplittableRandom(11).nextBytes(message);
    for (int length = 0; length <= message.length; length++) {
      byte[] part = Arrays.copyOf(message, length);
      assertThat(hex(vanity.sha256(part))).as("%d", length).isEqualTo(hex(Bitcoin.sha256(part)));
      assertThat(hex(vanity.ripemd160(part)))
          .as("%d", length)
          .isEqualTo(hex(Bitcoin.ripemd160(part)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theFieldComputesAsBigNumbersDo(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      assertField(number(random), number(random));
    }
  }

  @Test
  void theFieldComputesAtItsEdges() {
    BigInteger top = ONE.shiftLeft(256).subtract(ONE);
    BigInteger p = Bitcoin.PRIME;
    BigInteger[] edges = {
      BigInteger.ZERO,
      ONE,
      BigInteger.TWO,
      p.subtract(ONE),
      p,
      p.add(ONE),
      top,
      top.subtract(ONE),
      ONE.shiftLeft(255),
      ONE.shiftLeft(29).subtract(ONE),
      ONE.shiftLeft(232),
      ONE.shiftLeft(232).subtract(ONE),
      p.shiftRight(1),
      p.subtract(ONE.shiftLeft(32)),
    };
    for (BigInteger a : edges) {
      for (BigInteger b : edges) {
        assertField(a, b);
      }
    }
  }

  private void assertField(BigInteger a, BigInteger b) {
    BigInteger p = Bitcoin.PRIME;
    assertThat(vanity.field(0, a, b)).as("%s * %s", a, b).isEqualTo(a.multiply(b).mod(p));
    assertThat(vanity.field(1, a, b)).as("%s - %s", a, b).isEqualTo(a.subtract(b).mod(p));
    assertThat(vanity.field(2, a, b)).as("%s ^ 2", a).isEqualTo(a.multiply(a).mod(p));
    BigInteger inverse = a.mod(p).signum() == 0 ? BigInteger.ZERO : a.modInverse(p);
    assertThat(vanity.field(3, a, b)).as("1 / %s", a).isEqualTo(inverse);
  }

  /** Multiples of the generator as published with the curve's test vectors. */
  @ParameterizedTest
  @CsvSource({
    "1,79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,"
        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
    "2,c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5,"
        + "1ae168fea63dc339a3c58419466ceaeef7f632653266d0e1236431a950cfe52a",
    "3,f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9,"
        + "388f7b0f632de8140fe337e62a37f3566500a99934c2231b6cb9fd7584b8e672",
    "20,4ce119c96e2fa357200b559b2f7dd5a5f02d5290aff74b03f3e471b273211c97,"
        + "12ba26dcb10ec1625da61fa10a844c676162948271d96967450288ee9233dc3a",
    "112233445566778899,a90cc3d3f3e146daadfc74ca1372207cb4b725ae708cef713a98edd73d99ef29,"
        + "5a79d6b289610c68bc3b47f3d72f9788a26a06868b4d8e433e1e2ad76fb7dc76",
    "115792089237316195423570985008687907852837564279074904382605163141518161494336,"
        + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,"
        + "b7c52588d95c3b9aa25b0403f1eef75702e84bb7597aabe663b82f6f04ef2777"
  })
  void multiplesOfTheGeneratorAreThosePublished(BigInteger key, String x, String y) {
    assertThat(hex(vanity.point(key))).isEqualTo(x + y);
  }

  @Test
  void addressesAndPrivateKeysAreWrittenAsPublished() {
    assertThat(vanity.address(ONE, true)).isEqualTo("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH");
    assertThat(vanity.address(ONE, false)).isEqualTo("1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm");
    assertThat(vanity.wif(ONE, true))
        .isEqualTo("KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn");
    assertThat(vanity.wif(ONE, false))
        .isEqualTo("5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf");
    BigInteger wiki =
        new BigInteger("18e14a7b6a307f426a94f8114701e7c8e774e7f9a47e2c2035db29a206321725", 16);
    assertThat(vanity.address(wiki, true)).isEqualTo("1PMycacnJaSqwwJqjawXBErnLsZ7RkXUAs");
    assertThat(vanity.address(wiki, false)).isEqualTo("16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM");
    BigInteger format =
        new BigInteger("0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d", 16);
    assertThat(vanity.wif(format, false))
        .isEqualTo("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6, 7})
  void aWalkOverARangeMeetsThePublicKeysOfBouncyCastle(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int keys = random.nextInt(1, 1500);
    boolean compressed = random.nextBoolean();
    BigInteger first = number(random).mod(Bitcoin.ORDER.subtract(BigInteger.valueOf(keys)));
    assertWalk(first.max(ONE), keys, compressed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 64, 1023, 1024, 1025, 1026, 2051})
  void aWalkMayBeginAtTheFirstKey(int keys) {
    assertWalk(ONE, keys, true);
  }

  /** Tasks end 2^63 keys or more before the order; a walk may look 1,025 keys past its range. */
  @Test
  void aWalkMayComeNearTheOrder() {
    for (int keys : new int[] {1, 2, 7, 300, 1100}) {
      assertWalk(Bitcoin.ORDER.subtract(BigInteger.valueOf(keys + 1025)), keys, false);
    }
  }

  private void assertWalk(BigInteger first, int keys, boolean compressed) {
    byte[] hashes = vanity.walk(first, keys, compressed);
    ECPoint generator = Bitcoin.point(ONE);
    ECPoint point = Bitcoin.point(first);
    for (int i = 0; i < keys; i++) {
      assertThat(Arrays.copyOfRange(hashes, 20 * i, 20 * i + 20))
          .as("key %s + %d of %d, compressed %s", first, i, keys, compressed)
          .isEqualTo(Bitcoin.hashOfPublicKey(point, compressed));
      point = point.add(generator).normalize();
    }
  }

  @Test
  void hashesOfSeedsAreReducedBelowTheirLimit() {
    BigInteger limit = Bitcoin.ORDER.subtract(ONE.shiftLeft(64));
    BigInteger top = ONE.shiftLeft(256).subtract(ONE);
    for (BigInteger hash :
        new BigInteger[] {
          BigInteger.ZERO, ONE, limit.subtract(ONE), limit, limit.add(ONE), Bitcoin.ORDER, top
        }) {
      assertThat(vanity.reduce(hash)).isEqualTo(hash.mod(limit));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,0",
    "1LoV,0",
    "11,0",
    "1111111111111111111114oLvT2,0",
    "1zzz,0",
    "1LoVer,0",
    "1Qzz,0",
    "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH,0",
    "10,1",
    "1I,1",
    "1l,1",
    "1O,1",
    "1é,1",
    "'1 ',1",
    "LoV,2",
    "3abc,2",
    "'',2",
    "1111111111111111111111111,3",
    "1zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz,3",
    "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMHx,3"
  })
  void aPatternIsPossibleOrRefusedForAReason(String pattern, int verdict) {
    assertThat(vanity.pattern(pattern)).isEqualTo(verdict);
  }
}
