package io.gridbourse.domain.schedule.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class TailRuleTest {
  private static final TailRule.Offer CHEAP = new TailRule.Offer(60, 1, 10, 1);

  @Test
  void aHostThatIsHopelesslySlowIsOvertaken() {
    TailRule.Running slow = new TailRule.Running(0.1, 100, 1);
    assertThat(slow.secondsLeft()).isCloseTo(900, within(1e-9));
    assertThat(TailRule.USUAL.probabilityFirst(slow, 60)).isGreaterThan(0.999);
    assertThat(TailRule.USUAL.duplicates(0.95, slow, CHEAP)).isTrue();
  }

  @Test
  void equalHostsAreEquallyLikelyFirst() {
    TailRule.Running half = new TailRule.Running(0.5, 60, 1);
    assertThat(TailRule.USUAL.probabilityFirst(half, 60)).isCloseTo(0.5, within(1e-6));
    assertThat(TailRule.USUAL.duplicates(0.95, half, CHEAP)).isFalse();
  }

  @Test
  void aDuplicateMustBeWorthItsPriceAndWithinTheBudget() {
    TailRule.Running slow = new TailRule.Running(0.1, 100, 1);
    assertThat(TailRule.USUAL.duplicates(0.95, slow, new TailRule.Offer(60, 839, 1e9, 1))).isTrue();
    assertThat(TailRule.USUAL.duplicates(0.95, slow, new TailRule.Offer(60, 841, 1e9, 1)))
        .isFalse();
    assertThat(TailRule.USUAL.duplicates(0.95, slow, new TailRule.Offer(60, 5, 4, 1))).isFalse();
  }

  @Test
  void beforeTheTailAndBeyondTwoCopiesNothingIsDuplicated() {
    assertThat(TailRule.USUAL.duplicates(0.89, new TailRule.Running(0.1, 100, 1), CHEAP)).isFalse();
    assertThat(TailRule.USUAL.duplicates(0.95, new TailRule.Running(0.1, 100, 2), CHEAP)).isFalse();
    TailRule three = new TailRule(0.3, 3, 0.9);
    assertThat(three.duplicates(0.95, new TailRule.Running(0.1, 100, 2), CHEAP)).isTrue();
  }

  @Test
  void aTaskThatSaysNothingIsTakenForLost() {
    TailRule.Running silent = new TailRule.Running(0, 1_000, 1);
    assertThat(TailRule.USUAL.probabilityFirst(silent, 60)).isEqualTo(1);
    assertThat(TailRule.USUAL.duplicates(0.95, silent, CHEAP)).isTrue();
  }

  @Test
  void theNormalDistributionIsRight() {
    assertThat(TailRule.normal(0)).isCloseTo(0.5, within(2e-7));
    assertThat(TailRule.normal(1.959964)).isCloseTo(0.975, within(2e-7));
    assertThat(TailRule.normal(-1.959964)).isCloseTo(0.025, within(2e-7));
  }

  private record End(double at, int host) {}

  /** 100 tasks of 60 s on ten hosts, the first 20 times slower; returns makespan and duplicates. */
  private static double[] run(boolean withTailRule) {
    PriorityQueue<End> ends =
        new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Double.compare(a.at(), b.at()) : a.host() - b.host());
    int waiting = 100;
    int completed = 0;
    int duplicates = 0;
    boolean slowIsDone = false;
    for (int host = 0; host < 10; host++) {
      ends.add(new End(host == 0 ? 1_200 : 60, host));
      waiting--;
    }
    int duplicateOn = -1;
    while (true) {
      End end = ends.remove();
      boolean ofSlowTask = end.host() == 0 || end.host() == duplicateOn;
      completed += ofSlowTask && slowIsDone ? 0 : 1;
      slowIsDone |= ofSlowTask;
      if (completed == 100) {
        return new double[] {end.at(), duplicates};
      }
      TailRule.Running slow = new TailRule.Running(end.at() / 1_200, end.at(), 1 + duplicates);
      if (waiting > 0) {
        waiting--;
        ends.add(new End(end.at() + 60, end.host()));
      } else if (withTailRule
          && !slowIsDone
          && TailRule.USUAL.duplicates(completed / 100.0, slow, CHEAP)) {
        duplicates++;
        duplicateOn = end.host();
        ends.add(new End(end.at() + 60, end.host()));
      }
    }
  }

  @Test
  void oneDuplicateRemovesTheTailOfOneSlowHost() {
    assertThat(run(false)[0]).isEqualTo(1_200);
    double[] with = run(true);
    assertThat(with[0]).isLessThanOrEqualTo(720);
    assertThat(with[1]).isEqualTo(1);
  }

  @Test
  void lateDuplicatesTheTaskThatWillEndLast() {
    List<TailRule.Running> running =
        List.of(
            new TailRule.Running(0.5, 50, 1),
            new TailRule.Running(0.1, 50, 1),
            new TailRule.Running(0.6, 50, 1),
            new TailRule.Running(0.7, 50, 1),
            new TailRule.Running(0.8, 50, 1));
    LateRule.Situation situation = new LateRule.Situation(20, 0, List.of(1.0, 2.0, 2.0, 2.0, 2.0));
    LateRule rule = LateRule.PUBLISHED;
    assertThat(rule.choose(situation, running.subList(0, 4), 2)).hasValue(1);
    assertThat(rule.choose(situation, running, 1)).isEmpty();
    assertThat(rule.choose(new LateRule.Situation(20, 2, List.of(2.0)), running, 2)).isEmpty();
    assertThat(rule.choose(situation, List.of(), 2)).isEmpty();
    List<TailRule.Running> copied = Collections.nCopies(4, new TailRule.Running(0.1, 50, 2));
    assertThat(rule.choose(situation, copied, 2)).isEmpty();
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedByName() {
    assertThatThrownBy(() -> new TailRule(0, 2, 0.9)).hasMessageStartingWith("spread");
    assertThatThrownBy(() -> new TailRule(0.3, 0, 0.9)).hasMessageStartingWith("copiesMax");
    assertThatThrownBy(() -> new LateRule(2, 0.25, 0.25))
        .hasMessageStartingWith("speculativeShare");
  }
}
