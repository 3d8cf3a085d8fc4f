package io.gridbourse.domain.pool;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Whether a worker is there. */
public enum WorkerState {
  /** It is enrolled and was not heard of since the server started. */
  AWAY,
  /** It asks for work. */
  ONLINE,
  /** It is there and takes no work now, because its owner's conditions do not hold. */
  PAUSED,
  /** It finishes what it holds and takes no more. */
  DRAINING,
  /** It fell silent; what it ran was given to others. */
  LOST;

  private static final Map<WorkerState, Map<Event, WorkerState>> EDGES =
      Map.of(
          AWAY, spoken(Map.of()),
          ONLINE, spoken(Map.of(Event.SILENCE, LOST)),
          PAUSED, spoken(Map.of(Event.SILENCE, LOST)),
          DRAINING, spoken(Map.of(Event.SILENCE, AWAY)),
          LOST, spoken(Map.of()));

  /** A worker that exchanges tells its state, whatever it was before. */
  private static Map<Event, WorkerState> spoken(Map<Event, WorkerState> more) {
    Map<Event, WorkerState> edges = new EnumMap<>(Event.class);
    edges.put(Event.HEARD, ONLINE);
    edges.put(Event.PAUSED, PAUSED);
    edges.put(Event.DRAINED, DRAINING);
    edges.putAll(more);
    return edges;
  }

  /** What can happen to a worker. */
  public enum Event {
    /** It exchanged and takes work. */
    HEARD,
    /** It exchanged and its owner's conditions do not hold. */
    PAUSED,
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
