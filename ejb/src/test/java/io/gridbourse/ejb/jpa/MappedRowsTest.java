package io.gridbourse.ejb.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.session.SessionStore.StoredSession;
import io.gridbourse.ejb.session.SubmittedText;
import io.gridbourse.ejb.sql.Sql;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The mapped rows fit the tables that the migrations make. */
class MappedRowsTest {
  private static final Instant OPENED = Instant.parse("2026-01-31T23:59:59.123456Z");
  private static final BagId BAG = new BagId("b-14mgbu5qci3b5t13");
  private static TestDatabase database;
  private static EntityManagerFactory factory;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    factory =
        Persistence.createEntityManagerFactory(
            "gridbourse",
            Map.of(
                "jakarta.persistence.transactionType",
                "RESOURCE_LOCAL",
                "jakarta.persistence.nonJtaDataSource",
                database));
  }

  @AfterAll
  static void stop() {
    factory.close();
  }

  @Test
  void sessionComesBackAsItWasKept() {
    StoredSession session = session("a".repeat(64));
    within(rows -> new MappedSessions(rows).add(session));
    Optional<StoredSession> found =
        read(rows -> new MappedSessions(rows).find(session.secretHash()));
    assertThat(found).contains(session);
  }

  @Test
  void timesOfSessionsAreThoseOfOtherStatements() {
    StoredSession session = session("b".repeat(64));
    within(rows -> new MappedSessions(rows).add(session));
    Optional<Instant> expires =
        new Sql(database)
            .first(
                "select expires_at from web_session where secret_sha256 = ?",
                row -> Sql.instant(row, "expires_at").orElseThrow(),
                session.secretHash());
    assertThat(expires).contains(session.expires());
  }

  @Test
  void removedSessionIsGoneAndMayBeRemovedAgain() {
    StoredSession session = session("c".repeat(64));
    within(rows -> new MappedSessions(rows).add(session));
    within(rows -> new MappedSessions(rows).remove(session.secretHash()));
    within(rows -> new MappedSessions(rows).remove(session.secretHash()));
    Optional<StoredSession> found =
        read(rows -> new MappedSessions(rows).find(session.secretHash()));
    assertThat(found).isEmpty();
  }

  @Test
  void textComesBackByteForByteAndIsKeptOnce() {
    byte[] body = "kind: Bag\u0000\u00e9\n".getBytes(StandardCharsets.UTF_8);
    SubmittedText text = new SubmittedText("application/yaml", body);
    within(rows -> new MappedTexts(rows).add(BAG, text));
    SubmittedText found = read(rows -> new MappedTexts(rows).find(BAG)).orElseThrow();
    assertThat(found.mediaType()).isEqualTo("application/yaml");
    assertThat(found.body()).isEqualTo(body);
    assertThatThrownBy(() -> within(rows -> new MappedTexts(rows).add(BAG, text)))
        .isInstanceOf(PersistenceException.class);
  }

  private static StoredSession session(String hash) {
    return new StoredSession(hash, "alice", "csrf", OPENED, OPENED.plusSeconds(60));
  }

  private static void within(Consumer<EntityManager> work) {
    read(
        rows -> {
          work.accept(rows);
          return true;
        });
  }

  private static <T> T read(Function<EntityManager, T> work) {
    try (EntityManager rows = factory.createEntityManager()) {
      rows.getTransaction().begin();
      T result = work.apply(rows);
      rows.getTransaction().commit();
      return result;
    }
  }
}
