package io.gridbourse.domain.proof;

/** Takes edges of the state tables, and says which one is missing. */
final class Transitions {
  private Transitions() {}

  static LeaseState next(LeaseState state, LeaseState.Event event, LeaseId lease) {
    return state
        .on(event)
        .orElseThrow(() -> new IllegalStateException(lease + ": " + event + " in " + state));
  }

  static SliceState next(SliceState state, SliceState.Event event, Slice slice) {
    return state
        .on(event)
        .orElseThrow(() -> new IllegalStateException(slice + ": " + event + " in " + state));
  }
}
