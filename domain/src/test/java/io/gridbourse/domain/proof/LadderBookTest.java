package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.BookSimulation.Conduct;
import io.gridbourse.domain.proof.ladder.SpotCheckDraw;
import io.gridbourse.domain.proof.ladder.Voting;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Partitions whose orders ask for more than the ledger's rule. */
class LadderBookTest {
  private static final int STEPS = 60_000;
  private static final byte[] KEY = new byte[32];

  @Test
  void mFirstVotingNeverCertifiesWithFewerEqualVotes() {
    for (long seed = 0; seed < 24; seed++) {
      int m = 2 + (int) (seed % 3);
      BookSimulation simulation = mixed(seed, rules(1, vote(m)));
      PartitionSettlement settlement = simulation.run(STEPS).book.report().settlement(1_000, "");
      for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
        assertThat(ballot.accepted()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(m);
      }
      assertThat(settlement.ballots()).as("seed %d", seed).isNotEmpty();
      assertThat(restored(simulation).settlement(1_000, "")).isEqualTo(settlement);
    }
  }

  @Test
  void whatARungAsksForComesOnTopOfTheLedgersTrust() {
    for (long seed = 0; seed < 16; seed++) {
      BookSimulation simulation = mixed(seed, rules(9, vote(5)));
      PartitionSettlement settlement = simulation.run(STEPS).book.report().settlement(1_000, "");
      for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
        assertThat(ballot.accepted()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(5);
        assertThat(carries(simulation, settlement, ballot)).as("seed %d", seed).isTrue();
      }
    }
  }

  @Test
  void noRungLeavesTheLedgersRuleAsItIs() {
    for (long seed = 0; seed < 20; seed++) {
      BookSimulation plain = mixed(seed, rules(4));
      BookSimulation listed = mixed(seed, rules(4, new Assurance.Replicate()));
      assertThat(listed.run(STEPS).book.report().settlement(1_000, ""))
          .as("seed %d", seed)
          .isEqualTo(plain.run(STEPS).book.report().settlement(1_000, ""));
    }
  }

  @Test
  void colludersWinNoMoreThanTheBound() {
    double share = 0.3;
    for (int m = 2; m <= 4; m++) {
      long wrong = 0;
      long tried = 0;
      for (long seed = 0; seed < 10; seed++) {
        List<Conduct> conducts = new ArrayList<>(Collections.nCopies(21, Conduct.HONEST));
        conducts.addAll(Collections.nCopies(9, Conduct.COLLUDER));
        BookSimulation simulation =
            new BookSimulation(seed, 90, rules(1, vote(m)), conducts, 1).run(STEPS);
        for (int offset = 0; offset < simulation.scope.tasks(); offset++) {
          long index = simulation.scope.first() + offset;
          Optional<Bytes32> digest = simulation.book.report().certifiedDigest(offset);
          if (index % 3 == 0 && digest.isPresent()) {
            tried++;
            wrong += digest.get().equals(Bytes32.of(BookSimulation.truth(index))) ? 0 : 1;
          }
        }
      }
      double bound = Voting.error(m, share);
      double deviation = Math.sqrt(bound * (1 - bound) / tried);
      assertThat(tried).as("m %d", m).isGreaterThan(280);
      assertThat((double) wrong / tried).as("m %d", m).isLessThan(bound + 3 * deviation);
      assertThat(wrong).as("m %d: the trial shows nothing without wrong answers", m).isPositive();
    }
  }

  @Test
  void asManyHonestWorkersAsVotesAreEnoughWhenTheServerStartsAnew() {
    Demand demand = rules(1, vote(3)).demand();
    BookRules patient = new BookRules(demand, Optional.empty(), 3, Duration.ofHours(9), 30);
    for (long seed = 0; seed < 24; seed++) {
      List<Conduct> three = Collections.nCopies(3, Conduct.HONEST);
      BookSimulation simulation = new BookSimulation(seed, 100, patient, three, 6);
      for (int restart = 0; restart < 12; restart++) {
        simulation.step(150);
        simulation.restart();
      }
      BookReport.Counts counts = simulation.run(STEPS).book.report().counts();
      assertThat(counts.succeeded()).as("seed %d", seed).isEqualTo(100);
    }
  }

  @Test
  void spotChecksCatchLiarsAndNobodyElseAndVoidTheirVotes() {
    Set<Conduct> caughtKinds = new HashSet<>();
    for (long seed = 0; seed < 24; seed++) {
      BookSimulation simulation = checked(seed, 0.3).run(STEPS);
      Set<Address> caught = caught(simulation);
      for (BookSimulation.SimulatedWorker each : simulation.workers) {
        if (caught.contains(each.address)) {
          caughtKinds.add(each.conduct());
          assertThat(each.conduct()).as("seed %d", seed).isNotEqualTo(Conduct.HONEST);
        }
      }
      PartitionSettlement settlement = simulation.book.report().settlement(1_000, "");
      for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
        assertThat(ballot.accepted()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(ballot.accepted().stream().map(at -> worker(settlement, at)).toList())
            .as("seed %d: votes of who was caught carry nothing", seed)
            .doesNotContainAnyElementsOf(caught);
        assertThat(carries(simulation, settlement, ballot)).isTrue();
      }
      assertThat(counted(settlement)).isEqualTo(simulation.scope.tasks());
      assertThat(restored(simulation).settlement(1_000, "")).isEqualTo(settlement);
    }
    assertThat(caughtKinds).contains(Conduct.LIAR, Conduct.COLLUDER);
  }

  @Test
  void aCheckLooksLikeAnyOtherLeaseAndIsNoVote() {
    BookSimulation simulation = checked(7, 0.4).run(STEPS);
    List<Fact.Committed> checks =
        simulation.facts.stream()
            .filter(Fact.Committed.class::isInstance)
            .map(Fact.Committed.class::cast)
            .filter(Fact.Committed::isCheck)
            .toList();
    assertThat(checks).isNotEmpty();
    for (Fact.Committed check : checks) {
      assertThat(check.count()).isBetween(1, 12);
      assertThat(simulation.scope.contains(check.first())).isTrue();
    }
    PartitionSettlement settlement = simulation.book.report().settlement(1_000, "");
    for (int at = 0; at < settlement.commitments().size(); at++) {
      int number = at;
      long votes = 0;
      for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
        boolean isIn =
            ballot.accepted().contains(at)
                || ballot.silent().contains(at)
                || ballot.rejected().stream().anyMatch(group -> group.contains(number));
        votes += isIn ? ballot.tasks() : 0;
      }
      assertThat(votes).isLessThanOrEqualTo(settlement.commitments().get(at).tasks());
    }
  }

  @Test
  void whoWasCaughtElsewhereVotesNoMoreAndIsGivenNothing() {
    BookSimulation simulation = mixed(3, rules(1, vote(3)));
    simulation.run(40);
    Address suspect = simulation.workers.get(0).address;
    simulation.book.caught(suspect, simulation.now);
    BookSimulation ended = simulation.run(STEPS);
    assertThat(ended.book.isDecided()).isTrue();
    assertThat(
            ended.book.grant(
                new PartitionBook.Candidate(suspect, 2),
                new PartitionBook.Wish(1, 1, Duration.ofHours(1), Duration.ZERO),
                ended.now))
        .isEmpty();
  }

  @Test
  void whatACaughtWorkerCarriedIsOpenAgainHoweverItWasDecided() {
    int opened = 0;
    for (long seed = 0; seed < 12; seed++) {
      BookSimulation ended = mixed(seed, rules(seed % 2 == 0 ? 1 : 4, vote(2))).run(STEPS);
      assertThat(ended.book.isDecided()).isTrue();
      PartitionBook read =
          PartitionBook.restore(ended.scope, ended.rules, 99, List.copyOf(ended.facts));
      Address liar = ended.workers.get((int) seed % ended.workers.size()).address;
      boolean carried =
          read.report().settlement(1_000, "").ballots().stream()
              .anyMatch(ballot -> accepted(read, ballot).contains(liar));
      read.caught(liar, ended.now);
      List<Fact> facts = new ArrayList<>(ended.facts);
      facts.addAll(read.drain().facts());
      PartitionBook again = PartitionBook.restore(ended.scope, ended.rules, 100, facts);
      assertThat(again.isDecided()).as("seed %d", seed).isEqualTo(read.isDecided());
      assertThat(again.report().undecided()).isEqualTo(read.report().undecided());
      assertThat(read.isDecided() || carried).as("seed %d", seed).isTrue();
      opened += read.isDecided() ? 0 : 1;
      for (PartitionSettlement.Ballot ballot : again.report().settlement(1_000, "").ballots()) {
        assertThat(accepted(again, ballot)).as("seed %d", seed).doesNotContain(liar);
      }
    }
    assertThat(opened).isPositive();
  }

  private static List<Address> accepted(PartitionBook book, PartitionSettlement.Ballot ballot) {
    PartitionSettlement settlement = book.report().settlement(1_000, "");
    return ballot.accepted().stream().map(at -> worker(settlement, at)).toList();
  }

  private static BookSimulation checked(long seed, double share) {
    Assurance assurance =
        new Assurance(List.of(vote(3)), new Assurance.SameBytes(), share, Assurance.Hosts.ANY);
    BookRules rules =
        new BookRules(
            Demand.of(new Trust(1), assurance, 0),
            Optional.of(new SpotCheckDraw(KEY, share)),
            50,
            Duration.ofHours(9),
            20);
    List<Conduct> conducts = new ArrayList<>(Collections.nCopies(9, Conduct.HONEST));
    conducts.addAll(List.of(Conduct.LIAR, Conduct.COLLUDER, Conduct.COLLUDER));
    return new BookSimulation(seed, 150, rules, conducts, 12);
  }

  private static BookSimulation mixed(long seed, BookRules rules) {
    List<Conduct> conducts = new ArrayList<>(Collections.nCopies(8, Conduct.HONEST));
    conducts.addAll(List.of(Conduct.LIAR, Conduct.COLLUDER, Conduct.SILENT, Conduct.SLOW));
    return new BookSimulation(seed, 60, rules, conducts, 8);
  }

  private static BookRules rules(long trust, Assurance.Step... steps) {
    Assurance assurance =
        new Assurance(Arrays.asList(steps), new Assurance.SameBytes(), 0, Assurance.Hosts.ANY);
    return new BookRules(
        Demand.of(new Trust(trust), assurance, 0),
        Optional.empty(),
        50,
        Duration.ofSeconds(20),
        30);
  }

  private static Assurance.Vote vote(int m) {
    return new Assurance.Vote(m, Assurance.LIARS_DEFAULT);
  }

  private static BookReport restored(BookSimulation simulation) {
    return PartitionBook.restore(simulation.scope, simulation.rules, 99, simulation.facts).report();
  }

  private static Set<Address> caught(BookSimulation simulation) {
    Set<Address> caught = new HashSet<>();
    for (Fact fact : simulation.facts) {
      if (fact instanceof Fact.Checked checked && !checked.isPassed()) {
        caught.add(checked.worker());
      }
    }
    return caught;
  }

  private static long counted(PartitionSettlement settlement) {
    return settlement.failedTasks()
        + settlement.ballots().stream().mapToLong(PartitionSettlement.Ballot::tasks).sum();
  }

  private static boolean carries(
      BookSimulation simulation,
      PartitionSettlement settlement,
      PartitionSettlement.Ballot ballot) {
    BigInteger accepted = group(simulation, settlement, ballot.accepted());
    BigInteger total = accepted.add(BigInteger.ONE);
    for (List<Integer> rejected : ballot.rejected()) {
      total = total.add(group(simulation, settlement, rejected));
    }
    return PocoRule.hasConsensus(accepted, total, simulation.rules.trust());
  }

  private static BigInteger group(
      BookSimulation simulation, PartitionSettlement settlement, List<Integer> members) {
    List<Long> weights = new ArrayList<>();
    for (int member : members) {
      Address worker = worker(settlement, member);
      simulation.workers.stream()
          .filter(each -> each.address.equals(worker))
          .forEach(each -> weights.add(each.weight));
    }
    return PocoRule.group(weights);
  }

  private static Address worker(PartitionSettlement settlement, int position) {
    return settlement.commitments().get(position).worker();
  }
}
