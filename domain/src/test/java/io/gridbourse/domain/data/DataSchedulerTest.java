package io.gridbourse.domain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The sequences that BitDew published, with one new datum at a time on the hosts h1 to h4. */
class DataSchedulerTest {
  private static final DatumAttributes ONE = DatumAttributes.DEFAULT;

  private final DataScheduler scheduler = scheduler(1);
  private final Map<String, List<String>> caches = new HashMap<>();

  private static DataScheduler scheduler(int newAtOnce) {
    return new DataScheduler(newAtOnce, 30, Comparator.naturalOrder());
  }

  private void known(DatumAttributes attributes, String... ids) {
    for (String id : ids) {
      scheduler.put(id, attributes);
    }
  }

  private List<String> sync(String host) {
    return syncAt(host, 0);
  }

  private List<String> syncAt(String host, double now) {
    List<String> cache = scheduler.sync(host, caches.getOrDefault(host, List.of()), now).cache();
    caches.put(host, cache);
    return cache;
  }

  @Test
  void oneHostIsGivenOneAfterTheOtherNewestFirst() {
    known(ONE, "d1", "d2", "d3", "d4");
    assertThat(sync("h1")).containsExactly("d1");
    assertThat(sync("h1")).containsExactly("d2", "d1");
    assertThat(sync("h1")).containsExactly("d3", "d2", "d1");
    assertThat(sync("h1")).containsExactly("d4", "d3", "d2", "d1");
    assertThat(sync("h1")).containsExactly("d4", "d3", "d2", "d1");
  }

  @Test
  void fourHostsShareWhatIsWantedOnce() {
    known(ONE, "d1", "d2", "d3", "d4");
    for (int i = 1; i <= 4; i++) {
      assertThat(sync("h" + i)).containsExactly("d" + i);
    }
  }

  @Test
  void withoutReplicasNothingIsPlaced() {
    known(ONE.replica(0), "d1");
    assertThat(sync("h1")).isEmpty();
  }

  @Test
  void twoReplicasGoToTwoHosts() {
    known(ONE.replica(2), "d1");
    assertThat(sync("h1")).containsExactly("d1");
    assertThat(sync("h2")).containsExactly("d1");
    assertThat(sync("h3")).isEmpty();
    assertThat(sync("h4")).isEmpty();
    assertThat(scheduler.owners("d1")).containsExactlyInAnyOrder("h1", "h2");
  }

  @Test
  void unlimitedReplicasGoEverywhereOneDatumAfterTheOther() {
    known(ONE.replica(-1), "d1", "d2");
    for (int i = 1; i <= 4; i++) {
      assertThat(sync("h" + i)).containsExactly("d1");
    }
    for (int i = 1; i <= 4; i++) {
      assertThat(sync("h" + i)).containsExactly("d2", "d1");
    }
  }

  @Test
  void affinityToAMissingDatumDoesNotReplaceTheReplica() {
    known(ONE.beside("missing"), "d1", "d2", "d3", "d4");
    for (int i = 1; i <= 4; i++) {
      assertThat(sync("h" + i)).containsExactly("d" + i);
    }
  }

  @Test
  void affinityToADeletedDatumDoesNotCount() {
    known(ONE, "d1");
    known(ONE.beside("d1"), "d2", "d3", "d4");
    scheduler.delete("d1");
    assertThat(sync("h1")).containsExactly("d2");
    assertThat(sync("h2")).containsExactly("d3");
    assertThat(sync("h3")).containsExactly("d4");
    assertThat(sync("h4")).isEmpty();
  }

  @Test
  void dataGatherWhereTheDatumIsThatTheyFollow() {
    known(ONE, "d1");
    known(ONE.replica(0).beside("d1"), "d2", "d3", "d4");
    assertThat(sync("h1")).containsExactly("d1");
    for (int i = 2; i <= 4; i++) {
      assertThat(sync("h" + i)).isEmpty();
    }
    assertThat(sync("h1")).containsExactly("d2", "d1");
    assertThat(sync("h1")).containsExactly("d3", "d2", "d1");
    assertThat(sync("h1")).containsExactly("d4", "d3", "d2", "d1");
    assertThat(sync("h2")).isEmpty();
  }

  @Test
  void affinityIsDirectOnlyAndLooksAtWhatWasKept() {
    DataScheduler five = scheduler(5);
    five.put("d1", ONE);
    five.put("d2", ONE.replica(0).beside("d1"));
    five.put("d3", ONE.replica(0).beside("d2"));
    assertThat(five.sync("h1", List.of(), 0).added()).containsExactly("d1");
    assertThat(five.sync("h1", List.of("d1"), 0).added()).containsExactly("d2");
    assertThat(five.sync("h1", List.of("d2", "d1"), 0).cache()).containsExactly("d3", "d2", "d1");
  }

  @Test
  void whatIsNotKnownIsDropped() {
    known(ONE, "d1", "d2", "d3", "d4");
    DataScheduler.Orders orders = scheduler.sync("h1", List.of("d1", "d2", "d3", "d4", "d5"), 0);
    assertThat(orders.kept()).containsExactly("d1", "d2", "d3", "d4");
    assertThat(orders.dropped()).containsExactly(Map.entry("d5", "it is not known"));
  }

  @Test
  void whatWasDeletedIsDropped() {
    known(ONE, "d1", "d2");
    scheduler.delete("d1");
    assertThat(scheduler.sync("h1", List.of("d1", "d2"), 0).kept()).containsExactly("d2");
  }

  @Test
  void anAbsoluteLifetimeEnds() {
    known(ONE.until(100), "d1");
    assertThat(scheduler.sync("h1", List.of("d1"), 90).kept()).containsExactly("d1");
    DataScheduler.Orders late = scheduler.sync("h1", List.of("d1"), 110);
    assertThat(late.cache()).isEmpty();
    assertThat(late.dropped()).containsExactly(Map.entry("d1", "its lifetime is over"));
  }

  @Test
  void aRelativeLifetimeEndsWithItsReference() {
    known(ONE, "d1");
    known(ONE.endingWith("d1"), "d2");
    known(ONE.endingWith("unknown"), "d3");
    assertThat(scheduler.sync("h1", List.of("d1", "d2", "d3"), 0).kept())
        .containsExactly("d1", "d2");
    scheduler.delete("d1");
    assertThat(scheduler.sync("h1", List.of("d1", "d2"), 0).dropped()).containsKeys("d1", "d2");
  }

  @Test
  void withoutFaultToleranceOwnersAreNeverForgotten() {
    known(ONE, "d1");
    assertThat(syncAt("h1", 0)).containsExactly("d1");
    assertThat(syncAt("h2", 1_000)).isEmpty();
  }

  @Test
  void aFaultTolerantDatumIsReplacedWhenItsHostFallsSilent() {
    known(ONE.replaced(), "d1");
    assertThat(syncAt("h1", 0)).containsExactly("d1");
    assertThat(syncAt("h1", 20)).containsExactly("d1");
    assertThat(syncAt("h2", 45)).isEmpty();
    assertThat(syncAt("h2", 51)).containsExactly("d1");
  }

  @Test
  void aHostHoldsNoMoreAlikeDataThanTheDistributionAllows() {
    known(ONE.distribution(2), "d1", "d2", "d3");
    assertThat(sync("h1")).containsExactly("d1");
    assertThat(sync("h1")).containsExactly("d2", "d1");
    assertThat(sync("h1")).containsExactly("d2", "d1");
    assertThat(sync("h2")).containsExactly("d3");
  }

  @Test
  void noDatumHasMoreOwnersThanReplicasUnlessItFollows() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      DataScheduler some = scheduler(random.nextInt(1, 4));
      int[] replicas = new int[8];
      for (int i = 0; i < replicas.length; i++) {
        replicas[i] = random.nextInt(4);
        some.put("d" + i, ONE.replica(replicas[i]).distribution(random.nextInt(1, 4)));
      }
      Map<String, List<String>> held = new HashMap<>();
      for (int step = 0; step < 60; step++) {
        String host = "h" + random.nextInt(5);
        List<String> before = held.getOrDefault(host, new ArrayList<>());
        held.put(host, some.sync(host, before, step).cache());
      }
      for (int i = 0; i < replicas.length; i++) {
        assertThat(some.owners("d" + i)).as("seed %d", seed).hasSizeLessThanOrEqualTo(replicas[i]);
      }
    }
  }

  @Test
  void attributesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> ONE.replica(-2)).hasMessageContaining("replica");
    assertThatThrownBy(() -> ONE.distribution(-2)).hasMessageContaining("distribution");
    assertThatThrownBy(() -> ONE.until(Double.NaN)).hasMessageContaining("lifetimeUntil");
    assertThatThrownBy(() -> scheduler(0)).hasMessageContaining("newAtOnce");
    known(ONE, "d1");
    assertThatThrownBy(() -> known(ONE, "d1")).hasMessageContaining("known already");
  }
}
