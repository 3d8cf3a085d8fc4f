package io.gridbourse.ejb.session;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.sql.Sql;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Answers by idempotency key. A key belongs to a user; a claim whose server died is free again
 * after {@link #ABANDONED_AFTER}.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Answers {
  /** A claim without an answer for so long was lost with its server. */
  public static final Duration ABANDONED_AFTER = Duration.ofMinutes(2);

  private Sql sql;
  private Clock clock;

  protected Answers() {}

  @Inject
  public Answers(DataSource database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /**
   * Claims a key for a request.
   *
   * @param route method, path and query
   * @param body hash of the body's bytes
   */
  public Claim claim(String user, String key, String route, Sha256 body) {
    int inserted =
        sql.update(
            "insert into idempotent_request (principal, request_key, route, body_sha256,"
                + " started_at) values (?, ?, ?, ?, ?) on conflict do nothing",
            user,
            key,
            route,
            body.hex(),
            clock.instant());
    return inserted == 1 ? new Claim.Fresh() : claimAgain(user, key, route, body);
  }

  private Claim claimAgain(String user, String key, String route, Sha256 body) {
    Optional<Row> found =
        sql.first(
            "select route, body_sha256, status, content_type, location, answer, effect"
                + " from idempotent_request where principal = ? and request_key = ?",
            Answers::row,
            user,
            key);
    if (found.isEmpty()) {
      // Released between the two statements; the client's next try finds it free.
      return new Claim.InProgress();
    }
    if (!found.get().route.equals(route) || !found.get().body.equals(body.hex())) {
      return new Claim.Conflict();
    }
    if (found.get().answer.isPresent()) {
      return new Claim.Answered(found.get().answer.get());
    }
    if (found.get().effect.isPresent()) {
      return new Claim.Done(found.get().effect.get());
    }
    int takenOver =
        sql.update(
            "update idempotent_request set started_at = ? where principal = ? and request_key = ?"
                + " and status is null and started_at < ?",
            clock.instant(),
            user,
            key,
            clock.instant().minus(ABANDONED_AFTER));
    return takenOver == 1 ? new Claim.Fresh() : new Claim.InProgress();
  }

  /** Notes what a claimed request made; it counts only if the running transaction does. */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void effect(String user, String key, String effect) {
    sql.update(
        "update idempotent_request set effect = ? where principal = ? and request_key = ?",
        effect,
        user,
        key);
  }

  /** Keeps the answer of a claimed request. */
  public void keep(String user, String key, Answer answer) {
    sql.update(
        "update idempotent_request set status = ?, content_type = ?, location = ?, answer = ?,"
            + " answered_at = ? where principal = ? and request_key = ?",
        answer.status(),
        answer.contentType(),
        answer.location(),
        answer.body(),
        clock.instant(),
        user,
        key);
  }

  /** Frees the key of a request that changed nothing, so that it may be tried again. */
  public void release(String user, String key) {
    sql.update(
        "delete from idempotent_request where principal = ? and request_key = ?"
            + " and status is null and effect is null",
        user,
        key);
  }

  private static Row row(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    Optional<Answer> answer =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new Answer(
                    status,
                    row.getString("content_type"),
                    Optional.ofNullable(row.getString("location")),
                    row.getBytes("answer")));
    return new Row(
        row.getString("route"),
        row.getString("body_sha256"),
        answer,
        Optional.ofNullable(row.getString("effect")));
  }

  private record Row(String route, String body, Optional<Answer> answer, Optional<String> effect) {}
}
