package io.gridbourse.ejb.pool;

import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.ejb.settings.PoolSettings;
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

/** Makes a one-time token with which a worker joins the pool. Only its hash is kept. */
@Stateless
public class IssueEnrolmentToken {
  private static final Duration VALID = Duration.ofHours(1);
  private static final int RANDOM_BYTES = 24;
  private StoredWorkers workers;
  private PoolSettings pool;
  private RandomGenerator random;
  private Clock clock;

  protected IssueEnrolmentToken() {}

  /** The use case with all that it needs. */
  @Inject
  public IssueEnrolmentToken(
      DataSource database, PoolSettings pool, RandomGenerator random, Clock clock) {
    this.workers = new StoredWorkers(database, clock);
    this.pool = pool;
    this.random = random;
    this.clock = clock;
  }

  /**
   * A fresh token, valid for an hour; it is shown this once.
   *
   * @param site where whoever enrols with it stands; empty if that is not known
   */
  public Views.EnrolmentToken issue(Optional<Site> site) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String token = "gb_wet_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    Instant expires = now.plus(VALID);
    workers.addToken(hash(token), pool.address(), site, now, expires);
    return new Views.EnrolmentToken(token, pool.address().hex(), expires);
  }

  static byte[] hash(String token) {
    return Sha256.newDigest().digest(token.getBytes(StandardCharsets.UTF_8));
  }
}
