package io.gridbourse.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Sign;
import org.web3j.utils.Numeric;

class SigningKeyTest {
  private static final BigInteger ORDER = Sign.CURVE_PARAMS.getN();
  private static final byte[] DIGEST = Hash.sha3(new byte[] {7});

  @TempDir private Path folder;

  @Test
  void theKeyOneHasItsWellKnownAddress() {
    assertThat(SigningKey.of(BigInteger.ONE).address())
        .isEqualTo("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf");
  }

  @Test
  void whatItSignsIsRecoveredAndHasALowS() {
    SplittableRandom random = new SplittableRandom(42);
    SigningKey key = SigningKey.generate();
    for (int i = 0; i < 200; i++) {
      byte[] digest = new byte[32];
      random.nextBytes(digest);
      byte[] signature = key.sign(digest);
      assertThat(signature).hasSize(65);
      assertThat(sOf(signature)).isLessThanOrEqualTo(ORDER.shiftRight(1));
      assertThat(SigningKey.recover(digest, signature)).contains(key.address());
    }
  }

  @Test
  void aHighSIsNobodys() {
    byte[] signature = SigningKey.generate().sign(DIGEST);
    byte[] malleated = signature.clone();
    byte[] high = Numeric.toBytesPadded(ORDER.subtract(sOf(signature)), 32);
    System.arraycopy(high, 0, malleated, 32, 32);
    malleated[64] = (byte) (signature[64] == 27 ? 28 : 27);
    assertThat(SigningKey.recover(DIGEST, malleated)).isEmpty();
  }

  @Test
  void signaturesThatAreNoneAreNobodys() {
    byte[] signature = SigningKey.generate().sign(DIGEST);
    byte[] otherV = signature.clone();
    otherV[64] = 0;
    assertThat(SigningKey.recover(DIGEST, otherV)).isEmpty();
    assertThat(SigningKey.recover(DIGEST, Arrays.copyOf(signature, 64))).isEmpty();
    assertThat(SigningKey.recover(DIGEST, new byte[65])).isEmpty();
    byte[] tooLarge = signature.clone();
    Arrays.fill(tooLarge, 0, 32, (byte) 0xff);
    assertThat(SigningKey.recover(DIGEST, tooLarge)).isEmpty();
    assertThat(SigningKey.recover(new byte[31], signature)).isEmpty();
  }

  @Test
  void aSignedMessageIsNoSignatureOfItsDigest() {
    SigningKey key = SigningKey.generate();
    byte[] message = "hello".getBytes(StandardCharsets.UTF_8);
    byte[] signature = key.signMessage(message);
    assertThat(SigningKey.recoverMessage(message, signature)).contains(key.address());
    assertThat(SigningKey.recover(Hash.sha3(message), signature)).isNotEqualTo(key.address());
  }

  @Test
  void aKeyIsKeptEncryptedForItsOwnerOnly() throws IOException {
    Path file = folder.resolve("worker.json");
    SigningKey key = SigningKey.create(file, "correct horse");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.readString(file)).contains("scrypt").contains("\"version\":3");
    assertThat(SigningKey.load(file, "correct horse").address()).isEqualTo(key.address());
  }

  @Test
  void aWrongPasswordAndAWrongFileAreToldApart() throws IOException {
    Path file = folder.resolve("worker.json");
    SigningKey.create(file, "correct horse");
    assertThatThrownBy(() -> SigningKey.load(file, "battery staple"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("is the password right?");
    Path other = Files.writeString(folder.resolve("notes.txt"), "no key here");
    assertThatThrownBy(() -> SigningKey.load(other, "any"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("is not a keystore of version 3");
  }

  @Test
  void aKeyThatIsThereIsNotOverwritten() throws IOException {
    Path file = folder.resolve("worker.json");
    SigningKey first = SigningKey.create(file, "a");
    assertThatThrownBy(() -> SigningKey.create(file, "a"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("remove it, or load the key in it");
    assertThat(SigningKey.load(file, "a").address()).isEqualTo(first.address());
  }

  private static BigInteger sOf(byte[] signature) {
    return new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
  }
}
