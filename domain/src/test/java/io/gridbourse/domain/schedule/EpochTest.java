package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.schedule.rank.HostFit;
import io.gridbourse.domain.schedule.rank.Ranking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EpochTest {
  private static final HostFit.Weights FAST = new HostFit.Weights(1, 0, 0, 0);
  private static final HostFit.Weights THRIFTY = new HostFit.Weights(0, 0, 0, 1);
  private static final HostFit.Weights TRUSTED = new HostFit.Weights(0, 0, 1, 0);

  private static HostClass host(int power, long weight, int watts, String reserved) {
    return new HostClass("0xpool", "wasm:3", 2, 12, power, weight, watts, reserved);
  }

  private static HostClass host(int power) {
    return host(power, 2, HostClass.UNKNOWN, "");
  }

  private static BagClass bag(String project, int priority, HostFit.Weights weights) {
    return bag(project, priority, weights, new BagClass.Needs("wasm", 0, 1, 1 << 20));
  }

  private static BagClass bag(
      String project, int priority, HostFit.Weights weights, BagClass.Needs needs) {
    return new BagClass("account a", project, "p", needs, priority, weights, 10, 0);
  }

  private static Epoch epoch(List<HostClass> hosts, List<BagClass> bags, Reservation... holding) {
    Map<String, Reservation> byId = new HashMap<>();
    for (Reservation each : holding) {
      byId.put(each.id(), each);
    }
    return new Epoch(1, Epoch.Policy.STANDARD, hosts, bags, byId);
  }

  @Test
  void eachHostGoesFirstToTheBagThatWantsSuchOnes() {
    Epoch epoch =
        epoch(
            List.of(host(4, 2, 10, ""), host(0, 20, 6, ""), host(-2, 2, 3, "")),
            List.of(bag("", 0, THRIFTY), bag("", 0, FAST), bag("", 0, TRUSTED)));
    assertThat(epoch.table().row(0)[0]).isEqualTo(1);
    assertThat(epoch.table().row(1)[0]).isEqualTo(2);
    assertThat(epoch.table().row(2)[0]).isZero();
  }

  private static final HostFit.Weights NEAR = new HostFit.Weights(0, 0, 0, 0, 1);

  private static Epoch epochOfData(HostFit.Weights weights) {
    HostClass both = host(0).having("x:4,y:4");
    HostClass ofX = host(0).having("x:4");
    HostClass mostOfY = host(0).having("y:3");
    return epoch(
        List.of(host(0), both, ofX, mostOfY),
        List.of(
            bag("", 0, weights).needing("x"),
            bag("", 0, weights).needing("y"),
            bag("", 0, weights)));
  }

  @Test
  void aHostGoesFirstToTheBagWhoseDataItHas() {
    Epoch epoch = epochOfData(NEAR);
    assertThat(epoch.table().row(2)[0]).isZero();
    assertThat(epoch.table().row(3)[0]).isEqualTo(1);
    // Two hosts have x whole, one y: the rarer is what the host that has both is wanted for.
    assertThat(epoch.table().row(1)[0]).isEqualTo(1);
    assertThat(epoch.table().row(0)[0]).as("a host that has nothing").isEqualTo(2);
    assertThat(epoch.fit(0).places().get(0).id()).isEqualTo("1");
    assertThat(epoch.ranking(2).places().get(0).shares())
        .extracting(Ranking.Share::criterion)
        .contains("data");
    assertThat(epoch.host(2).text()).contains("x:4");
    assertThat(epoch.bag(0).text()).contains("data x");
  }

  @Test
  void whoDoesNotMindDataIsStillMovedByThePoolsWeight() {
    Epoch epoch = epochOfData(FAST);
    assertThat(epoch.value(0, 0, 2)).as("all are equally fast").isZero();
    assertThat(epoch.table().row(2)[0]).isZero();
    assertThat(epoch.table().row(2)[2]).isEqualTo(1);
    assertThat(epoch.value(3, 1, 3)).isEqualTo(0.25);
    assertThat(epoch.value(3, 2, 0)).as("nothing to fetch").isZero();
  }

  @Test
  void longLeasesGoToHostsThatStay() {
    HostClass steady = host(0).leaving(-6);
    HostClass fickle = host(0).leaving(2);
    BagClass quick = bag("", 0, FAST);
    BagClass lasting = bag("", 0, FAST).lasting(Duration.ofHours(1));
    assertThat(quick.lasting(Duration.ofSeconds(59))).isEqualTo(quick);
    Epoch epoch = epoch(List.of(fickle, host(0), steady), List.of(quick, lasting));
    assertThat(epoch.table().row(0)).containsExactly(0, 1);
    assertThat(epoch.table().row(2)).containsExactly(1, 0);
    assertThat(epoch.value(0, 0, 0)).as("it is done before anybody leaves").isZero();
    assertThat(epoch.fit(1).places()).extracting(Ranking.Place::id).containsExactly("2", "1", "0");
    assertThat(fickle.text()).contains("leaves 4.0 times an hour");
  }

  @Test
  void aFastHostNeedNotStayAsLong() {
    double[][] values =
        HostFit.values(
            new HostFit.Traits[] {new HostFit.Traits(4, 2, 1), new HostFit.Traits(1, 2, 1)});
    double[] hourly = {1 / 3_600.0, 1 / 3_600.0};
    double[][] staying = HostFit.staying(values, hourly, 3_600);
    // ECT / exp(-departures · ECT), in octaves.
    assertThat(staying[0][0]).isEqualTo(-2 + 0.25 / Math.log(2), within(1e-12));
    assertThat(staying[1][0]).isEqualTo(1 / Math.log(2), within(1e-12));
    double[][] unknown = HostFit.staying(values, new double[] {Double.NaN, hourly[1]}, 3_600);
    assertThat(unknown[0][0]).as("as the mean").isEqualTo(-2 + 1 / Math.log(2), within(1e-12));
  }

  @Test
  void prioritiesGoBeforeRank() {
    Epoch epoch =
        epoch(
            List.of(host(4), host(-4)),
            List.of(bag("", 0, FAST), bag("", -5, FAST), bag("", 7, THRIFTY)));
    assertThat(epoch.table().row(0)).containsExactly(2, 0, 1);
    assertThat(epoch.table().row(1)).containsExactly(2, 0, 1);
  }

  @Test
  void whatIsUrgentGoesBeforeWhatIsNot() {
    BagClass calm = bag("", 0, FAST);
    BagClass urgent =
        new BagClass("account a", "", "p", calm.needs(), 0, FAST, 10, BagClass.URGENCY_MAX);
    assertThat(epoch(List.of(host(0)), List.of(calm, urgent)).table().row(0)).containsExactly(1, 0);
  }

  @Test
  void aKeptHostServesItsProjectFirstAndOthersOnlyIfItIsLent() {
    for (boolean lent : new boolean[] {false, true}) {
      Reservation reservation =
          new Reservation("r-1", "0xpool", "cfd", 50, Instant.EPOCH, Instant.MAX, lent);
      Epoch epoch =
          epoch(
              List.of(host(0, 2, HostClass.UNKNOWN, "r-1"), host(0)),
              List.of(bag("", 100, FAST), bag("cfd", -100, FAST)),
              reservation);
      assertThat(epoch.table().row(0)).containsExactly(lent ? new int[] {1, 0} : new int[] {1});
      assertThat(epoch.table().row(1)).containsExactly(0, 1);
      assertThat(epoch.isKeptFor(1, 0)).isTrue();
      assertThat(epoch.isKeptFor(0, 0)).isFalse();
    }
  }

  @Test
  void aHostThatLacksSomethingIsNotRanked() {
    List<BagClass> bags =
        List.of(
            bag("", 0, FAST, new BagClass.Needs("process", 0, 1, 1 << 20)),
            bag("", 0, FAST, new BagClass.Needs("wasm", 4, 1, 1 << 20)),
            bag("", 0, FAST, new BagClass.Needs("wasm", 0, 8, 1 << 20)),
            bag("", 0, FAST, new BagClass.Needs("wasm", 0, 1, 1L << 33)),
            bag("", 0, FAST, new BagClass.Needs("wasm", 3, 4, 1L << 32)));
    assertThat(epoch(List.of(host(0)), bags).table().row(0)).containsExactly(4);
  }

  @Test
  void whatIsUnknownOfAHostCountsAsTheMeanOfWhatIsKnown() {
    double[][] values =
        HostFit.values(
            new HostFit.Traits[] {
              new HostFit.Traits(1, 2, 4),
              new HostFit.Traits(1, 2, Double.NaN),
              new HostFit.Traits(1, 2, 16)
            });
    assertThat(values[1][3]).isEqualTo(3);
    double[] flows = HostFit.flows(THRIFTY, values);
    assertThat(flows[1]).isEqualTo(0, within(1e-12));
    assertThat(flows[0]).isPositive();
    double[][] nothing =
        HostFit.values(
            new HostFit.Traits[] {
              new HostFit.Traits(1, 2, Double.NaN), new HostFit.Traits(2, 2, Double.NaN)
            });
    assertThat(HostFit.flows(THRIFTY, nothing)).containsExactly(0, 0);
  }

  @Test
  void theExplanationIsTheRankingOfTheRow() {
    for (long seed = 0; seed < 60; seed++) {
      Epoch epoch = random(seed);
      for (int host = 0; host < epoch.hostClasses(); host++) {
        int[] row = epoch.table().row(host);
        Ranking ranking = epoch.ranking(host);
        assertThat(ranking.places()).as("seed %d", seed).hasSize(row.length);
        // Priorities differ in no random epoch, so rows are rankings.
        for (int i = 0; i < row.length; i++) {
          assertThat(ranking.places().get(i).id())
              .as("seed %d", seed)
              .isEqualTo(Integer.toString(row[i]));
        }
      }
    }
  }

  @Test
  void theSameHostsAndBagsGiveTheSameTable() {
    for (long seed = 0; seed < 60; seed++) {
      Epoch one = random(seed);
      Epoch other = random(seed);
      for (int host = 0; host < one.hostClasses(); host++) {
        assertThat(one.table().row(host)).as("seed %d", seed).isEqualTo(other.table().row(host));
      }
    }
  }

  private static Epoch random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<HostClass> hosts = new ArrayList<>();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      hosts.add(
          host(random.nextInt(-9, 9), random.nextInt(2, 30), random.nextInt(-1, 9), "r-" + i));
    }
    List<BagClass> bags = new ArrayList<>();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      double time = random.nextInt(9) / 16.0;
      double trust = random.nextInt(9) / 16.0;
      bags.add(
          new BagClass(
              "account " + i,
              "",
              "p",
              new BagClass.Needs("wasm", random.nextInt(5), 1 + i, 1 << 20),
              3,
              new HostFit.Weights(time, 0, trust, 1 - time - trust),
              random.nextBoolean() ? BagClass.UNKNOWN : random.nextInt(40),
              random.nextInt(BagClass.URGENCY_MAX + 1)));
    }
    return epoch(hosts, bags);
  }

  @Test
  void aPoolsWeightsSumToOne() {
    assertThatThrownBy(() -> new Epoch.Policy(0.5, 0.5, 0.5, 0).criteria())
        .hasMessageContaining("sum");
    assertThatThrownBy(() -> new Epoch.Policy(-0.5, 0.5, 0, 1).criteria())
        .hasMessageContaining("weight");
  }

  @Test
  void hostClassesStepByOctaves() {
    assertThat(HostClass.step(1)).isZero();
    assertThat(HostClass.step(1_023)).isEqualTo(9);
    assertThat(HostClass.step(1_024)).isEqualTo(10);
    assertThat(HostClass.powerStep(Double.NaN)).isZero();
    assertThat(HostClass.powerStep(2)).isEqualTo(HostClass.STEPS_PER_OCTAVE);
    assertThat(HostClass.powerStep(1e-9)).isEqualTo(-24);
    assertThat(host(HostClass.powerStep(0.5)).speed()).isEqualTo(0.5);
    assertThat(host(0).isolations()).containsExactly(Map.entry("wasm", 3));
    assertThat(HostClass.drivers(Map.of("wasm", 3, "process", 2))).isEqualTo("process:2,wasm:3");
  }
}
