package io.gridbourse.ejb.proof.collusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.Companions;
import io.gridbourse.domain.proof.collusion.ReplicaDraw;
import io.gridbourse.domain.proof.ladder.HostKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.sql.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pairs that agree against the rest are found, and strangers are preferred. */
class WorkerPairsTest {
  private static final DealId DEAL = new DealId("0x" + "d3".repeat(32));
  private final TestDatabase database = TestDatabase.create();
  private final WorkerPairs pairs = new WorkerPairs(database);
  private final WorkerPlaces places =
      new WorkerPlaces(new StoredWorkers(database, Clock.systemUTC()));
  private final Presence presence = new Presence((worker, state) -> {});
  private final WorkerOwners owners = new WorkerOwners(database);
  private final Set<Address> caught = new HashSet<>();
  private final Strangers strangers =
      new Strangers(pairs, places, owners, presence, caught::contains);

  @Test
  void colludersAreFoundAndKeptApartAndHonestErrorsAreNot() {
    // Workers 0 to 2 are right; 3 and 4 agree on 40 tasks against them; 5 errs alone.
    pairs.count(
        settlement(
            ballot(300, List.of(0, 1, 2, 3, 4), List.of()),
            ballot(40, List.of(0, 1, 2), List.of(3, 4)),
            ballot(40, List.of(0, 1, 2, 3), List.of(5)),
            ballot(40, List.of(0, 1, 2, 4), List.of(5))));
    assertThat(pairs.suspects())
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.first()).isEqualTo(worker(3).hex());
              assertThat(pair.second()).isEqualTo(worker(4).hex());
              assertThat(pair.agreedWrong()).isEqualTo(40);
              assertThat(pair.together()).isEqualTo(340);
            });
    assertThat(pairs.areApart(worker(3), worker(4))).isFalse();
    pairs.refresh();
    assertThat(pairs.areApart(worker(4), worker(3))).isTrue();
    assertThat(suits(worker(4), Set.of(worker(3)), Duration.ofHours(1))).isFalse();
    assertThat(suits(worker(4), Set.of(worker(1)), Duration.ofHours(1))).isTrue();
  }

  @Test
  void twoVotesAreNoStrongCertificate() {
    pairs.count(settlement(ballot(100, List.of(0, 1), List.of(3, 4))));
    assertThat(pairs.suspects()).isEmpty();
  }

  @Test
  void aTaskWaitsAMomentForAnotherNetwork() {
    enrol(0, "10.0.0.1");
    enrol(1, "10.0.0.2");
    enrol(2, "10.0.1.1");
    assertThat(suits(worker(1), Set.of(worker(0)), Duration.ZERO)).isFalse();
    assertThat(suits(worker(2), Set.of(worker(0)), Duration.ZERO)).isTrue();
    assertThat(suits(worker(1), Set.of(worker(0)), Strangers.PATIENCE)).isTrue();
    assertThat(suits(worker(1), Set.of(worker(0), worker(2)), Duration.ZERO))
        .as("there is no third network")
        .isTrue();
  }

  @Test
  void replicasGoToOtherOwnersWhileThereAreSome() {
    Address ann = worker(100);
    Address bob = worker(101);
    own(0, ann);
    own(1, ann);
    assertThat(suits(worker(1), Set.of(worker(0)), Strangers.PATIENCE))
        .as("there is no other owner")
        .isTrue();
    own(2, bob);
    assertThat(suits(worker(1), Set.of(worker(0)), Strangers.PATIENCE)).isFalse();
    assertThat(suits(worker(2), Set.of(worker(0)), Strangers.PATIENCE)).isTrue();
    assertThat(suits(worker(1), Set.of(worker(0), worker(2)), Strangers.PATIENCE))
        .as("both owners have voted")
        .isTrue();
    assertThat(suits(worker(1), Set.of(worker(0)), Strangers.OWNERS_PATIENCE))
        .as("he does not come")
        .isTrue();
    caught.add(worker(2));
    assertThat(suits(worker(1), Set.of(worker(0)), Strangers.PATIENCE))
        .as("he will not come")
        .isTrue();
    enrol(3, "10.0.0.4");
    assertThat(suits(worker(1), Set.of(worker(0)), Strangers.PATIENCE))
        .as("the pool is an owner too")
        .isFalse();
    owners.refresh();
    assertThat(owners.of(worker(2))).contains(bob);
  }

  private void own(int number, Address owner) {
    enrol(number, "10.0.0." + (number + 1));
    new Sql(database)
        .update(
            "insert into worker (address, pool, name, software, os, arch, cpus, memory_bytes,"
                + " drivers, enrolled_at) values (?, ?, 'w', 't', 'o', 'a', 1, 1, '[]', ?)",
            worker(number).hex(),
            Address.ZERO.hex(),
            Instant.EPOCH);
    owners.name(worker(number), owner, Instant.EPOCH);
  }

  @Test
  void onlyVotesOfLikeHostsAreCompared() {
    enrol(0, "10.0.0.1", "GenuineIntel/6");
    enrol(1, "10.0.1.1", "AuthenticAMD/25");
    enrol(2, "10.0.2.1", "GenuineIntel/6");
    enrol(3, "10.0.3.1", Worker.Host.UNKNOWN);
    enrol(4, "10.0.4.1", Worker.Host.UNKNOWN);
    assertThat(isAlike(Assurance.Hosts.PROCESSOR, 2, 0)).isTrue();
    assertThat(isAlike(Assurance.Hosts.PROCESSOR, 1, 0)).isFalse();
    assertThat(isAlike(Assurance.Hosts.PROCESSOR, 2, 0, 1)).isFalse();
    assertThat(isAlike(Assurance.Hosts.PROCESSOR, 3, 0)).isFalse();
    assertThat(isAlike(Assurance.Hosts.PROCESSOR, 4, 3)).as("nobody knows").isFalse();
    assertThat(isAlike(Assurance.Hosts.SYSTEM, 4, 0, 1, 2, 3)).isTrue();
    assertThat(isAlike(Assurance.Hosts.ANY, 4, 0, 99)).isTrue();
    assertThat(isAlike(Assurance.Hosts.SYSTEM, 0, 99)).as("never heard of").isFalse();
  }

  @Test
  void whoIsNotHeardOfSinceTheStartIsOfTheKindThatItEnrolledWith() {
    own(7, worker(100));
    WorkerPlaces fresh = new WorkerPlaces(new StoredWorkers(database, Clock.systemUTC()));
    new Sql(database)
        .update("update worker set processor = 'v/1' where address = ?", worker(7).hex());
    assertThat(fresh.of(worker(7))).isEmpty();
    assertThat(fresh.kindOf(worker(7))).contains(new HostKind("o", "a", "v/1"));
    assertThat(fresh.kindOf(worker(8))).isEmpty();
  }

  private boolean isAlike(Assurance.Hosts hosts, int worker, Integer... others) {
    Companions companions =
        strangers.of(
            worker(worker),
            new Strangers.Terms("bag", "wasm", hosts, new ReplicaDraw(new byte[32])));
    Set<Address> voters =
        Stream.of(others).map(WorkerPairsTest::worker).collect(Collectors.toSet());
    boolean isLike = voters.stream().allMatch(companions::isLike);
    assertThat(companions.suit(7, voters, Duration.ofHours(1))).isEqualTo(isLike);
    return isLike;
  }

  @Test
  void ofManyWorkersHalfAreDrawnAndTheDrawCannotBeForeseenWithoutTheKey() {
    for (int i = 0; i < 200; i++) {
      enrol(i, "10.0." + i + ".1");
    }
    int drawn = 0;
    for (int i = 1; i < 200; i++) {
      drawn += suits(worker(i), Set.of(worker(0)), Duration.ZERO) ? 1 : 0;
    }
    assertThat(drawn).isBetween(70, 130);
  }

  @Test
  void prefixesAreNetworks() {
    assertThat(WorkerPlaces.network("192.168.7.9")).isEqualTo("192.168.7");
    assertThat(WorkerPlaces.network("2001:db8:1:2::3")).isEqualTo("2001:db8:1");
    assertThat(WorkerPlaces.network("")).isEmpty();
  }

  private boolean suits(Address worker, Set<Address> others, Duration waited) {
    Companions companions =
        strangers.of(
            worker,
            new Strangers.Terms("bag", "wasm", Assurance.Hosts.ANY, new ReplicaDraw(new byte[32])));
    return companions.suit(7, others, waited);
  }

  private void enrol(int number, String address) {
    enrol(number, address, Worker.Host.UNKNOWN);
  }

  private void enrol(int number, String address, String processor) {
    Worker worker =
        new Worker(
            worker(number),
            Address.ZERO,
            "w" + number,
            "test",
            new Worker.Host("linux", "amd64", 1, 1 << 30, processor),
            List.of(new Worker.Driver("wasm", true, 3, List.of())),
            Instant.EPOCH);
    presence.heard(worker, false, Set.of("wasm"), Instant.EPOCH);
    places.note(worker, address);
  }

  private static Address worker(int number) {
    return new Address(String.format("0x%040x", number + 1));
  }

  private static PartitionSettlement.Ballot ballot(
      long tasks, List<Integer> accepted, List<Integer> rejected) {
    List<List<Integer>> groups = rejected.isEmpty() ? List.of() : List.of(rejected);
    return new PartitionSettlement.Ballot(tasks, accepted, groups, List.of());
  }

  private static PartitionSettlement settlement(PartitionSettlement.Ballot... ballots) {
    List<SignedCommitment> commitments = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      commitments.add(new SignedCommitment(DEAL, 0, worker(i), 1_000, Bytes32.ZERO, "0x"));
    }
    return new PartitionSettlement(
        DEAL, 0, 1_000, Bytes32.ZERO, "", 0, commitments, List.of(ballots));
  }
}
