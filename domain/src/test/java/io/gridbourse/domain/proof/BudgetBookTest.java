package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.BookSimulation.Conduct;
import io.gridbourse.domain.proof.ladder.ErrorBudget;
import io.gridbourse.domain.proof.ladder.SpotCheckDraw;
import io.gridbourse.domain.proof.ladder.Voting;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Partitions whose orders tolerate a share of wrong results in all. */
class BudgetBookTest {
  private static final int STEPS = 60_000;
  private static final double ROUNDING = 1e-9;
  private static final Duration PATIENT = Duration.ofDays(9);

  @Test
  void aPartitionNeverSpendsMoreThanItToleratesWhateverHappens() {
    int reopened = 0;
    int restarted = 0;
    for (long seed = 0; seed < 40; seed++) {
      BookSimulation simulation = simulation(seed);
      SplittableRandom random = new SplittableRandom(seed);
      for (int round = 0; round < 60 && !simulation.book.isDecided(); round++) {
        simulation.step(random.nextInt(1, 400));
        if (random.nextInt(6) == 0) {
          int before = simulation.book.report().counts().certified();
          catchSomebody(simulation, random);
          reopened += simulation.book.report().counts().certified() < before ? 1 : 0;
        }
        if (random.nextInt(4) == 0) {
          BookReport.Tolerance before = tolerance(simulation.book);
          simulation.restart();
          assertThat(tolerance(simulation.book).spent())
              .as("seed %d", seed)
              .isCloseTo(before.spent(), within(ROUNDING));
          restarted++;
        }
        assertAffordable(simulation);
      }
      simulation.run(STEPS);
      assertAffordable(simulation);
      PartitionBook read =
          PartitionBook.restore(simulation.scope, simulation.rules, 99, simulation.facts);
      assertThat(read.report().settlement(1_000, ""))
          .as("seed %d", seed)
          .isEqualTo(simulation.book.report().settlement(1_000, ""));
    }
    assertThat(reopened).isGreaterThan(10);
    assertThat(restarted).isGreaterThan(100);
  }

  @Test
  void everyCommitmentMayStateAtLeastWhatIsKeptOfTheTolerated() {
    for (long seed = 0; seed < 12; seed++) {
      BookSimulation simulation = simulation(seed).run(STEPS);
      double share = simulation.rules.demand().tolerated();
      for (Fact fact : simulation.facts) {
        if (fact instanceof Fact.Committed committed && !committed.isCheck()) {
          OptionalDouble allowance = committed.allowance();
          assertThat(allowance.orElseThrow())
              .as("seed %d", seed)
              .isBetween(share * ErrorBudget.KEPT, 1.0);
        }
      }
    }
  }

  @Test
  void whatSomeDoNotSpendPaysForFewerVotesOnOthers() {
    // Three equal votes leave 0.058, four 0.033: of each result at most 0.05 takes four.
    double share = 0.05;
    assertThat(Voting.votesFor(share, 0.2)).isEqualTo(4);
    double alone = votesPerTask(new Assurance.Vote(4, 0.2), 0);
    double together = votesPerTask(new Assurance.Vote(4, 0.2), share);
    assertThat(alone).isBetween(4.0, 4.2);
    assertThat(together).isLessThan(3.7);
  }

  @Test
  void whatACheckerPassesPaysForWhatItCannotTell() {
    // It tells of three in four, and misses nothing: their share is left to the others.
    double share = 0.03;
    double alone = votesPerTask(new Assurance.Check(0.2, 0), 0);
    double together = votesPerTask(new Assurance.Check(0.2, 0), share);
    assertThat(alone).isCloseTo(1.25, within(0.01));
    // Alone it takes five votes where it cannot tell.
    assertThat(Voting.votesFor(share, 0.2)).isEqualTo(5);
    assertThat(together).isLessThan(1.75);
    double wrong = 0;
    double tolerated = 0;
    for (long seed = 0; seed < 20; seed++) {
      BookSimulation simulation = liars(seed, new Assurance.Check(0.2, 0), share).checked();
      simulation.run(STEPS);
      wrong += wrong(simulation);
      tolerated += tolerance(simulation.book).tolerated();
    }
    assertThat(wrong).isLessThan(tolerated);
  }

  @Test
  void wrongResultsAreNoMoreThanTolerated() {
    for (Assurance.Step step :
        List.of(new Assurance.Vote(4, 0.2), new Assurance.Credibility(0.05, 0.2))) {
      double wrong = 0;
      double tolerated = 0;
      for (long seed = 0; seed < 30; seed++) {
        BookSimulation simulation = liars(seed, step, 0.05).run(STEPS);
        wrong += wrong(simulation);
        tolerated += tolerance(simulation.book).tolerated();
      }
      assertThat(wrong).as("%s", step).isPositive().isLessThan(tolerated);
    }
  }

  private static double votesPerTask(Assurance.Step step, double share) {
    List<Conduct> honest = Collections.nCopies(12, Conduct.HONEST);
    BookSimulation simulation =
        new BookSimulation(5, 600, rules(share, 0, step, PATIENT), honest, 4);
    if (step instanceof Assurance.Check) {
      simulation.checked();
    }
    simulation.run(STEPS);
    long votes =
        simulation.facts.stream()
            .filter(Fact.Committed.class::isInstance)
            .mapToLong(fact -> ((Fact.Committed) fact).count())
            .sum();
    assertThat(simulation.book.report().counts().certified()).isEqualTo(600);
    return votes / 600.0;
  }

  private static int wrong(BookSimulation simulation) {
    int wrong = 0;
    for (int offset = 0; offset < simulation.scope.tasks(); offset++) {
      long index = simulation.scope.first() + offset;
      Optional<Bytes32> digest = simulation.book.report().certifiedDigest(offset);
      boolean isWrong =
          digest.filter(each -> !each.equals(Bytes32.of(BookSimulation.truth(index)))).isPresent();
      wrong += isWrong ? 1 : 0;
    }
    return wrong;
  }

  private static void assertAffordable(BookSimulation simulation) {
    BookReport.Tolerance tolerance = tolerance(simulation.book);
    assertThat(tolerance.spent())
        .as("seed %d", simulation.seed)
        .isLessThanOrEqualTo(tolerance.tolerated() + ROUNDING);
  }

  private static BookReport.Tolerance tolerance(PartitionBook book) {
    return book.report().tolerance().orElseThrow();
  }

  private static void catchSomebody(BookSimulation simulation, SplittableRandom random) {
    Address suspect =
        simulation.workers.get(random.nextInt(simulation.workers.size() - 8) + 8).address;
    simulation.book.caught(suspect, simulation.now);
    simulation.store();
  }

  /** A fifth of the workers tells one lie about every third task. */
  private static BookSimulation liars(long seed, Assurance.Step step, double share) {
    List<Conduct> conducts = new ArrayList<>(Collections.nCopies(24, Conduct.HONEST));
    conducts.addAll(Collections.nCopies(6, Conduct.COLLUDER));
    return new BookSimulation(seed, 90, rules(share, 0, step, PATIENT), conducts, 1);
  }

  private static BookSimulation simulation(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double share = random.nextDouble(0.02, 0.3);
    Assurance.Step step =
        switch ((int) (seed % 3)) {
          case 0 -> new Assurance.Vote(Voting.votesFor(share, 0.2), 0.2);
          case 1 -> new Assurance.Credibility(share, 0.2);
          default -> new Assurance.Check(0.2, random.nextDouble(0.1));
        };
    List<Conduct> conducts = new ArrayList<>(Collections.nCopies(9, Conduct.HONEST));
    conducts.addAll(
        List.of(
            Conduct.LIAR,
            Conduct.COLLUDER,
            Conduct.COLLUDER,
            Conduct.SILENT,
            Conduct.SLOW,
            Conduct.VANISHING));
    double checks = share < 0.05 ? 0.2 : 0;
    BookSimulation simulation =
        new BookSimulation(
            seed, 80, rules(share, checks, step, Duration.ofSeconds(20)), conducts, 8);
    return step instanceof Assurance.Check ? simulation.checked() : simulation;
  }

  private static BookRules rules(
      double share, double checks, Assurance.Step step, Duration revealWithin) {
    Assurance assurance =
        new Assurance(List.of(step), new Assurance.SameBytes(), checks, Assurance.Hosts.ANY, share);
    return new BookRules(
        Demand.of(new Trust(1), assurance, 0),
        checks > 0 ? Optional.of(new SpotCheckDraw(new byte[32], checks)) : Optional.empty(),
        50,
        revealWithin,
        30);
  }
}
