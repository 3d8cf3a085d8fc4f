package io.gridbourse.ejb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.CacheNews;
import io.gridbourse.ejb.fixtures.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostContentsTest {
  private static final Address ANN = new Address("0x" + "a1".repeat(20));
  private static final String HIGH = "fedcba9876543210";
  private static final String LOW = "0123456789abcdef";
  private final MovableClock clock = new MovableClock();
  private final HostContents contents = new HostContents(clock);

  private boolean has(String name) {
    return contents.of(ANN).test(Long.parseUnsignedLong(name, 16));
  }

  @Test
  void newsChangeWhatIsKnown() {
    assertThat(contents.known(ANN)).isZero();
    assertThat(has(HIGH)).isFalse();
    contents.told(ANN, new CacheNews(0, 7, List.of(HIGH, LOW), List.of()));
    assertThat(contents.known(ANN)).isEqualTo(7);
    assertThat(has(HIGH)).isTrue();
    contents.told(ANN, new CacheNews(7, 9, List.of(), List.of(HIGH)));
    assertThat(has(HIGH)).as("evicted").isFalse();
    assertThat(has(LOW)).isTrue();
    contents.told(ANN, new CacheNews(0, 2, List.of(HIGH), List.of()));
    assertThat(has(LOW)).as("everything anew").isFalse();
    contents.forget(ANN);
    assertThat(contents.known(ANN)).isZero();
    assertThat(has(HIGH)).isFalse();
  }

  @Test
  void newsOfAnotherStateArePassedOver() {
    contents.told(ANN, new CacheNews(3, 4, List.of(HIGH), List.of()));
    assertThat(contents.known(ANN)).isZero();
    assertThat(has(HIGH)).isFalse();
  }

  @Test
  void whoTellsOfMoreThanMayBeIsNotBelieved() {
    List<String> many =
        IntStream.range(0, CacheNews.CONTENTS_MAX).mapToObj("%016x"::formatted).toList();
    contents.told(ANN, new CacheNews(0, 1, many, List.of()));
    assertThat(contents.known(ANN)).isEqualTo(1);
    contents.told(ANN, new CacheNews(1, 2, List.of(HIGH), List.of()));
    assertThat(contents.known(ANN)).isZero();
  }

  @Test
  void whatItWasLeasedTasksForIsOnItsWayForAWhile() {
    List<Long> needed = List.of(Long.parseUnsignedLong(HIGH, 16));
    assertThat(contents.fetches(ANN, needed)).isTrue();
    assertThat(contents.fetches(ANN, needed)).isFalse();
    assertThat(has(HIGH)).isTrue();
    clock.advance(HostContents.FETCHED_WITHIN);
    assertThat(has(HIGH)).as("it did not come").isFalse();
    assertThat(contents.fetches(ANN, needed)).isTrue();
    contents.told(ANN, new CacheNews(0, 1, List.of(HIGH), List.of()));
    clock.advance(Duration.ofDays(1));
    assertThat(has(HIGH)).as("it came").isTrue();
    contents.told(ANN, new CacheNews(1, 2, List.of(), List.of(HIGH)));
    assertThat(has(HIGH)).as("and left").isFalse();
  }
}
