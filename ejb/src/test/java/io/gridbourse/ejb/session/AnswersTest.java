package io.gridbourse.ejb.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.start.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class AnswersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ROUTE = "POST /api/v1/bags";
  private static final Sha256 BODY = hash("a body");
  private static final Answer ANSWER =
      new Answer(
          201,
          "application/json",
          Optional.of("/api/v1/bags/b-1"),
          "{}".getBytes(StandardCharsets.UTF_8));
  private static DataSource database;

  private final String key;
  private final Answers answers = answersAt(NOW);

  AnswersTest(TestInfo test) {
    this.key = test.getDisplayName();
  }

  @BeforeAll
  static void openDatabase() {
    database = TestDatabases.migrated();
  }

  @Test
  void aNewKeyIsFresh() {
    assertThat(claim(BODY)).isInstanceOf(Claim.Fresh.class);
  }

  @Test
  void theSameRequestTwiceGetsTheSameAnswer() {
    claim(BODY);
    answers.keep("anna", key, ANSWER);
    assertThat(claim(BODY)).isInstanceOf(Claim.Answered.class);
    Answer again = ((Claim.Answered) claim(BODY)).answer();
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.location()).hasValue("/api/v1/bags/b-1");
    assertThat(again.body()).isEqualTo(ANSWER.body());
  }

  @Test
  void anotherBodyUnderTheSameKeyIsAConflict() {
    claim(BODY);
    assertThat(claim(hash("another body"))).isInstanceOf(Claim.Conflict.class);
    answers.keep("anna", key, ANSWER);
    assertThat(claim(hash("another body"))).isInstanceOf(Claim.Conflict.class);
  }

  @Test
  void theSameRequestWhileItIsWorkedOnIsInProgress() {
    claim(BODY);
    assertThat(claim(BODY)).isInstanceOf(Claim.InProgress.class);
  }

  @Test
  void aRefusedRequestFreesItsKey() {
    claim(BODY);
    answers.release("anna", key);
    assertThat(claim(hash("another body"))).isInstanceOf(Claim.Fresh.class);
  }

  @Test
  void anAnswerIsNotReleased() {
    claim(BODY);
    answers.keep("anna", key, ANSWER);
    answers.release("anna", key);
    assertThat(claim(BODY)).isInstanceOf(Claim.Answered.class);
  }

  @Test
  void aClaimOfAServerThatDiedIsFreeAgainOnce() {
    claim(BODY);
    Answers later = answersAt(NOW.plus(Answers.ABANDONED_AFTER).plusSeconds(1));
    assertThat(later.claim("anna", key, ROUTE, BODY)).isInstanceOf(Claim.Fresh.class);
    assertThat(later.claim("anna", key, ROUTE, BODY)).isInstanceOf(Claim.InProgress.class);
  }

  @Test
  void anEffectWhoseAnswerWasLostIsFoundAtOnceAndNeverMadeAgain() {
    claim(BODY);
    answers.effect("anna", key, "b-1");
    answers.release("anna", key);
    assertThat(claim(BODY)).isEqualTo(new Claim.Done("b-1"));
    assertThat(claim(hash("another body"))).isInstanceOf(Claim.Conflict.class);
  }

  @Test
  void keysOfOthersAreTheirOwn() {
    claim(BODY);
    assertThat(answers.claim("bert", key, ROUTE, hash("another body")))
        .isInstanceOf(Claim.Fresh.class);
  }

  private Claim claim(Sha256 body) {
    return answers.claim("anna", key, ROUTE, body);
  }

  private static Answers answersAt(Instant time) {
    return new Answers(database, Clock.fixed(time, ZoneOffset.UTC));
  }

  private static Sha256 hash(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
