package io.gridbourse.domain.proof.court;

import java.util.Map;
import java.util.Optional;

/** The life of a trial, as the ledger's events tell it. */
public enum TrialState {
  /** Its jury is drawn as soon as the block is there whose hash decides. */
  DRAWING,
  /** Jurors compute the task, commit to their answers and show them. */
  VOTING,
  /** The jury found another result than the accepted one. */
  UPHELD,
  /** The jury found the accepted result. */
  UNFOUNDED,
  /** There were not enough jurors, or they did not agree: the result stands. */
  UNDECIDED;

  private static final Map<TrialState, Map<Event, TrialState>> EDGES =
      Map.of(
          DRAWING,
          Map.of(
              Event.DRAW_POSTPONED, DRAWING,
              Event.JURORS_DRAWN, VOTING,
              Event.ENDED_UNDECIDED, UNDECIDED),
          VOTING,
          Map.of(
              Event.JURORS_DRAWN, VOTING,
              Event.ROUND_OPENED, DRAWING,
              Event.ENDED_UPHELD, UPHELD,
              Event.ENDED_UNFOUNDED, UNFOUNDED,
              Event.ENDED_UNDECIDED, UNDECIDED));

  /** What can happen to a trial. */
  public enum Event {
    /** The draw came too late for its block; a later one decides. */
    DRAW_POSTPONED,
    /** Another juror of the round was drawn. */
    JURORS_DRAWN,
    /** The jury did not agree; more jurors are drawn. */
    ROUND_OPENED,
    /** The verdict is another digest. */
    ENDED_UPHELD,
    /** The verdict is the accepted digest. */
    ENDED_UNFOUNDED,
    /** It ended without a verdict. */
    ENDED_UNDECIDED
  }

  /** The state after {@code event}, or empty if the event is illegal here. */
  public Optional<TrialState> on(Event event) {
    return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(event));
  }

  /** Whether nothing can follow. */
  public boolean isFinal() {
    return !EDGES.containsKey(this);
  }
}
