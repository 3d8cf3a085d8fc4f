package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Address;
import java.time.Instant;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class WorkerRatesTest {
  private static final Address ANN = new Address("0x" + "aa".repeat(20));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private final WorkerRates rates = new WorkerRates();

  @Test
  void aSteadyWorkerHasItsRate() {
    Instant now = NOON;
    for (int second = 0; second < 300; second++) {
      now = NOON.plusSeconds(second);
      rates.note(ANN, 8, now);
    }
    assertThat(rates.of(ANN, now).orElseThrow()).isCloseTo(8, Percentage.withPercentage(5));
  }

  @Test
  void anIdleWorkerLosesItAndThenHasNone() {
    rates.note(ANN, 3_000, NOON);
    double first = rates.of(ANN, NOON).orElseThrow();
    assertThat(rates.of(ANN, NOON.plusSeconds(60)).orElseThrow()).isLessThan(first / 5);
    assertThat(rates.of(ANN, NOON.plusSeconds(900))).isEmpty();
    assertThat(rates.of(new Address("0x" + "bb".repeat(20)), NOON)).isEmpty();
  }
}
