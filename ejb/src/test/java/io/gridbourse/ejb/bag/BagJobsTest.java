package io.gridbourse.ejb.bag;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.PartitionGrid;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.market.insurance.InsuredBags;
import io.gridbourse.ejb.schedule.NodeName;
import io.gridbourse.ejb.settings.BagSettings;
import io.gridbourse.ejb.settings.InsuranceSettings;
import io.gridbourse.ejb.sql.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BagJobsTest {
  private final TestDatabase database = TestDatabase.create();
  private final StoredBags bags = new StoredBags(database, Clock.systemUTC(), event -> {});
  private final Partitions partitions = new Partitions(database);

  @Test
  void aBagComesBackFromTheDatabaseAsItWas() {
    Bag bag = add("a", BagState.SUBMITTED);
    assertThat(bags.find(bag.id())).contains(bag);
    assertThat(bags.add(bag)).isFalse();
  }

  @Test
  void aBagMovesAlongItsTableAndOnlyOnce() {
    Bag bag = add("a", BagState.SUBMITTED);
    assertThat(move(bag, BagState.SUBMITTED, BagState.Event.MATCH_SENT)).isTrue();
    assertThat(move(bag, BagState.SUBMITTED, BagState.Event.MATCH_SENT)).isFalse();
    assertThat(bags.find(bag.id()).orElseThrow().state()).isEqualTo(BagState.MATCHING);
  }

  @Test
  void oneNodeStartsTheJobOfABagOnce() {
    Bag bag = add("a", BagState.QUEUED);
    BagJobs one = jobs("one", 4);
    BagJobs other = jobs("other", 4);
    assertThat(one.claim()).contains(bag.id());
    assertThat(one.claim()).isEmpty();
    assertThat(other.claim()).isEmpty();
    assertThat(bags.find(bag.id()).orElseThrow().state()).isEqualTo(BagState.RUNNING);
  }

  @Test
  void aBagThatWantsInsuranceStartsWhenItIsBoughtOrDeclined() {
    Bag bag = add("a", BagState.QUEUED);
    InsuredBags insured = new InsuredBags(database, InsuranceSettings.NONE, Clock.systemUTC());
    insured.want(bag.deal(), bag.requester(), "requester", Optional.empty());
    BagJobs jobs = jobs("one", 4);
    Sql sql = new Sql(database);
    for (String state : List.of("WANTED", "APPROVING", "SENT")) {
      sql.update("update insurance_wish set state = ?", state);
      assertThat(jobs.claim()).as(state).isEmpty();
      assertThat(insured.awaited(bag.id())).as(state).isPresent();
    }
    sql.update("update insurance_wish set state = 'REFUSED', reason = 'NO_FUNDS: none'");
    assertThat(insured.awaited(bag.id())).isEmpty();
    assertThat(insured.view(bag.id(), bag.deal()).orElseThrow().reason()).startsWith("NO_FUNDS");
    assertThat(jobs.claim()).contains(bag.id());
  }

  @Test
  void theOldestBagComesFirstAndOthersWaitForTheirTurn() {
    Bag first = add("a", BagState.QUEUED);
    Bag second = add("b", BagState.QUEUED);
    BagJobs jobs = jobs("one", 1);
    assertThat(jobs.claim()).contains(first.id());
    assertThat(jobs.claim()).isEmpty();
    assertThat(move(first, BagState.RUNNING, BagState.Event.TASKS_DONE)).isTrue();
    assertThat(jobs.claim()).contains(second.id());
  }

  @Test
  void aBagWhoseNodeIsGoneIsTakenUpByAnother() {
    Bag bag = add("a", BagState.QUEUED);
    assertThat(jobs("one", 4).claim()).contains(bag.id());
    new Sql(database).update("update bag set job_expires = '-infinity'");
    BagJobs other = jobs("other", 4);
    assertThat(other.claim()).contains(bag.id());
    assertThat(other.isMine(bag.id())).isTrue();
    assertThat(bags.recorded(bag.id()).orElseThrow().runs()).isEqualTo(2);
  }

  @Test
  void aPartitionHasOneOwnerAndAnOldEpochChangesNothing() {
    BagId bag = add("a", BagState.RUNNING).id();
    partitions.create(bag, new PartitionGrid(10, 10));
    long first = partitions.own(bag, 0, "one", Duration.ofSeconds(30)).orElseThrow();
    assertThat(partitions.own(bag, 0, "other", Duration.ofSeconds(30))).isEmpty();
    new Sql(database).update("update bag_partition set expires = '-infinity'");
    long second = partitions.own(bag, 0, "other", Duration.ofSeconds(30)).orElseThrow();
    assertThat(second).isGreaterThan(first);
    Partition.Tally tally = new Partition.Tally(10, 0, 0);
    assertThat(partitions.renew(bag, 0, first, Duration.ofSeconds(30), tally, null)).isFalse();
    assertThat(partitions.decide(bag, 0, first, tally, Bytes32.ZERO, Instant.now())).isFalse();
    assertThat(partitions.release(bag, 0, first)).isFalse();
    assertThat(partitions.decide(bag, 0, second, tally, Bytes32.ZERO, Instant.now())).isTrue();
    assertThat(partitions.find(bag, 0).orElseThrow().state()).isEqualTo(PartitionState.DECIDED);
    assertThat(partitions.own(bag, 0, "one", Duration.ofSeconds(30))).isEmpty();
  }

  @Test
  void pagesListBagsTheNewestFirstAndFilter() {
    Bag first = add("a", BagState.QUEUED);
    Bag second = add("b", BagState.SUBMITTED);
    List<BagId> all = ids(BagFilter.ALL, Optional.empty());
    assertThat(all).containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(ids(BagFilter.ALL, Optional.of(all.get(0)))).containsExactly(all.get(1));
    BagFilter queued =
        new BagFilter(Optional.of(BagState.QUEUED), Optional.of("BAG"), Optional.of("app"));
    assertThat(ids(queued, Optional.empty())).containsExactly(first.id());
  }

  private List<BagId> ids(BagFilter filter, Optional<BagId> after) {
    return bags.page(Optional.empty(), filter, after, 10).stream()
        .map(each -> each.bag().id())
        .toList();
  }

  private boolean move(Bag bag, BagState from, BagState.Event event) {
    return bags.move(bag.id(), from, event, Optional.empty());
  }

  private BagJobs jobs(String node, int runningMax) {
    BagSettings settings =
        new BagSettings(256, 16, Duration.ofSeconds(2), runningMax, Duration.ofDays(7), 0);
    return new BagJobs(database, settings, new NodeName(node), event -> {}, Clock.systemUTC());
  }

  private Bag add(String seed, BagState state) {
    DealId deal =
        new DealId("0x" + Sha256.of(seed.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex());
    Bag bag =
        new Bag(
            BagId.of(deal),
            deal,
            Address.ZERO,
            spec(),
            state,
            false,
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seed.charAt(0)),
            Optional.empty());
    assertThat(bags.add(bag)).isTrue();
    return bag;
  }

  private static BagSpec spec() {
    return new BagSpec(
        "a bag",
        "project",
        Map.of("team", "aero"),
        "app",
        List.of("run", "{n}", "{word}"),
        new Sweep(
            List.of(new Sweep.Range("n", 1, 9, 2), new Sweep.Listed("word", List.of("a", "b c")))),
        List.of(new BagSpec.Input("in.txt", Sha256.of(new byte[] {1}))),
        List.of("out.txt"),
        new BagSpec.Resources(1, 1 << 20, 1 << 20, Duration.ofSeconds(90)),
        new Trust(100),
        Verification.REPLICATE,
        new BagSpec.Market(
            Category.M, Optional.of("pool"), NanoRlc.of(5), NanoRlc.parse("9".repeat(30))),
        new BagSpec.Limits(7, 3),
        BagSpec.Schedule.NONE);
  }
}
