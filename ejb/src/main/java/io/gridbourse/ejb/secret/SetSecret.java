package io.gridbourse.ejb.secret;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.sql.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Sets a secret for its owner, who signs for owner, name and value together. Anybody may ask
 * whether one is set; nobody is ever shown its value.
 */
@Stateless
public class SetSecret {
  /** Bytes of a secret. */
  public static final int BYTES_MAX = 4_096;

  /** Characters of a name. */
  public static final int NAME_MAX = 256;

  /** Secrets of one owner and kind. */
  public static final int PER_OWNER_MAX = 1_000;

  /** What iExec's client calls the one secret of an app. */
  public static final String APP_SECRET = "1";

  private static final Pattern SIGNATURE = Pattern.compile("0x[0-9a-fA-F]{130}");
  private static final byte[] DOMAIN =
      Keccak256.of("IEXEC_SMS_DOMAIN".getBytes(StandardCharsets.UTF_8));
  private Sql sql;
  private SecretSeal seal;
  private Entries entries;
  private Clock clock;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public SetSecret() {}

  /** The use case with all that it needs. */
  @Inject
  public SetSecret(DataSource database, SecretSeal seal, Entries entries, Clock clock) {
    this.sql = new Sql(database);
    this.seal = seal;
    this.entries = entries;
    this.clock = clock;
  }

  /**
   * Sets a secret.
   *
   * @param owner the dataset or app, or the person
   * @param name empty for a dataset
   * @param signature personal signature over the hash of domain, owner, name and value
   * @param replace whether a replaceable secret that is there gives way
   */
  public SecretOutcome set(
      SecretKind kind,
      Address owner,
      String name,
      String value,
      String signature,
      boolean replace) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    boolean named = kind == SecretKind.WEB3 ? name.isEmpty() : !name.isEmpty();
    if (bytes == 0 || bytes > BYTES_MAX || !named || name.length() > NAME_MAX) {
      return SecretOutcome.INVALID;
    }
    if (!isSignedBy(holder(kind, owner), challenge(kind, owner, name, value), signature)) {
      return SecretOutcome.NOT_OWNER;
    }
    if (!isSet(kind, owner, name) && count(kind, owner) >= PER_OWNER_MAX) {
      return SecretOutcome.TOO_MANY;
    }
    return keep(kind, owner, name, value, replace && kind.isReplaceable())
        ? SecretOutcome.KEPT
        : SecretOutcome.EXISTS;
  }

  /** Whether a secret is set. */
  public boolean isSet(SecretKind kind, Address owner, String name) {
    return sql.first(
            "select 1 from stored_secret where kind = ? and owner = ? and name = ?",
            row -> true,
            kind,
            owner.hex(),
            name)
        .isPresent();
  }

  private int count(SecretKind kind, Address owner) {
    return sql.first(
            "select count(*) from stored_secret where kind = ? and owner = ?",
            row -> row.getInt(1),
            kind,
            owner.hex())
        .orElse(0);
  }

  private boolean keep(SecretKind kind, Address owner, String name, String value, boolean replace) {
    SecretSeal.Sealed sealed = seal.seal(place(kind, owner, name), value);
    return sql.update(
            "insert into stored_secret (kind, owner, name, nonce, sealed, stored_at)"
                + " values (?, ?, ?, ?, ?, ?) on conflict (kind, owner, name) do update set"
                + " nonce = excluded.nonce, sealed = excluded.sealed, stored_at ="
                + " excluded.stored_at where ?",
            kind,
            owner.hex(),
            name,
            sealed.nonce(),
            sealed.bytes(),
            clock.instant(),
            replace)
        == 1;
  }

  private static String place(SecretKind kind, Address owner, String name) {
    return kind + "|" + owner.hex() + "|" + name;
  }

  private Optional<Address> holder(SecretKind kind, Address owner) {
    return switch (kind) {
      case WEB3 -> entries.owner(OrderKind.DATASET, owner);
      case APP -> entries.owner(OrderKind.APP, owner);
      case WEB2, REQUESTER -> Optional.of(owner);
    };
  }

  private static byte[] challenge(SecretKind kind, Address owner, String name, String value) {
    byte[] hashed = Keccak256.of(value.getBytes(StandardCharsets.UTF_8));
    return kind == SecretKind.WEB3
        ? Keccak256.of(DOMAIN, owner.bytes(), hashed)
        : Keccak256.of(
            DOMAIN, owner.bytes(), Keccak256.of(name.getBytes(StandardCharsets.UTF_8)), hashed);
  }

  private static boolean isSignedBy(Optional<Address> holder, byte[] hash, String signature) {
    return holder.isPresent()
        && SIGNATURE.matcher(signature).matches()
        && SigningKey.recoverMessage(hash, Hex.bytes(signature))
            .filter(signer -> new Address(signer).equals(holder.get()))
            .isPresent();
  }
}
