package io.gridbourse.domain.proof.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.pool.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RungsTest {
  private static final List<Rung> LADDER =
      List.of(
          new Unverified(0.2),
          new Checked(0.2, 0.01),
          new FirstToAgree(2, 0.2),
          new Credible(0.2, true, 0.01),
          new AdaptiveReplication(10, 3, 7, 1),
          new PocoVoting(new Trust(4)),
          new Optimistic(0.2, 0.9, Duration.ofHours(1)));

  static List<Rung> ladder() {
    return LADDER;
  }

  private static Vote<String> vote(String worker, String answer) {
    return Vote.of(worker, answer, Standing.NEW);
  }

  private static Vote<String> checked(String worker, int checksPassed, String answer) {
    return Vote.of(worker, answer, new Standing(0, checksPassed, 0));
  }

  private static Certificate<String> accepted(Rung rung, List<Vote<String>> votes) {
    return rung.judge(votes).certificate().orElseThrow();
  }

  private static int more(Rung rung, List<Vote<String>> votes) {
    return rung.judge(votes).fold(certified -> 0, Judgement.Open::more);
  }

  @ParameterizedTest
  @MethodSource("ladder")
  void withoutVotesNothingIsAccepted(Rung rung) {
    assertThat(more(rung, List.of())).isPositive();
  }

  @ParameterizedTest
  @MethodSource("ladder")
  void whatFailedItsCheckNeverCounts(Rung rung) {
    List<Vote<String>> votes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      votes.add(new Vote<>("w" + i, "A", new Standing(900, 100, 100), Vote.Check.FAILED));
    }
    assertThat(more(rung, votes)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("ladder")
  void aWorkerCountsOnce(Rung rung) {
    List<Vote<String>> once = List.of(vote("a", "A"));
    List<Vote<String>> often =
        List.of(vote("a", "A"), vote("a", "A"), vote("a", "A"), vote("a", "A"));
    assertThat(more(rung, often)).isEqualTo(more(rung, once));
  }

  @ParameterizedTest
  @MethodSource("ladder")
  void enoughHonestWorkersAreAlwaysBelieved(Rung rung) {
    List<Vote<String>> votes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      votes.add(new Vote<>("w" + i, "A", new Standing(0, 3, 3), Vote.Check.PASSED));
    }
    Certificate<String> certificate = accepted(rung, votes);
    assertThat(certificate.answer()).isEqualTo("A");
    assertThat(certificate.method()).isEqualTo(rung.method());
    assertThat(certificate.errorBound()).isBetween(0.0, 0.2);
    assertThat(certificate.derivation())
        .isNotEmpty()
        .as("no more digits than people read")
        .allSatisfy(step -> assertThat(step).doesNotContainPattern("\\.(0*|9*)[1-8]\\d{3}"));
    assertThat(certificate.votes()).hasSize(12);
  }

  @Test
  void votingTakesTheAnswerThatEnoughGave() {
    Rung rung = new FirstToAgree(2, 0.2);
    assertThat(more(rung, List.of(vote("a", "A")))).isEqualTo(1);
    assertThat(more(rung, List.of(vote("a", "A"), vote("b", "B")))).isEqualTo(1);
    Certificate<String> certificate =
        accepted(rung, List.of(vote("a", "A"), vote("b", "B"), vote("c", "B")));
    assertThat(certificate.answer()).isEqualTo("B");
    assertThat(certificate.errorBound()).isCloseTo(0.104, within(1e-12));
    assertThat(FirstToAgree.withError(0.05, 0.35).m()).isEqualTo(15);
  }

  @Test
  void credibleWorkersAreBelievedByTheirChecks() {
    Rung rung = new Credible(0.2, true, 0.06);
    assertThat(more(rung, List.of(vote("a", "A")))).isEqualTo(1);
    Certificate<String> two = accepted(rung, List.of(vote("a", "A"), vote("b", "A")));
    assertThat(two.errorBound()).isCloseTo(1 - 0.941176, within(5e-7));
    assertThat(more(rung, List.of(vote("a", "A"), vote("b", "A"), vote("c", "B")))).isEqualTo(2);
    Certificate<String> proven = accepted(rung, List.of(checked("a", 5, "A")));
    assertThat(proven.errorBound()).isCloseTo(1 - 0.981606, within(5e-7));
    assertThat(proven.votes().get(0).weight()).isCloseTo(0.981606, within(5e-7));
  }

  @Test
  void pocoAcceptsAsTheLedgerDoes() {
    Rung rung = new PocoVoting(new Trust(4));
    List<Vote<String>> votes = new ArrayList<>(List.of(vote("liar", "B")));
    for (int i = 0; i < 3; i++) {
      votes.add(vote("h" + i, "A"));
      assertThat(rung.judge(votes).certificate()).isEmpty();
    }
    votes.add(vote("h3", "A"));
    Certificate<String> certificate = accepted(rung, votes);
    assertThat(certificate.answer()).isEqualTo("A");
    assertThat(certificate.errorBound()).isCloseTo(3.0 / 19, within(1e-12));
    assertThat(more(rung, List.of())).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"100,5,1,0.95", "100,5,100,0", "10,10,1,0", "4,2,2,0.16666666666666666", "9,0,3,1"})
  void aPartialCheckMissesByTheDraw(int units, int drawn, int wrong, double missed) {
    assertThat(Checked.partially(0.2, units, drawn, wrong).missed())
        .isCloseTo(missed, within(1e-12));
  }

  @Test
  void aCheckLeavesWhatBayesSays() {
    Certificate<String> certificate =
        accepted(
            new Checked(0.2, 0.1),
            List.of(
                new Vote<>("a", "A", Standing.NEW, Vote.Check.FAILED),
                new Vote<>("b", "B", Standing.NEW, Vote.Check.PASSED)));
    assertThat(certificate.answer()).isEqualTo("B");
    assertThat(certificate.errorBound()).isCloseTo(0.02 / 0.82, within(1e-12));
    assertThat(certificate.votes())
        .extracting(Certificate.Weighed::weight)
        .containsExactly(0.0, 1.0);
  }

  @ParameterizedTest
  @CsvSource({"10,0.1", "20,0.05", "50,0.02", "100,0.01"})
  void aTrustedWorkerIsStillReplicatedOneInItsStreak(int streak, double replicated) {
    SplittableRandom random = new SplittableRandom(1);
    int draws = 100_000;
    int alone = 0;
    for (int i = 0; i < draws; i++) {
      alone += AdaptiveReplication.trusts(10, streak, random.nextDouble()) ? 1 : 0;
    }
    double deviation = Math.sqrt(draws * replicated * (1 - replicated));
    assertThat((double) (draws - alone)).isCloseTo(draws * replicated, within(3 * deviation));
    assertThat(AdaptiveReplication.trusts(10, 9, 0.999)).isFalse();
  }

  @Test
  void theDrawForReplicationDependsOnSeedTaskAndWorker() {
    int alone = 0;
    for (int task = 0; task < 10_000; task++) {
      Rung rung = new AdaptiveReplication(10, 2, 42, task);
      List<Vote<String>> one = List.of(Vote.of("a", "A", new Standing(0, 0, 20)));
      alone += rung.judge(one).certificate().isPresent() ? 1 : 0;
      assertThat(rung.judge(one)).isEqualTo(rung.judge(one));
    }
    assertThat(alone).isBetween(9_400, 9_600);
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,2", "4,3", "5,3"})
  void aQuorumNeedsMoreThanHalf(int quorum, int equal) {
    assertThat(AdaptiveReplication.equalNeeded(quorum)).isEqualTo(equal);
  }

  @Test
  void aQuorumIsComparedWhole() {
    Rung three = new AdaptiveReplication(10, 3, 1, 1);
    assertThat(more(three, List.of(vote("a", "A")))).isEqualTo(2);
    assertThat(more(three, List.of(vote("a", "A"), vote("b", "A")))).isEqualTo(1);
    assertThat(accepted(three, List.of(vote("a", "A"), vote("b", "B"), vote("c", "A"))).answer())
        .isEqualTo("A");
    assertThat(more(three, List.of(vote("a", "A"), vote("b", "B"), vote("c", "C")))).isEqualTo(1);
  }

  @Test
  void mixedRungsMustAllAccept() {
    Rung both = new Mixed(List.of(new Checked(0.2, 0.5), new FirstToAgree(2, 0.2)));
    Vote<String> passed = new Vote<>("a", "A", Standing.NEW, Vote.Check.PASSED);
    assertThat(both.method()).isEqualTo("check+voting");
    assertThat(more(both, List.of(passed))).isEqualTo(1);
    Certificate<String> certificate = accepted(both, List.of(passed, vote("b", "A")));
    assertThat(certificate.errorBound()).isCloseTo(0.104, within(1e-12));
    assertThat(both.judge(List.of(passed, vote("b", "B"), vote("c", "B"))).certificate()).isEmpty();
  }

  @Test
  void aToleratedShareIsSpentAnswerByAnswer() {
    ErrorBudget budget = new ErrorBudget(0.01, 100);
    assertThat(budget.allowance()).isEqualTo(0.01);
    budget.allot(50, 0.01);
    assertThat(budget.allowance()).isCloseTo(0.01, within(1e-12));
    budget.certify(50, 0.01, 0.001);
    // A quarter of the share is kept back, should they be opened again.
    assertThat(budget.allowance()).isCloseTo(0.0175, within(1e-12));
    budget.allot(50, 0.0175);
    budget.certify(49, 0.0175, 0.0175);
    assertThatThrownBy(() -> budget.certify(1, 0.0175, 0.018)).hasMessageContaining("bound");
    assertThat(budget.spent()).isCloseTo(0.05 + 49 * 0.0175, within(1e-9));
    assertThat(budget.tolerated()).isEqualTo(1);
    // What is opened again has what was kept back: the others have the rest.
    assertThat(budget.allowanceOnReopening(50, 50 * budget.charge(0.001)))
        .isCloseTo(0.0025, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void noOrderOfEventsSpendsMoreThanIsTolerated(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int tasks = random.nextInt(1, 400);
    double share = random.nextDouble(1e-6, 0.4);
    ErrorBudget budget = new ErrorBudget(share, tasks);
    List<double[]> open = new ArrayList<>();
    List<double[]> certified = new ArrayList<>();
    int fresh = tasks;
    for (int step = 0; step < 2_000; step++) {
      int kind = random.nextInt(5);
      if (kind < 2 && fresh > 0) {
        int count = random.nextInt(1, Math.min(fresh, 20) + 1);
        double allowance = budget.allowance();
        assertThat(allowance).as("seed %d", seed).isBetween(share * ErrorBudget.KEPT, 1.0);
        budget.allot(count, allowance);
        open.add(new double[] {count, allowance, 0});
        fresh -= count;
      } else if (kind == 2 && !open.isEmpty()) {
        double[] slice = open.remove(random.nextInt(open.size()));
        slice[2] = slice[1] * (random.nextBoolean() ? 1 : random.nextDouble());
        budget.certify((long) slice[0], slice[1], slice[2]);
        certified.add(slice);
      } else if (kind == 3 && !certified.isEmpty()) {
        double[] slice = certified.remove(random.nextInt(certified.size()));
        double allowance =
            Math.min(
                slice[1],
                budget.allowanceOnReopening((long) slice[0], slice[0] * budget.charge(slice[2])));
        budget.reopen((long) slice[0], slice[2], allowance);
        open.add(new double[] {slice[0], allowance, 0});
      } else if (kind == 4 && !open.isEmpty() && random.nextInt(4) == 0) {
        double[] slice = open.remove(random.nextInt(open.size()));
        budget.release((long) slice[0], slice[1]);
        if (random.nextBoolean()) {
          budget.giveUp((long) slice[0]);
        } else {
          fresh += (int) slice[0];
        }
      }
      assertThat(budget.spent()).as("seed %d", seed).isLessThan(budget.tolerated() + 1e-9);
    }
    open.forEach(slice -> budget.certify((long) slice[0], slice[1], slice[1]));
    assertThat(budget.spent()).as("seed %d", seed).isLessThan(budget.tolerated() + 1e-9);
  }

  @Test
  void replicasStayWithinAHostClass() {
    HostKind one = new HostKind("linux", "x86_64", "AuthenticAMD/25");
    HostKind other = new HostKind("linux", "x86_64", "GenuineIntel/6");
    assertThat(one.classFor(Assurance.Hosts.SYSTEM))
        .contains("linux/x86_64")
        .isEqualTo(other.classFor(Assurance.Hosts.SYSTEM));
    assertThat(one.classFor(Assurance.Hosts.PROCESSOR))
        .contains("linux/x86_64/AuthenticAMD/25")
        .isNotEqualTo(other.classFor(Assurance.Hosts.PROCESSOR));
    assertThat(one.classFor(Assurance.Hosts.ANY)).contains("any");
  }

  @Test
  void aHostOfAnUnknownProcessorIsLikeNoOther() {
    for (String processor : List.of(Worker.Host.UNKNOWN, Worker.Host.CHANGED)) {
      HostKind kind = HostKind.of(new Worker.Host("linux", "x86_64", 2, 1, processor));
      assertThat(kind.classFor(Assurance.Hosts.PROCESSOR)).isEmpty();
      assertThat(kind.classFor(Assurance.Hosts.SYSTEM)).contains("linux/x86_64");
    }
  }

  @Test
  void demandsThatCannotBeMetAreRefusedByName() {
    assertThatThrownBy(() -> new Credible(0.2, true, 0)).hasMessageStartingWith("epsilon is 0.0");
    assertThatThrownBy(() -> new Credible(1, true, 0.1)).hasMessageStartingWith("f is 1.0");
    assertThatThrownBy(() -> FirstToAgree.withError(0.001, 0.6)).hasMessageStartingWith("epsilon");
    assertThatThrownBy(() -> Checked.partially(0, 4, 5, 1)).hasMessageContaining("drawn is 5");
    assertThatThrownBy(() -> new Standing(-1, 0, 0)).hasMessageStartingWith("score is -1");
    assertThatThrownBy(() -> new Mixed(List.of(LADDER.get(0)))).hasMessageContaining("rungs");
  }
}
