package io.gridbourse.domain.pool;

import java.util.Map;
import java.util.Optional;

/** Whether a worker is there. */
public enum WorkerState {
  /** It is enrolled and was not heard of since the server started. */
  AWAY,
  /** It asks for work. */
  ONLINE,
  /** It finishes what it holds and takes no more. */
  DRAINING,
  /** It fell silent; what it ran was given to others. */
  LOST;

  private static final Map<WorkerState, Map<Event, WorkerState>> EDGES =
      Map.of(
          AWAY, Map.of(Event.HEARD, ONLINE, Event.DRAINED, DRAINING),
          ONLINE, Map.of(Event.HEARD, ONLINE, Event.DRAINED, DRAINING, Event.SILENCE, LOST),
          DRAINING,
              Map.of(
                  Event.HEARD, ONLINE,
                  Event.DRAINED, DRAINING,
                  Event.SILENCE, AWAY),
          LOST, Map.of(Event.HEARD, ONLINE, Event.DRAINED, DRAINING));

  /** What can happen to a worker. */
  public enum Event {
    /** It exchanged and takes work. */
    HEARD,
    /** It exchanged and takes no more work. */
    DRAINED,
    /** It was not heard of for longer than the limit. */
    SILENCE
  }

  /** The state after {@code event}, or empty if the event is illegal here. */
  public Optional<WorkerState> on(Event event) {
    return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(event));
  }
}
