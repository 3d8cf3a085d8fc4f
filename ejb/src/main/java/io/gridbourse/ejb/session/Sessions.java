package io.gridbourse.ejb.session;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.User;
import io.gridbourse.ejb.users.Users;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** The sessions of browsers; they outlive a restart of the server. */
@Stateless
public class Sessions {
  /** Longest life of a session. */
  public static final Duration LIFE = Duration.ofHours(12);

  private static final int SECRET_BYTES = 32;

  private Sql sql;
  private Clock clock;
  private RandomGenerator chance;
  private Users users;

  protected Sessions() {}

  @Inject
  public Sessions(DataSource database, Clock clock, RandomGenerator chance, Users users) {
    this.sql = new Sql(database);
    this.clock = clock;
    this.chance = chance;
    this.users = users;
  }

  /** A session just opened; the secret is told only now. */
  public record Opened(String secret, Session session) {}

  /** Opens a session for a user who has shown a token. */
  public Opened open(User user) {
    String secret = secret();
    Session session = new Session(user, secret(), clock.instant().plus(LIFE));
    sql.update(
        "insert into web_session (secret_sha256, user_name, csrf, opened_at, expires_at)"
            + " values (?, ?, ?, ?, ?)",
        hash(secret),
        user.name(),
        session.csrf(),
        clock.instant(),
        session.expires());
    return new Opened(secret, session);
  }

  /** The session of a secret, unless it ended or its user is gone. */
  public Optional<Session> find(String secret) {
    return sql.first(
            "select user_name, csrf, expires_at from web_session"
                + " where secret_sha256 = ? and expires_at > ?",
            row ->
                new Row(
                    row.getString("user_name"),
                    row.getString("csrf"),
                    Sql.instant(row, "expires_at").orElseThrow()),
            hash(secret),
            clock.instant())
        .flatMap(
            row -> users.byName(row.user).map(user -> new Session(user, row.csrf, row.expires)));
  }

  /** Ends a session; one that has ended stays so. */
  public void close(String secret) {
    sql.update("delete from web_session where secret_sha256 = ?", hash(secret));
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    chance.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String secret) {
    return Sha256.of(secret.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private record Row(String user, String csrf, Instant expires) {}
}
