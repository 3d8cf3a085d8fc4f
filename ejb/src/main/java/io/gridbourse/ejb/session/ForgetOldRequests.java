package io.gridbourse.ejb.session;

import io.gridbourse.ejb.sql.Sql;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/** Deletes ended sessions and old answers. Any node may do it at any time. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
public class ForgetOldRequests {
  /** How long an idempotency key is remembered. */
  public static final Duration REMEMBERED = Duration.ofDays(7);

  private Sql sql;
  private Clock clock;

  protected ForgetOldRequests() {}

  @Inject
  public ForgetOldRequests(DataSource database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /** Runs every hour. */
  @Schedule(hour = "*", minute = "17", persistent = false)
  public void forget() {
    Instant now = clock.instant();
    sql.update("delete from web_session where expires_at < ?", now);
    sql.update("delete from idempotent_request where started_at < ?", now.minus(REMEMBERED));
  }
}
