package io.gridbourse.ejb.session;

/** What an idempotency key turns out to be. */
public sealed interface Claim {
  /** Nobody used it: do the work, then keep the answer or release the key. */
  record Fresh() implements Claim {}

  /** The same request was answered before. */
  record Answered(Answer answer) implements Claim {}

  /** The same request was done, but its answer was lost: this is what it made. */
  record Done(String effect) implements Claim {}

  /** The same request is being worked on. */
  record InProgress() implements Claim {}

  /** Another request used the key. */
  record Conflict() implements Claim {}
}
