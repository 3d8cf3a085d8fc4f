package io.gridbourse.domain.proof.ladder;

import java.util.List;

/**
 * A way to become certain of a result: the one interface of the ladder. A rung is chosen by the
 * order; it holds no state, and the same votes always come to the same judgement.
 *
 * <p>An answer whose check failed never counts. A worker that votes twice counts once, with its
 * first vote.
 */
public interface Rung {
  /** Votes on one task that are considered; later ones are ignored. */
  int VOTES_MAX = 256;

  /** Its name in orders, certificates and messages. */
  String method();

  /** Judges the votes on one task, in the order in which they came. */
  <K> Judgement<K> judge(List<Vote<K>> votes);
}
