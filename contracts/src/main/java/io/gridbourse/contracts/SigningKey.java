package io.gridbourse.contracts;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECDSASignature;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletFile;
import org.web3j.crypto.exception.CipherException;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.utils.Numeric;

/**
 * A secp256k1 key: it signs digests, messages and transactions, and is kept in an encrypted file
 * that every Ethereum wallet reads (keystore version 3). Signatures have a low s, and those with a
 * high s are not recovered.
 */
public final class SigningKey {
  public static final int SIGNATURE_BYTES = 65;

  private static final int WORD_BYTES = 32;
  private static final int V_AT = 64;

  /** Scrypt with 16 MiB of memory: a fifth of a second, in any heap. */
  private static final int SCRYPT_N = 1 << 14;

  private static final int SCRYPT_P = 1;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final ECKeyPair pair;
  private final String address;

  private SigningKey(ECKeyPair pair) {
    this.pair = pair;
    this.address = "0x" + Keys.getAddress(pair);
  }

  /** A new key from the system's secure random numbers. */
  public static SigningKey generate() {
    try {
      return new SigningKey(Keys.createEcKeyPair());
    } catch (GeneralSecurityException problem) {
      throw new LedgerException("No key can be made on this machine", problem);
    }
  }

  /** The key with this private number, for tests and development chains. */
  public static SigningKey of(BigInteger privateKey) {
    if (privateKey.signum() <= 0 || privateKey.compareTo(Sign.CURVE_PARAMS.getN()) >= 0) {
      throw new IllegalArgumentException(
          "A private key must be above 0 and below the curve's order");
    }
    return new SigningKey(ECKeyPair.create(privateKey));
  }

  /** A new key, stored encrypted in a new file that only its owner reads. */
  public static SigningKey create(Path file, String password) throws IOException {
    SigningKey key = generate();
    key.store(file, password);
    return key;
  }

  /**
   * The key stored in a file.
   *
   * @throws LedgerException when the file is no keystore or the password is wrong
   */
  public static SigningKey load(Path file, String password) throws IOException {
    byte[] json = Files.readAllBytes(file);
    try {
      WalletFile wallet = ObjectMapperFactory.getObjectMapper().readValue(json, WalletFile.class);
      return new SigningKey(Wallet.decrypt(password, wallet));
    } catch (CipherException problem) {
      throw new LedgerException(
          "The key in %s does not open: is the password right?".formatted(file), problem);
    } catch (IOException problem) {
      throw new LedgerException("%s is not a keystore of version 3".formatted(file), problem);
    }
  }

  /**
   * Stores the key encrypted in a new file that only its owner reads; an existing file is left
   * alone.
   */
  public void store(Path file, String password) throws IOException {
    byte[] json;
    try {
      WalletFile wallet = Wallet.create(password, pair, SCRYPT_N, SCRYPT_P);
      json = ObjectMapperFactory.getObjectMapper().writeValueAsBytes(wallet);
    } catch (CipherException problem) {
      throw new LedgerException("The key cannot be encrypted on this machine", problem);
    }
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      channel.write(ByteBuffer.wrap(json));
    } catch (FileAlreadyExistsException problem) {
      throw new LedgerException(
          "%s exists: remove it, or load the key in it".formatted(file), problem);
    }
  }

  /** The account of this key. */
  public String address() {
    return address;
  }

  /** The key as web3j wants it. */
  public Credentials credentials() {
    return Credentials.create(pair);
  }

  /** Signs 32 bytes as they are: r, s, v with v 27 or 28. */
  public byte[] sign(byte[] digest) {
    if (digest.length != WORD_BYTES) {
      throw new IllegalArgumentException("A digest has 32 bytes, not " + digest.length);
    }
    return bytesOf(Sign.signMessage(digest, pair, false));
  }

  /** Signs an order for the ledger. */
  public AppOrder sign(AppOrder order, SigningDomain domain) {
    return order.signed(Hex.text(sign(domain.digestOf(order))));
  }

  /** Signs an order for the ledger. */
  public DatasetOrder sign(DatasetOrder order, SigningDomain domain) {
    return order.signed(Hex.text(sign(domain.digestOf(order))));
  }

  /** Signs an order for the ledger. */
  public WorkerpoolOrder sign(WorkerpoolOrder order, SigningDomain domain) {
    return order.signed(Hex.text(sign(domain.digestOf(order))));
  }

  /** Signs an order for the ledger. */
  public RequestOrder sign(RequestOrder order, SigningDomain domain) {
    return order.signed(Hex.text(sign(domain.digestOf(order))));
  }

  /** Signs a message the way wallets do (EIP-191), so that it can never be a transaction. */
  public byte[] signMessage(byte[] message) {
    return bytesOf(Sign.signPrefixedMessage(message, pair));
  }

  /** The signed bytes of a transaction for one chain, ready to be sent and kept. */
  public String signTransaction(RawTransaction transaction, long chainId) {
    return Numeric.toHexString(TransactionEncoder.signMessage(transaction, chainId, credentials()));
  }

  /** Who signed these 32 bytes, if the signature has 65 bytes, v 27 or 28, and a low s. */
  public static Optional<String> recover(byte[] digest, byte[] signature) {
    if (digest.length != WORD_BYTES || signature.length != SIGNATURE_BYTES) {
      return Optional.empty();
    }
    byte v = signature[V_AT];
    byte[] r = Arrays.copyOfRange(signature, 0, WORD_BYTES);
    byte[] s = Arrays.copyOfRange(signature, WORD_BYTES, V_AT);
    ECDSASignature plain = new ECDSASignature(new BigInteger(1, r), new BigInteger(1, s));
    if ((v != 27 && v != 28)
        || !isInRange(plain.r)
        || !isInRange(plain.s)
        || !plain.isCanonical()) {
      return Optional.empty();
    }
    try {
      BigInteger key = Sign.signedMessageHashToKey(digest, new Sign.SignatureData(v, r, s));
      return Optional.of("0x" + Keys.getAddress(key));
    } catch (SignatureException | RuntimeException problem) {
      return Optional.empty(); // The point is not on the curve: nobody signed this.
    }
  }

  /** Who signed this message with {@link #signMessage}. */
  public static Optional<String> recoverMessage(byte[] message, byte[] signature) {
    return recover(Sign.getEthereumMessageHash(message), signature);
  }

  private static boolean isInRange(BigInteger value) {
    return value.signum() > 0 && value.compareTo(Sign.CURVE_PARAMS.getN()) < 0;
  }

  private static byte[] bytesOf(Sign.SignatureData data) {
    byte[] bytes = Arrays.copyOf(data.getR(), SIGNATURE_BYTES);
    System.arraycopy(data.getS(), 0, bytes, WORD_BYTES, WORD_BYTES);
    bytes[V_AT] = data.getV()[0];
    return bytes;
  }
}
