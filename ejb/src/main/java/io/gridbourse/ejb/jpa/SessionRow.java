package io.gridbourse.ejb.jpa;

import io.gridbourse.ejb.session.SessionStore.StoredSession;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A browser's session as the database keeps it. */
@Entity
@Table(name = "web_session")
class SessionRow {
  @Id
  @Column(name = "secret_sha256")
  private String secretHash;

  @Column(name = "user_name", nullable = false, updatable = false)
  private String user;

  @Column(nullable = false, updatable = false)
  private String csrf;

  @Column(name = "opened_at", nullable = false, updatable = false)
  private OffsetDateTime openedAt;

  @Column(name = "expires_at", nullable = false, updatable = false)
  private OffsetDateTime expiresAt;

  protected SessionRow() {}

  SessionRow(StoredSession session) {
    this.secretHash = session.secretHash();
    this.user = session.user();
    this.csrf = session.csrf();
    this.openedAt = at(session.opened());
    this.expiresAt = at(session.expires());
  }

  StoredSession session() {
    return new StoredSession(secretHash, user, csrf, openedAt.toInstant(), expiresAt.toInstant());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
