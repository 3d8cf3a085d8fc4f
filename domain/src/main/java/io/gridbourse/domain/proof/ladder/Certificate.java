package io.gridbourse.domain.proof.ladder;

import java.util.List;

/**
 * Why an answer was accepted.
 *
 * @param method the rung's name
 * @param votes all that were considered, with what each weighed
 * @param errorBound the probability that the answer is wrong is at most this, under the assumptions
 *     that the derivation states
 * @param derivation how the bound follows, step by step, for people
 */
public record Certificate<K>(
    String method, K answer, List<Weighed<K>> votes, double errorBound, List<String> derivation) {
  public Certificate {
    votes = List.copyOf(votes);
    derivation = List.copyOf(derivation);
    ProofRefusal.share("errorBound", errorBound);
  }

  /** One vote and its weight in the method's own unit; 0 if it did not count. */
  public record Weighed<K>(String worker, K answer, double weight) {}
}
