package io.gridbourse.ejb.session;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.session.SessionStore.StoredSession;
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

/** The sessions of browsers; they outlive a restart of the server. */
@Stateless
public class Sessions {
  /** Longest life of a session. */
  public static final Duration LIFE = Duration.ofHours(12);

  private static final int SECRET_BYTES = 32;

  private SessionStore store;
  private Clock clock;
  private RandomGenerator chance;
  private Users users;

  protected Sessions() {}

  @Inject
  public Sessions(SessionStore store, Clock clock, RandomGenerator chance, Users users) {
    this.store = store;
    this.clock = clock;
    this.chance = chance;
    this.users = users;
  }

  /** A session just opened; the secret is told only now. */
  public record Opened(String secret, Session session) {}

  /** Opens a session for a user who has shown a token. */
  public Opened open(User user) {
    String secret = secret();
    Instant now = clock.instant();
    Session session = new Session(user, secret(), now.plus(LIFE));
    store.add(new StoredSession(hash(secret), user.name(), session.csrf(), now, session.expires()));
    return new Opened(secret, session);
  }

  /** The session of a secret, unless it ended or its user is gone. */
  public Optional<Session> find(String secret) {
    return store
        .find(hash(secret))
        .filter(kept -> kept.expires().isAfter(clock.instant()))
        .flatMap(
            kept ->
                users
                    .byName(kept.user())
                    .map(user -> new Session(user, kept.csrf(), kept.expires())));
  }

  /** Ends a session; one that has ended stays so. */
  public void close(String secret) {
    store.remove(hash(secret));
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    chance.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String secret) {
    return Sha256.of(secret.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
