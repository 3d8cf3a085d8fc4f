package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.schedule.Eligibility.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

class EligibilityTest {
  private record Host(String driver, int cpus) {}

  private static final Eligibility<Host> TWO =
      new Eligibility<>(
          List.of(
              new Condition<>(
                  "driver wasm", "enable the driver wasm", host -> host.driver.equals("wasm")),
              new Condition<>("4 processors", "ask for fewer processors", host -> host.cpus >= 4)));

  @Test
  void eachConditionSaysHowManyItExcludes() {
    var census =
        TWO.census(
            List.of(
                new Host("wasm", 2),
                new Host("wasm", 1),
                new Host("process", 8),
                new Host("process", 1)));
    assertThat(census.eligible()).isZero();
    assertThat(census.exclusions())
        .extracting(Eligibility.Exclusion::excludes, Eligibility.Exclusion::excludesAlone)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, 1), org.assertj.core.groups.Tuple.tuple(3, 2));
    assertThat(census.sentence())
        .isEqualTo("none of 4 hosts may run it: 4 processors excludes 3, 2 of them alone");
    assertThat(census.remedy()).isEqualTo("ask for fewer processors");
  }

  @Test
  void anEligibleHostIsCounted() {
    var census = TWO.census(List.of(new Host("wasm", 4), new Host("wasm", 1)));
    assertThat(census.sentence()).isEqualTo("1 of 2 hosts may run it");
    assertThat(census.remedy()).isEmpty();
    assertThat(TWO.admits(new Host("wasm", 4))).isTrue();
    assertThat(TWO.admits(new Host("wasm", 3))).isFalse();
  }

  @Test
  void withoutHostsTheSentenceSaysSo() {
    assertThat(TWO.census(List.of()).sentence()).isEqualTo("no host is online");
    assertThat(TWO.census(List.of()).remedy()).isEqualTo("start a worker");
  }
}
