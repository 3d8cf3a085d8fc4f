package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for every partition, whoever works on it. */
class PartitionBookPropertyTest {
  private static final int SEEDS = 400;
  private static final List<BookSimulation> RUNS = new ArrayList<>();

  @BeforeAll
  static void workOffManyPartitions() {
    for (long seed = 0; seed < SEEDS; seed++) {
      RUNS.add(new BookSimulation(seed).run());
    }
  }

  @AfterAll
  static void forgetThem() {
    RUNS.clear();
  }

  @Test
  void eachTaskEndsOnceAndNoVoteCountsTwice() {
    for (BookSimulation simulation : RUNS) {
      long seed = simulation.seed;
      BookReport report = simulation.book.report();
      BookReport.Counts counts = report.counts();
      assertThat(counts.certified() + counts.givenUp())
          .as("decided tasks, seed %d", seed)
          .isEqualTo(simulation.scope.tasks());
      Map<Integer, TaskVotes> votes = votes(simulation);
      for (int offset = 0; offset < simulation.scope.tasks(); offset++) {
        TaskVotes of = votes.getOrDefault(offset, new TaskVotes());
        Optional<Bytes32> digest = report.certifiedDigest(offset);
        boolean isRight =
            new HashSet<>(of.voters).size() == of.voters.size()
                && digest.isPresent() != of.isGivenUp
                && (of.isGivenUp || digest.equals(of.winner(simulation)));
        assertThat(isRight)
            .as("seed %d task %d: %s, votes of %s", seed, offset, digest, of.voters)
            .isTrue();
      }
    }
  }

  @Test
  void ballotsReachTheTrustAndStayWithinTheCommitments() {
    for (BookSimulation simulation : RUNS) {
      long seed = simulation.seed;
      PartitionSettlement settlement = simulation.book.report().settlement(1_000, "");
      Map<Address, Long> votes = new HashMap<>();
      long certified = 0;
      for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
        assertReachesTrust(simulation, settlement, ballot, seed);
        members(settlement, ballot)
            .forEach(worker -> votes.merge(worker, ballot.tasks(), Long::sum));
        certified += ballot.tasks();
      }
      assertThat(certified + settlement.failedTasks()).isEqualTo(simulation.scope.tasks());
      assertThat(settlement.ballots()).hasSizeLessThanOrEqualTo(PocoRule.BALLOTS_MAX);
      for (var commitment : settlement.commitments()) {
        long counted = votes.getOrDefault(commitment.worker(), 0L);
        long onGivenUp = givenUpVotes(simulation, commitment.worker());
        assertThat(commitment.tasks())
            .as("commitment of %s, seed %d", commitment.worker(), seed)
            .isEqualTo(counted + onGivenUp)
            .isEqualTo(simulation.acceptedTasks.get(commitment.worker()));
      }
      assertThat(settlement.commitments())
          .extracting(each -> each.worker())
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void theStoredFactsMakeTheSameBook() {
    for (BookSimulation simulation : RUNS) {
      long seed = simulation.seed;
      BookReport before = simulation.book.report();
      BookReport after =
          PartitionBook.restore(simulation.scope, simulation.rules, 99, simulation.facts).report();
      assertThat(after.settlement(1_000, ""))
          .as("seed %d", seed)
          .isEqualTo(before.settlement(1_000, ""));
      assertThat(after.counts()).isEqualTo(before.counts());
      assertThat(after.cells(0, simulation.scope.tasks()))
          .isEqualTo(before.cells(0, simulation.scope.tasks()));
    }
  }

  @Test
  void everyCertifiedTaskIsProvenAgainstTheRoot() {
    for (long seed = 0; seed < 100; seed++) {
      BookSimulation simulation = RUNS.get((int) seed);
      BookReport report = simulation.book.report();
      Bytes32 root = report.resultsRoot();
      for (int offset = 0; offset < simulation.scope.tasks(); offset++) {
        TaskId task = TaskId.of(BookSimulation.DEAL, simulation.scope.first() + offset);
        int at = offset;
        report
            .certifiedDigest(offset)
            .ifPresent(
                digest ->
                    assertThat(
                            MerkleTree.verifies(
                                root,
                                Seals.resultHash(task, digest),
                                report.proof(at).orElseThrow()))
                        .isTrue());
      }
    }
  }

  @Test
  void honestWorkersAreNeverOutvotedByOneLiar() {
    Set<Long> certified = new HashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      BookSimulation simulation = new BookSimulation(seed);
      if (simulation.rules.trust().value() < 4) {
        continue;
      }
      simulation.workers.clear();
      BookSimulation.SimulatedWorker liar =
          simulation.new SimulatedWorker(0, BookSimulation.Conduct.COLLUDER);
      BigInteger alone = BigInteger.valueOf(liar.weight);
      if (!PocoRule.needsMore(alone, alone, simulation.rules.trust())) {
        continue;
      }
      simulation.workers.add(liar);
      for (int i = 1; i < 12; i++) {
        simulation.workers.add(simulation.new SimulatedWorker(i, BookSimulation.Conduct.HONEST));
      }
      BookReport report = simulation.run().book.report();
      for (int offset = 0; offset < simulation.scope.tasks(); offset++) {
        long index = simulation.scope.first() + offset;
        report
            .certifiedDigest(offset)
            .ifPresent(
                digest -> {
                  certified.add(index);
                  assertThat(digest)
                      .as("seed %d", simulation.seed)
                      .isEqualTo(Bytes32.of(BookSimulation.truth(index)));
                });
      }
    }
    assertThat(certified).isNotEmpty();
  }

  private static void assertReachesTrust(
      BookSimulation simulation,
      PartitionSettlement settlement,
      PartitionSettlement.Ballot ballot,
      long seed) {
    List<Address> all = members(settlement, ballot);
    assertThat(all).as("votes, seed %d", seed).doesNotHaveDuplicates();
    BigInteger accepted = group(simulation, settlement, ballot.accepted());
    BigInteger total = accepted.add(BigInteger.ONE);
    for (List<Integer> rejected : ballot.rejected()) {
      total = total.add(group(simulation, settlement, rejected));
    }
    assertThat(PocoRule.hasConsensus(accepted, total, simulation.rules.trust()))
        .as("consensus, seed %d", seed)
        .isTrue();
  }

  private static BigInteger group(
      BookSimulation simulation, PartitionSettlement settlement, List<Integer> members) {
    return PocoRule.group(
        members.stream()
            .map(position -> settlement.commitments().get(position).worker())
            .map(worker -> weight(simulation, worker))
            .toList());
  }

  private static long weight(BookSimulation simulation, Address worker) {
    return simulation.workers.stream()
        .filter(each -> each.address.equals(worker))
        .findFirst()
        .orElseThrow()
        .weight;
  }

  private static List<Address> members(
      PartitionSettlement settlement, PartitionSettlement.Ballot ballot) {
    List<Integer> positions = new ArrayList<>(ballot.accepted());
    ballot.rejected().forEach(positions::addAll);
    positions.addAll(ballot.silent());
    return positions.stream().map(at -> settlement.commitments().get(at).worker()).toList();
  }

  private static long givenUpVotes(BookSimulation simulation, Address worker) {
    return votes(simulation).values().stream()
        .filter(each -> each.isGivenUp)
        .filter(each -> each.voters.contains(worker))
        .count();
  }

  /** The votes by task, counted anew from the facts alone. */
  private static Map<Integer, TaskVotes> votes(BookSimulation simulation) {
    Map<Integer, TaskVotes> votes = new HashMap<>();
    Map<LeaseId, Fact.Committed> commits = new HashMap<>();
    for (Fact fact : simulation.facts) {
      if (fact instanceof Fact.Committed commit) {
        commits.put(commit.lease(), commit);
        offsets(simulation, commit.first(), commit.count())
            .forEach(at -> of(votes, at).voters.add(commit.worker()));
      } else if (fact instanceof Fact.Revealed reveal) {
        Fact.Committed commit = Optional.ofNullable(commits.get(reveal.lease())).orElseThrow();
        int from = (int) (commit.first() - simulation.scope.first());
        for (int i = 0; i < commit.count(); i++) {
          of(votes, from + i).tally.add(reveal.digests().at(i), commit.weight());
        }
      } else if (fact instanceof Fact.GivenUp givenUp) {
        offsets(simulation, givenUp.first(), givenUp.count())
            .forEach(at -> of(votes, at).isGivenUp = true);
      }
    }
    return votes;
  }

  private static TaskVotes of(Map<Integer, TaskVotes> votes, int offset) {
    return votes.computeIfAbsent(offset, at -> new TaskVotes());
  }

  private static IntStream offsets(BookSimulation simulation, long first, int count) {
    int from = (int) (first - simulation.scope.first());
    return IntStream.range(from, from + count);
  }

  private static final class TaskVotes {
    private final List<Address> voters = new ArrayList<>();
    private final Tally<Bytes32> tally = new Tally<>();
    private boolean isGivenUp;

    Optional<Bytes32> winner(BookSimulation simulation) {
      return tally.accepted(simulation.rules.trust(), Set.of());
    }
  }
}
