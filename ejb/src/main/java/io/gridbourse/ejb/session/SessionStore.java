package io.gridbourse.ejb.session;

import java.time.Instant;
import java.util.Optional;

/** Where sessions are kept. All calls belong to the running transaction. */
public interface SessionStore {
  /**
   * A session as it is kept.
   *
   * @param secretHash SHA-256 of the cookie's secret, lower-case hexadecimal
   */
  record StoredSession(
      String secretHash, String user, String csrf, Instant opened, Instant expires) {}

  /** Keeps a new session. */
  void add(StoredSession session);

  /** A session, also one that has expired and was not yet forgotten. */
  Optional<StoredSession> find(String secretHash);

  /** Forgets a session; one that is not there stays so. */
  void remove(String secretHash);
}
