package io.gridbourse.ejb.session;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.market.WalletChallenges;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Finds out who owns an account by a challenge that the account signs (EIP-712) and that counts
 * once.
 */
@Stateless
public class LogChallenges {
  /** Name and version of the domain that challenges are signed in. */
  public static final String DOMAIN_NAME = "Gridbourse Pool";

  public static final String DOMAIN_VERSION = "1";
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int PER_ADDRESS_MAX = 100;
  private static final int SECRET_BYTES = 32;
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(0x[0-9a-f]{64})_(0x[0-9a-f]{130})_(0x[0-9a-f]{40})");

  private final SecureRandom random = new SecureRandom();
  private Sql sql;
  private long chainId;
  private Clock clock;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public LogChallenges() {}

  /** Challenges in this database. */
  @Inject
  public LogChallenges(DataSource database, ChainSettings settings, Clock clock) {
    this.sql = new Sql(database);
    this.chainId = settings.chainId();
    this.clock = clock;
  }

  /** A fresh challenge for an account; the oldest ones give way where there are many. */
  public String ask(Address account) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String challenge = HexFormat.of().formatHex(bytes);
    sql.update("delete from log_challenge where expires < ?", clock.instant());
    sql.update(
        "delete from log_challenge where challenge in (select challenge from log_challenge"
            + " where address = ? order by expires desc offset ?)",
        account.hex(),
        PER_ADDRESS_MAX - 1);
    sql.update(
        "insert into log_challenge (challenge, address, expires) values (?, ?, ?)",
        challenge,
        account.hex(),
        clock.instant().plus(LIFE));
    return challenge;
  }

  /**
   * Who answers a challenge, which is then used up.
   *
   * @param authorization hash of the challenge, signature and account, joined by underscores
   */
  public Optional<Address> answered(String authorization) {
    Matcher parts = AUTHORIZATION.matcher(authorization.toLowerCase(java.util.Locale.ROOT).strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    Address account = new Address(parts.group(3));
    return sql
        .list(
            "select challenge from log_challenge where address = ? and expires >= ?",
            row -> row.getString(1),
            account.hex(),
            clock.instant())
        .stream()
        .filter(challenge -> hash(challenge).hex().equals(parts.group(1)))
        .filter(challenge -> isSigned(hash(challenge).bytes(), parts.group(2), account))
        .filter(
            challenge ->
                sql.update("delete from log_challenge where challenge = ?", challenge) == 1)
        .map(challenge -> account)
        .findFirst();
  }

  private static boolean isSigned(byte[] hash, String signature, Address account) {
    return SigningKey.recover(hash, Hex.bytes(signature))
        .filter(signer -> new Address(signer).equals(account))
        .isPresent();
  }

  private Bytes32 hash(String challenge) {
    return WalletChallenges.hash(DOMAIN_NAME, chainId, challenge);
  }
}
