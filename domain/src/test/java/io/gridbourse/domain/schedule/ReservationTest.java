package io.gridbourse.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReservationTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Reservation of(String id, int percent, int fromHour, int untilHour) {
    return new Reservation(
        id,
        "0xpool",
        "p-" + id,
        percent,
        NOON.plusSeconds(fromHour * 3_600L),
        NOON.plusSeconds(untilHour * 3_600L),
        false);
  }

  private static List<String> workers(int count) {
    List<String> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add("worker" + i);
    }
    return workers;
  }

  @Test
  void aShareIsRoundedUpToWholeWorkers() {
    for (int count = 0; count < 40; count++) {
      for (int percent : new int[] {1, 10, 33, 50, 99, 100}) {
        assertThat(Reservation.kept(List.of(of("a", percent, 0, 1)), workers(count)))
            .hasSize((count * percent + 99) / 100);
      }
    }
  }

  @Test
  void noWorkerIsKeptForTwo() {
    for (long seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Reservation> holding = new ArrayList<>();
      int left = 100;
      for (int i = 0; left > 1; i++) {
        int percent = random.nextInt(1, left);
        left -= percent;
        holding.add(of("r" + i, percent, 0, 1));
      }
      int count = random.nextInt(100);
      Map<String, Reservation> kept = Reservation.kept(holding, workers(count));
      assertThat(kept.size()).as("seed %d", seed).isLessThanOrEqualTo(count);
      Reservation first = holding.get(0);
      assertThat(kept.values().stream().filter(first::equals))
          .as("seed %d", seed)
          .hasSize((count * first.percent() + 99) / 100);
    }
  }

  @Test
  void theSameWorkersAreKeptWhateverTheirOrder() {
    List<Reservation> holding = List.of(of("a", 30, 0, 1), of("b", 20, 0, 1));
    List<String> turned = workers(50);
    Collections.reverse(turned);
    assertThat(Reservation.kept(holding, turned)).isEqualTo(Reservation.kept(holding, workers(50)));
  }

  @Test
  void aWorkerThatComesMovesAtMostOneOther() {
    List<Reservation> holding = List.of(of("a", 50, 0, 1));
    for (int count = 1; count < 60; count++) {
      Set<String> before = Reservation.kept(holding, workers(count)).keySet();
      Set<String> moved = new HashSet<>(before);
      moved.removeAll(Reservation.kept(holding, workers(count + 1)).keySet());
      assertThat(moved).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void thePeakIsTheMostAtAnyInstant() {
    List<Reservation> all = List.of(of("a", 30, 0, 4), of("b", 40, 2, 6), of("c", 20, 5, 8));
    assertThat(peak(all, 0, 1)).isEqualTo(30);
    assertThat(peak(all, 0, 3)).isEqualTo(70);
    assertThat(peak(all, 4, 6)).isEqualTo(60);
    assertThat(peak(all, 6, 8)).isEqualTo(20);
    assertThat(peak(all, 8, 9)).isZero();
  }

  private static int peak(List<Reservation> all, int fromHour, int untilHour) {
    return Reservation.peak(
        all, NOON.plusSeconds(fromHour * 3_600L), NOON.plusSeconds(untilHour * 3_600L));
  }

  @Test
  void aReservationIsOfSomethingForATime() {
    assertThatThrownBy(() -> of("a", 0, 0, 1)).hasMessageContaining("1 to 100");
    assertThatThrownBy(() -> of("a", 101, 0, 1)).hasMessageContaining("1 to 100");
    assertThatThrownBy(() -> of("a", 1, 1, 1)).hasMessageContaining("ends after");
  }
}
