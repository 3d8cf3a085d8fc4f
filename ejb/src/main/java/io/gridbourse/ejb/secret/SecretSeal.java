package io.gridbourse.ejb.secret;

import io.gridbourse.ejb.settings.KeySettings;
import io.gridbourse.ejb.settings.SettingsRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts with AES-256-GCM under the installation's key for secrets. The key is made at its
 * first use and kept beside the other keys, sealed itself with the keystores' password.
 */
@ApplicationScoped
public class SecretSeal {
  static final String FILE = "secrets.sealed";
  private static final int KEY_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /** What OWASP asks of PBKDF2 with HMAC-SHA-256 since 2023. */
  private static final int ROUNDS = 600_000;

  private static final byte[] KEY_PURPOSE =
      "gridbourse secrets key 1".getBytes(StandardCharsets.US_ASCII);
  private final SecureRandom random = new SecureRandom();
  private KeySettings settings;
  private SecretKeySpec key;

  protected SecretSeal() {}

  /** The seal of the settings' keys. */
  @Inject
  public SecretSeal(KeySettings settings) {
    this.settings = settings;
  }

  /** A sealed text. */
  // Opaque bytes, compared by nobody.
  @SuppressWarnings("ArrayRecordComponent")
  public record Sealed(byte[] nonce, byte[] bytes) {}

  /** Seals a text for a place: it can be opened there only. */
  public Sealed seal(String place, String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    return new Sealed(
        nonce,
        crypt(Cipher.ENCRYPT_MODE, key(), nonce, place.getBytes(StandardCharsets.UTF_8), plain));
  }

  /**
   * Opens what was sealed for a place.
   *
   * @throws IllegalStateException if it was changed, moved, or sealed with another key
   */
  public String open(String place, Sealed sealed) {
    return new String(
        crypt(
            Cipher.DECRYPT_MODE,
            key(),
            sealed.nonce(),
            place.getBytes(StandardCharsets.UTF_8),
            sealed.bytes()),
        StandardCharsets.UTF_8);
  }

  private synchronized SecretKeySpec key() {
    if (key == null) {
      Path file = settings.folder().resolve(FILE);
      try {
        if (!Files.exists(file)) {
          make(file);
        }
        key = read(file);
      } catch (IOException e) {
        throw new SettingsRefusal(
            "the key of secrets " + file + " cannot be used: " + e.getMessage());
      }
    }
    return key;
  }

  /** Whole or not at all; of two nodes that make one, the first wins. */
  private void make(Path file) throws IOException {
    byte[] fresh = new byte[KEY_BYTES];
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(fresh);
    random.nextBytes(salt);
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, ofPassword(salt), nonce, KEY_PURPOSE, fresh);
    byte[] all = new byte[SALT_BYTES + NONCE_BYTES + sealed.length];
    System.arraycopy(salt, 0, all, 0, SALT_BYTES);
    System.arraycopy(nonce, 0, all, SALT_BYTES, NONCE_BYTES);
    System.arraycopy(sealed, 0, all, SALT_BYTES + NONCE_BYTES, sealed.length);
    Path next =
        Files.createTempFile(
            file.getParent(),
            ".secrets",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(next, Base64.getEncoder().encodeToString(all) + "\n");
      Files.createLink(file, next);
    } catch (FileAlreadyExistsException e) {
      // Another node was first; its key is read.
    } finally {
      Files.delete(next);
    }
  }

  private SecretKeySpec read(Path file) throws IOException {
    try {
      byte[] all = Base64.getDecoder().decode(Files.readString(file).strip());
      byte[] salt = Arrays.copyOf(all, SALT_BYTES);
      byte[] nonce = Arrays.copyOfRange(all, SALT_BYTES, SALT_BYTES + NONCE_BYTES);
      byte[] sealed = Arrays.copyOfRange(all, SALT_BYTES + NONCE_BYTES, all.length);
      return aes(crypt(Cipher.DECRYPT_MODE, ofPassword(salt), nonce, KEY_PURPOSE, sealed));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException("it does not open with the password of the keys", e);
    }
  }

  private SecretKeySpec ofPassword(byte[] salt) throws IOException {
    String password =
        Files.readAllLines(settings.passwordFile(), StandardCharsets.UTF_8).stream()
            .findFirst()
            .orElse("");
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, KEY_BYTES * Byte.SIZE);
    try {
      return aes(
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }

  private static SecretKeySpec aes(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES");
  }

  private static byte[] crypt(int mode, SecretKeySpec key, byte[] nonce, byte[] place, byte[] in) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place);
      return cipher.doFinal(in);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a sealed text does not open", e);
    }
  }
}
