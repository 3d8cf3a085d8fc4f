package io.gridbourse.ejb.proof.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.ResultChecker;
import io.gridbourse.domain.proof.ResultChecker.Verdict;
import io.gridbourse.domain.proof.TaskCommand;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.CheckWire;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.sql.Sql;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkers that came with apps, through a process that may do anything. */
@Timeout(120)
class SandboxedCheckerTest {
  private static final BagId BAG = new BagId("b-0123456789abcdef");
  private static final byte[] MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private final TestDatabase database = TestDatabase.create();
  private final Sql sql = new Sql(database);
  private final ConcurrentLinkedQueue<EventView> told = new ConcurrentLinkedQueue<>();
  private AppCheckers checkers;
  private String name;

  @BeforeEach
  void anAppWithAModule(@TempDir Path folder) throws Exception {
    ContentStore store = new ContentStore(folder, 1 << 20);
    Sha256 content = store.put(new ByteArrayInputStream(MODULE), 1 << 20);
    name = AppCheckers.MODULE + content;
    checkers =
        new AppCheckers(
            database, store, Optional.of(FakeCheckProcess.words()), told::add, Clock.systemUTC());
    sql.update(
        "insert into app (name, address, owner, key_name, driver, content, checker, price, state,"
            + " intent, order_hash, registered_at) values ('a', ?, ?, 'k', 'wasm', ?, ?, 0,"
            + " 'REGISTERED', 'i', ?, now())",
        "0x" + "a1".repeat(20),
        "0x" + "a2".repeat(20),
        content.toString(),
        name,
        "0x" + "0f".repeat(32));
  }

  @AfterEach
  void stop() {
    checkers.stop();
  }

  @Test
  void whatTheModuleSaysIsTheVerdict() {
    ResultChecker checker = checkers.of(name, BAG).orElseThrow();
    assertThat(say(checker, "RIGHT")).isInstanceOf(ResultChecker.Accepted.class);
    assertThat(say(checker, "WRONG"))
        .isInstanceOfSatisfying(
            ResultChecker.Refused.class,
            refused -> {
              assertThat(refused.reason().code()).isEqualTo("CHECKER_SAYS_WRONG");
              assertThat(refused.detail()).isEqualTo("so said the module");
            });
    assertThat(say(checker, "UNSURE")).isInstanceOf(ResultChecker.Abstained.class);
    assertThat(told).isEmpty();
  }

  @Test
  void aCheckerThatFailsIsBlamedThreeTimesAndAskedNoMoreInThatBag() {
    ResultChecker checker = checkers.of(name, BAG).orElseThrow();
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      verdicts.add(say(checker, "FAULT"));
    }
    assertThat(verdicts).hasOnlyElementsOfType(ResultChecker.Abstained.class);
    assertThat(say(checker, "WRONG")).isInstanceOf(ResultChecker.Abstained.class);
    assertThat(told).hasSize(3);
    assertThat(told.peek().kind()).isEqualTo("checker.failed");
    assertThat(told.peek().bag()).isEqualTo(BAG.text());
    assertThat(sql.first("select checker_faults as n from app", row -> row.getLong("n")))
        .contains(3L);
    ResultChecker elsewhere = checkers.of(name, new BagId("b-ffffffffffffffff")).orElseThrow();
    assertThat(say(elsewhere, "WRONG")).isInstanceOf(ResultChecker.Refused.class);
  }

  @Test
  void aProcessThatEndsOrAnswersNonsenseIsStartedAgainAndNobodyIsBlamed() {
    for (String word : List.of("die", "nonsense")) {
      ResultChecker checker = checkers.of(name, BAG).orElseThrow();
      assertThat(say(checker, word)).isInstanceOf(ResultChecker.Abstained.class);
      assertThat(say(checker, "RIGHT")).isInstanceOf(ResultChecker.Accepted.class);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void aProcessThatDoesNotAnswerIsEnded() {
    try (CheckerProcess process =
        new CheckerProcess(FakeCheckProcess.words(), Duration.ofSeconds(2))) {
      assertThat(process.ask(request("hang")).ending()).isEqualTo(CheckWire.Ending.NOT_RUN);
      assertThat(process.ask(request("WRONG")).ending()).isEqualTo(CheckWire.Ending.WRONG);
    }
  }

  @Test
  void whereNoProcessCanRunResultsAreLeftToVotes(@TempDir Path folder) {
    AppCheckers none =
        new AppCheckers(
            database,
            new ContentStore(folder, 1 << 20),
            Optional.empty(),
            told::add,
            Clock.systemUTC());
    assertThat(none.of(name, BAG)).isEmpty();
    assertThat(none.of("vanity", BAG)).isPresent();
  }

  private static CheckWire.Request request(String word) {
    return new CheckWire.Request(
        "sha256:" + "00".repeat(32), "none", List.of(word), new byte[0], 1 << 20, 100);
  }

  private static Verdict say(ResultChecker checker, String word) {
    return checker.check(new TaskCommand(List.of(word)), new byte[0]);
  }
}
