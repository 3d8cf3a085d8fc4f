package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.value.Sha256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Private keys of secp256k1: their wallet import format and their addresses. */
final class VanityKeys {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

  /** The order of the group: keys are below it. */
  static final BigInteger ORDER = CURVE.getN();

  private static final ECMultiplier MULTIPLIER = new FixedPointCombMultiplier();
  private static final byte WIF_VERSION = (byte) 0x80;
  private static final byte WIF_COMPRESSED = 1;
  private static final int KEY_BYTES = 32;
  private static final int HASH_BYTES = 20;

  private VanityKeys() {}

  /** A private key as wallet import format has it. */
  record WifKey(BigInteger key, boolean compressed) {}

  static Optional<WifKey> decodeWif(String text) {
    return Base58Check.decode(text).flatMap(VanityKeys::readWif);
  }

  private static Optional<WifKey> readWif(byte[] payload) {
    boolean compressed = payload.length == 1 + KEY_BYTES + 1;
    if (!compressed && payload.length != 1 + KEY_BYTES) {
      return Optional.empty();
    }
    if (payload[0] != WIF_VERSION || (compressed && payload[1 + KEY_BYTES] != WIF_COMPRESSED)) {
      return Optional.empty();
    }
    BigInteger key = new BigInteger(1, Arrays.copyOfRange(payload, 1, 1 + KEY_BYTES));
    return Optional.of(new WifKey(key, compressed));
  }

  /** The address of a key in [1, {@link #ORDER}). */
  static String address(BigInteger key, boolean compressed) {
    byte[] publicKey = MULTIPLIER.multiply(CURVE.getG(), key).normalize().getEncoded(compressed);
    byte[] hash = Sha256.newDigest().digest(publicKey);
    RIPEMD160Digest ripemd = new RIPEMD160Digest();
    ripemd.update(hash, 0, hash.length);
    byte[] payload = new byte[1 + HASH_BYTES];
    ripemd.doFinal(payload, 1);
    return Base58Check.encode(payload);
  }
}
