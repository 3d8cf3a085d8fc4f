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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.WalletUtils;
import org.web3j.crypto.exception.CipherException;

/** Keys from keystore files of version 3, opened once with the installation's password. */
@ApplicationScoped
public class KeystoreKeys implements Keys {
  private static final String SUFFIX = ".json";
  private Map<String, Credentials> credentials;

  protected KeystoreKeys() {}

  /** Opens all keys of the folder. */
  @Inject
  public KeystoreKeys(KeySettings settings) {
    this.credentials = load(settings);
  }

  @Override
  public Set<String> names() {
    return credentials.keySet();
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

  private Credentials keyOf(String name) {
    Credentials key = credentials.get(name);
    if (key == null) {
      throw new IllegalArgumentException(
          "no key is named " + name + "; there are " + String.join(", ", credentials.keySet()));
    }
    return key;
  }

  private static Map<String, Credentials> load(KeySettings settings) {
    Map<String, Credentials> keys = new TreeMap<>();
    try (Stream<Path> files = Files.list(settings.folder())) {
      String password =
          Files.readAllLines(settings.passwordFile(), StandardCharsets.UTF_8).stream()
              .findFirst()
              .orElse("");
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
