package io.gridbourse.ejb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.pool.WorkerState;
import io.gridbourse.domain.value.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final Instant START = Instant.parse("2026-03-06T12:00:00Z");
  private final List<WorkerState> told = new ArrayList<>();
  private final Presence presence = new Presence((worker, state) -> told.add(state));
  private final Worker worker =
      new Worker(
          Address.ZERO,
          Address.ZERO,
          "w",
          "test",
          new Worker.Host("linux", "amd64", 1, 1),
          List.of(),
          START);

  @Test
  void aPausedWorkerIsThereAndTakesNoWork() {
    presence.heard(worker, false, Set.of("wasm"), START);
    assertThat(presence.online("wasm")).containsExactly(worker.address());
    presence.paused(worker, "the machine runs on its battery", Set.of("wasm"), START);
    presence.paused(worker, "the machine is hot", Set.of("wasm"), START);
    assertThat(presence.online()).isEmpty();
    assertThat(presence.onlineIn(worker.pool())).isZero();
    assertThat(presence.paused(worker.address())).contains("the machine is hot");
    presence.heard(worker, false, Set.of("wasm"), START);
    assertThat(presence.paused(worker.address())).isEmpty();
    assertThat(told).containsExactly(WorkerState.ONLINE, WorkerState.PAUSED, WorkerState.ONLINE);
  }

  @Test
  void aPausedWorkerThatFallsSilentIsLost() {
    presence.paused(worker, "hot", Set.of(), START);
    Instant later = START.plus(Presence.LOST_AFTER).plusMillis(1);
    assertThat(presence.lost(later)).containsExactly(worker.address());
    assertThat(presence.state(worker.address())).isEqualTo(WorkerState.LOST);
    assertThat(presence.paused(worker.address())).isEmpty();
  }
}
