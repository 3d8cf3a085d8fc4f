package io.gridbourse.ejb.chain;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.settings.KeySettings;
import io.gridbourse.ejb.settings.SettingsRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletFile;
import org.web3j.crypto.WalletUtils;
import org.web3j.crypto.exception.CipherException;
import org.web3j.protocol.ObjectMapperFactory;

/** Keys from keystore files of version 3, opened once with the installation's password. */
@ApplicationScoped
public class KeystoreKeys implements Keys {
  private static final String SUFFIX = ".json";

  /** Scrypt with 16 MiB of memory: a fifth of a second, in any heap. */
  private static final int SCRYPT_N = 1 << 14;

  /** N times r of scrypt: 128 bytes each, so at most 256 MiB. */
  private static final long SCRYPT_WORK_MAX = 1L << 21;

  private Map<String, Credentials> credentials;
  private KeySettings settings;

  protected KeystoreKeys() {}

  /** Opens all keys of the folder. */
  @Inject
  public KeystoreKeys(KeySettings settings) {
    this.settings = settings;
    this.credentials = new ConcurrentSkipListMap<>(load(settings));
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(credentials.keySet());
  }

  @Override
  public Address addressOf(String name) {
    return new Address(keyOf(name).getAddress());
  }

  @Override
  public String sign(String name, Bytes32 hash) {
    Sign.SignatureData data = Sign.signMessage(hash.bytes(), keyOf(name).getEcKeyPair(), false);
    byte[] signature = new byte[65];
    System.arraycopy(data.getR(), 0, signature, 0, 32);
    System.arraycopy(data.getS(), 0, signature, 32, 32);
    signature[64] = data.getV()[0];
    return Hex.of(signature);
  }

  @Override
  public byte[] signTransaction(String name, Transaction transaction) {
    RawTransaction raw =
        RawTransaction.createTransaction(
            transaction.chainId(),
            BigInteger.valueOf(transaction.nonce()),
            transaction.gasLimit(),
            transaction.to().hex(),
            BigInteger.ZERO,
            transaction.calldata(),
            transaction.tip(),
            transaction.maxFee());
    return TransactionEncoder.signMessage(raw, keyOf(name));
  }

  /**
   * Keeps the key of a keystore file in the folder, under the installation's own password, if it is
   * the key of {@code owner}.
   *
   * @return whose key it is
   * @throws IllegalArgumentException if it is no keystore, does not open, or would take too long to
   */
  public Address keep(String name, String keystore, String password, Address owner) {
    Credentials key = opened(keystore, password);
    Address holder = new Address(key.getAddress());
    if (!holder.equals(owner)) {
      return holder;
    }
    Path file = settings.folder().resolve(name + SUFFIX);
    try {
      Path next =
          Files.createTempFile(
              settings.folder(),
              ".key",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          next,
          ObjectMapperFactory.getObjectMapper()
              .writeValueAsString(
                  Wallet.create(passwordOf(settings), key.getEcKeyPair(), SCRYPT_N, 1)));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | CipherException e) {
      throw new IllegalStateException("the key " + file + " cannot be kept: " + e.getMessage(), e);
    }
    credentials.put(name, key);
    return holder;
  }

  private static Credentials opened(String keystore, String password) {
    try {
      WalletFile wallet =
          ObjectMapperFactory.getObjectMapper().readValue(keystore, WalletFile.class);
      if (wallet.getCrypto() != null
          && wallet.getCrypto().getKdfparams() instanceof WalletFile.ScryptKdfParams scrypt
          && ((long) scrypt.getN() * scrypt.getR() > SCRYPT_WORK_MAX || scrypt.getP() > 16)) {
        throw new IllegalArgumentException("the keystore asks for too much memory");
      }
      return Credentials.create(Wallet.decrypt(password, wallet));
    } catch (IOException | CipherException | RuntimeException e) {
      throw new IllegalArgumentException("the keystore does not open with the password", e);
    }
  }

  private static String passwordOf(KeySettings settings) throws IOException {
    return Files.readAllLines(settings.passwordFile(), StandardCharsets.UTF_8).stream()
        .findFirst()
        .orElse("");
  }

  private Credentials keyOf(String name) {
    Credentials key =
        Optional.ofNullable(credentials.get(name)).or(() -> loadedLater(name)).orElse(null);
    if (key == null) {
      throw new IllegalArgumentException(
          "no key is named " + name + "; there are " + String.join(", ", credentials.keySet()));
    }
    return key;
  }

  /** A key that another node keeps since this one started. */
  private Optional<Credentials> loadedLater(String name) {
    Path file = settings.folder().resolve(name + SUFFIX);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    credentials.putAll(load(settings));
    return Optional.ofNullable(credentials.get(name));
  }

  private static Map<String, Credentials> load(KeySettings settings) {
    Map<String, Credentials> keys = new TreeMap<>();
    try (Stream<Path> files = Files.list(settings.folder())) {
      String password = passwordOf(settings);
      List<Path> stores =
          files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
      for (Path store : stores) {
        String file = store.getFileName().toString();
        keys.put(
            file.substring(0, file.length() - SUFFIX.length()),
            WalletUtils.loadCredentials(password, store.toFile()));
      }
    } catch (IOException | CipherException e) {
      throw new SettingsRefusal(
          "the keys in "
              + settings.folder()
              + " cannot be opened with the password in "
              + settings.passwordFile()
              + " ("
              + e.getMessage()
              + "); restore both from the same backup");
    }
    return keys;
  }
}
