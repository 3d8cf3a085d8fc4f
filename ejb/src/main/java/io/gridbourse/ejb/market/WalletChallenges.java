package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.Words;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.MarketSettings;
import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * How a wallet proves itself: it signs a text that was made for it, by EIP-712, and shows hash,
 * signature and address once.
 */
@ApplicationScoped
public class WalletChallenges {
  /** Time in which a challenge must be used. */
  static final Duration VALID = Duration.ofMinutes(10);

  /** Challenges in all; asking for one is open to anybody. */
  static final int OPEN_MAX = 100_000;

  private static final int TEXT_BYTES = 32;
  private static final int HEADER_CHARACTERS_MAX = 10_000;
  private Sql sql;
  private Atomically atomically;
  private SignatureCheck signatures;
  private RandomGenerator random;
  private Clock clock;
  private long chainId;
  private int openPerWallet;

  protected WalletChallenges() {}

  /** The challenges in this database. */
  @Inject
  public WalletChallenges(
      DataSource database,
      Atomically atomically,
      Entries entries,
      ChainSettings settings,
      MarketSettings market,
      RandomGenerator random,
      Clock clock) {
    this.sql = new Sql(database);
    this.atomically = atomically;
    this.signatures = new SignatureCheck(entries);
    this.random = random;
    this.clock = clock;
    this.chainId = settings.chainId();
    this.openPerWallet = market.challengesPerWallet();
  }

  /**
   * Makes a challenge for a wallet.
   *
   * @param domain name of the service in the EIP-712 domain, such as {@code iExec Gateway}
   * @return the text to sign; empty if too many are open
   */
  public Optional<String> issue(Address wallet, String domain) {
    byte[] bytes = new byte[TEXT_BYTES];
    random.nextBytes(bytes);
    String text = Hex.of(bytes).substring(2);
    Bytes32 hash = hash(domain, chainId, text);
    Instant now = clock.instant();
    return atomically.call(
        () -> store(wallet, domain, hash, now) ? Optional.of(text) : Optional.<String>empty());
  }

  private boolean store(Address wallet, String domain, Bytes32 hash, Instant now) {
    sql.update("delete from wallet_challenge where expires < ?", now);
    sql.update(
        "delete from wallet_challenge where address = ? and hash not in (select hash from"
            + " wallet_challenge where address = ? order by issued_at desc, hash limit ?)",
        wallet.hex(),
        wallet.hex(),
        openPerWallet - 1);
    return sql.update(
            "insert into wallet_challenge (hash, address, domain, issued_at, expires) select ?, ?, ?, ?, ?"
                + " where (select count(*) from wallet_challenge) < ?",
            hash.hex(),
            wallet.hex(),
            domain,
            now,
            now.plus(VALID),
            OPEN_MAX)
        == 1;
  }

  /**
   * The wallet that an {@code Authorization} header proves, {@code hash_signature_address}. The
   * challenge is used up whether or not the signature is right.
   *
   * @param domain name of the service that made the challenge; it serves no other
   */
  public Optional<Address> redeem(String header, String domain) {
    if (header == null || header.length() > HEADER_CHARACTERS_MAX) {
      return Optional.empty();
    }
    String[] parts = header.strip().split("_", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      Bytes32 hash = new Bytes32(parts[0]);
      Address wallet = new Address(parts[2]);
      Hex.bytes(parts[1]);
      boolean open = atomically.call(() -> use(hash, wallet, domain));
      return open && signatures.isSignedBy(wallet, hash, parts[1])
          ? Optional.of(wallet)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean use(Bytes32 hash, Address wallet, String domain) {
    return sql.update(
            "delete from wallet_challenge where hash = ? and address = ? and domain = ?"
                + " and expires >= ?",
            hash.hex(),
            wallet.hex(),
            domain,
            clock.instant())
        == 1;
  }

  /**
   * What a wallet signs: EIP-712 of {@code Challenge(string challenge)}.
   *
   * @param domain name of the service; its version is 1
   */
  static Bytes32 hash(String domain, long chainId, String text) {
    byte[] separator =
        Keccak256.of(
            hashed("EIP712Domain(string name,string version,uint256 chainId)"),
            hashed(domain),
            hashed("1"),
            Words.uint256(chainId));
    byte[] struct = Keccak256.of(hashed("Challenge(string challenge)"), hashed(text));
    return Bytes32.of(Keccak256.of(new byte[] {0x19, 0x01}, separator, struct));
  }

  private static byte[] hashed(String text) {
    return Keccak256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
