package io.gridbourse.cli.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FailureTraceTest {
  private static final List<String> LINES =
      List.of(
          "event_id component_id node_id platform_id node_name event_type event_start_time"
              + " event_stop_time event_end_reason",
          "0 1 7 1 a 1 1000 1090 NULL",
          "1 1 7 1 a 0 1090 2000 NULL",
          "2 1 7 1 a 1 2000 2400 NULL",
          "3 1 8 1 b 1 1000 3000 NULL");
  private final FailureTrace trace = FailureTrace.read(LINES.iterator(), "t");

  @Test
  void aHeaderMayHaveNoSign() {
    assertThat(trace.nodes().get(0)).containsExactly(0, 90, 1_000, 1_400);
    assertThat(trace.span()).isEqualTo(2_000);
  }

  @Test
  void whatWasBeforeComesAfterTheEnd() {
    assertThat(trace.from(0, 1_200)).containsExactly(0, 200, 800, 890, 1_800, 2_000);
    assertThat(trace.from(0, 0)).containsExactly(trace.nodes().get(0));
  }

  @Test
  void aNodeThatWasAlwaysThereIsAlwaysThere() {
    assertThat(trace.from(1, 777)).containsExactly(0, 2_000);
  }

  @Test
  void nothingOfTheTraceIsLostWhereverItBegins() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      double[] played = trace.from(0, random.nextDouble(2_000));
      double there = 0;
      for (int at = 0; at < played.length; at += 2) {
        assertThat(played[at]).isLessThan(played[at + 1]);
        there += played[at + 1] - played[at];
      }
      assertThat(there).isCloseTo(490, within(1e-6));
      assertThat(played[played.length - 1]).isLessThanOrEqualTo(2_000);
    }
  }
}
