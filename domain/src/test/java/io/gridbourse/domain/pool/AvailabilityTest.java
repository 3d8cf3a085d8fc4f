package io.gridbourse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvailabilityTest {
  @Test
  void presenceGoesFromWhatIsToWhatIsUsual() {
    for (Availability each :
        new Availability[] {
          Availability.UNKNOWN, new Availability(86_400, 3_600, 2), new Availability(4_000, 8e5, 9)
        }) {
      double before = 1;
      for (long seconds = 0; seconds < 1L << 40; seconds = 2 * seconds + 1) {
        Duration time = Duration.ofSeconds(seconds);
        double there = each.presence(true, time);
        double away = each.presence(false, time);
        assertThat(there).isBetween(each.fraction(), before + 1e-12);
        assertThat(away).isBetween(-1e-12, each.fraction());
        // Who looks at any time sees the usual share, however far ahead it is.
        assertThat(each.fraction() * there + (1 - each.fraction()) * away)
            .isCloseTo(each.fraction(), within(1e-9));
        before = there;
      }
      assertThat(each.presence(true, Duration.ZERO)).isEqualTo(1);
      assertThat(before).isCloseTo(each.fraction(), within(1e-3));
    }
  }

  @Test
  void aHostIsKnownAfterAnHourOrOnceItHasLeft() {
    assertThat(Availability.UNKNOWN.isKnown()).isFalse();
    assertThat(Availability.UNKNOWN.after(false, Duration.ofDays(9)).isKnown()).isFalse();
    assertThat(new Availability(3_599, 0, 0).isKnown()).isFalse();
    assertThat(new Availability(3_601, 0, 0).isKnown()).isTrue();
    assertThat(new Availability(5, 0, 0).departed().isKnown()).isTrue();
    assertThat(Availability.UNKNOWN.expectedStay()).isEqualTo(Duration.ofHours(8));
  }

  @Test
  void nothingIsKnownOfANewHost() {
    assertThat(Availability.UNKNOWN.fraction()).isEqualTo(0.5);
    assertThat(Availability.UNKNOWN.departuresPerHour()).isCloseTo(1 / 8.0, within(1e-9));
    assertThat(Availability.UNKNOWN.stays(Duration.ZERO)).isEqualTo(1);
    assertThat(Availability.UNKNOWN.stays(Duration.ofHours(8)))
        .isCloseTo(Math.exp(-1), within(1e-9));
  }

  @Test
  void aHostThatStaysIsTrustedMoreAndMore() {
    Availability good = Availability.UNKNOWN;
    double before = good.fraction();
    for (int day = 0; day < 30; day++) {
      good = good.after(true, Duration.ofDays(1));
      assertThat(good.fraction()).isGreaterThan(before);
      before = good.fraction();
    }
    assertThat(good.fraction()).isGreaterThan(0.98);
    assertThat(good.stays(Duration.ofHours(1))).isGreaterThan(0.99);
  }

  @Test
  void itDoesNotMatterHowOftenOneLooks() {
    Availability once = Availability.UNKNOWN.after(true, Duration.ofHours(100));
    Availability often = Availability.UNKNOWN;
    for (int i = 0; i < 100; i++) {
      often = often.after(true, Duration.ofHours(1));
    }
    assertThat(often.up()).isCloseTo(once.up(), within(1e-6));
  }

  @Test
  void whatWasAWeekAgoCountsHalf() {
    Availability host = new Availability(1_000, 0, 4);
    Availability later = host.after(false, Availability.HALF_LIFE);
    assertThat(later.up()).isCloseTo(500, within(1e-6));
    assertThat(later.departures()).isCloseTo(2, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theFiguresOfARandomHostAreFound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double hoursUp = 1 + 9 * random.nextDouble();
    double hoursDown = 1 + 9 * random.nextDouble();
    Availability host = Availability.UNKNOWN;
    for (int i = 0; i < 2_000; i++) {
      host = host.after(true, hours(random, hoursUp)).departed();
      assertThat(host.fraction()).isBetween(0.0, 1.0);
      host = host.after(false, hours(random, hoursDown));
    }
    // Some two weeks weigh: that is some twenty stretches, so the estimates scatter.
    assertThat(host.fraction()).isCloseTo(hoursUp / (hoursUp + hoursDown), within(0.25));
    assertThat(host.departuresPerHour()).isBetween(0.4 / hoursUp, 2.2 / hoursUp);
  }

  @Test
  void timesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new Availability(-1, 0, 0)).hasMessageContaining("not negative");
    assertThatThrownBy(() -> new Availability(Double.NaN, 0, 0)).hasMessageContaining("negative");
    assertThat(Availability.UNKNOWN.after(true, Duration.ofSeconds(-5)))
        .isEqualTo(Availability.UNKNOWN);
  }

  @Test
  void aSpeedIsLearntFromTimesAndBounded() {
    RelativeSpeed speed = RelativeSpeed.UNKNOWN;
    for (int i = 0; i < 100; i++) {
      speed = speed.after(200, 100);
    }
    assertThat(speed.factor()).isCloseTo(2, within(0.01));
    assertThat(speed.leases()).isEqualTo(100);
    for (int i = 0; i < 1_000; i++) {
      speed = speed.after(1e9, 1);
    }
    assertThat(speed.factor()).isLessThanOrEqualTo(64.000001);
    for (double none : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(speed.after(none, 1)).isEqualTo(speed);
    }
    assertThat(speed.after(1, 0)).isEqualTo(speed);
    assertThat(speed.after(1, 0.9)).as("too short").isEqualTo(speed);
    assertThatThrownBy(() -> new RelativeSpeed(0, 0)).hasMessageContaining("above 0");
  }

  private static Duration hours(SplittableRandom random, double mean) {
    return Duration.ofSeconds((long) (-Math.log(1 - random.nextDouble()) * mean * 3_600));
  }
}
