package io.gridbourse.examples;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The same things by BouncyCastle and the JDK, to compare with. */
final class Bitcoin {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  static final BigInteger ORDER = CURVE.getN();
  static final BigInteger PRIME = CURVE.getCurve().getField().getCharacteristic();

  private Bitcoin() {}

  static ECPoint point(BigInteger key) {
    return new FixedPointCombMultiplier().multiply(CURVE.getG(), key).normalize();
  }

  static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] ripemd160(byte[] message) {
    RIPEMD160Digest digest = new RIPEMD160Digest();
    digest.update(message, 0, message.length);
    byte[] out = new byte[20];
    digest.doFinal(out, 0);
    return out;
  }

  static byte[] hashOfPublicKey(ECPoint point, boolean compressed) {
    return ripemd160(sha256(point.getEncoded(compressed)));
  }
}
