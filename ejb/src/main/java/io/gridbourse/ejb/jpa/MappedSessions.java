package io.gridbourse.ejb.jpa;

import io.gridbourse.ejb.session.SessionStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** Sessions as mapped rows; its callers have begun the transaction. */
@ApplicationScoped
public class MappedSessions implements SessionStore {
  private EntityManager rows;

  protected MappedSessions() {}

  /** The sessions in the database of this persistence context. */
  @Inject
  public MappedSessions(EntityManager rows) {
    this.rows = rows;
  }

  @Override
  public void add(StoredSession session) {
    rows.persist(new SessionRow(session));
  }

  @Override
  public Optional<StoredSession> find(String secretHash) {
    return Optional.ofNullable(rows.find(SessionRow.class, secretHash)).map(SessionRow::session);
  }

  @Override
  public void remove(String secretHash) {
    Optional.ofNullable(rows.find(SessionRow.class, secretHash)).ifPresent(rows::remove);
  }
}
