package io.gridbourse.web.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.wire.Views.EventView;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventRingTest {
  private final EventRing ring = new EventRing(3, 100);

  @Test
  void idsRiseFromTheFirst() {
    assertThat(happened("a").id()).isEqualTo(101);
    assertThat(happened("b").id()).isEqualTo(102);
  }

  @Test
  void aReaderGetsWhatFollowsTheIdItHeardLast() {
    happened("a");
    happened("b");
    EventRing.Tail tail = ring.after(101, 10);
    assertThat(tail.missed()).isFalse();
    assertThat(kinds(tail)).containsExactly("b");
    assertThat(ring.after(tail.lastId(), 10).events()).isEmpty();
  }

  @Test
  void aReaderWhoWasAwayTooLongIsToldThatItMissedSome() {
    List.of("a", "b", "c", "d", "e").forEach(this::happened);
    EventRing.Tail tail = ring.after(101, 10);
    assertThat(tail.missed()).isTrue();
    assertThat(kinds(tail)).containsExactly("c", "d", "e");
  }

  @Test
  void anIdFromAnotherLifeOfTheServerCountsAsMissed() {
    happened("a");
    assertThat(ring.after(1, 10).missed()).isTrue();
    assertThat(ring.after(999, 10).missed()).isTrue();
    assertThat(ring.after(999, 10).lastId()).isEqualTo(101);
  }

  @Test
  void aPageHoldsNoMoreThanItsLimitAndTheNextGoesOn() {
    List.of("a", "b", "c").forEach(this::happened);
    EventRing.Tail first = ring.after(100, 2);
    assertThat(kinds(first)).containsExactly("a", "b");
    assertThat(kinds(ring.after(first.lastId(), 2))).containsExactly("c");
  }

  @Test
  void aStreamTellsWhatIsWantedAndEndsWithTheServer() throws Exception {
    happened("wanted");
    happened("other");
    ring.close();
    AtomicBoolean ended = new AtomicBoolean();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AtomicLong nanos = new AtomicLong();
    new EventStream(
            ring, 100, event -> event.kind().equals("wanted"), nanos::get, () -> ended.set(true))
        .write(out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("id: 101\ndata: {\"id\":101,")
        .contains("\"kind\":\"wanted\"")
        .doesNotContain("other");
    assertThat(ended).isTrue();
  }

  @Test
  void waitingEndsWhenSomethingHappens() throws Exception {
    Thread later = new Thread(() -> happened("a"));
    later.start();
    assertThat(ring.await(100, Duration.ofSeconds(20))).isTrue();
    later.join();
    assertThat(ring.lastId()).isEqualTo(101);
  }

  private EventView happened(String kind) {
    return ring.append(new EventView(0, Instant.EPOCH, kind, null, Map.of()));
  }

  private static List<String> kinds(EventRing.Tail tail) {
    return tail.events().stream().map(EventView::kind).toList();
  }
}
