package io.gridbourse.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaseStageTest {
  @Test
  void everyStageCanBeReachedAndEveryEventHappensSomewhere() {
    Set<LeaseStage> reached = EnumSet.of(LeaseStage.RUNNING);
    Set<LeaseStage.Event> used = EnumSet.noneOf(LeaseStage.Event.class);
    for (LeaseStage stage : LeaseStage.values()) {
      for (LeaseStage.Event event : LeaseStage.Event.values()) {
        stage
            .on(event)
            .ifPresent(
                next -> {
                  reached.add(next);
                  used.add(event);
                });
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(LeaseStage.values());
    assertThat(used).containsExactlyInAnyOrder(LeaseStage.Event.values());
  }

  @Test
  void whatIsGoneStaysGone() {
    for (LeaseStage.Event event : LeaseStage.Event.values()) {
      assertThat(LeaseStage.GONE.on(event)).isEmpty();
    }
  }

  @Test
  void aSealIsBrokenOnlyWhenTheServerAsks() {
    for (LeaseStage.Event event : LeaseStage.Event.values()) {
      boolean shows = LeaseStage.SEALED.on(event).filter(LeaseStage.REVEALING::equals).isPresent();
      assertThat(shows).isEqualTo(event == LeaseStage.Event.ASKED);
    }
  }
}
