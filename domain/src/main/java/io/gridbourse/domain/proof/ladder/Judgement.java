package io.gridbourse.domain.proof.ladder;

import java.util.Optional;
import java.util.function.Function;

/** What the votes on a task come to. */
public sealed interface Judgement<K> {
  /** One of the two, by case. */
  <R> R fold(Function<Certified<K>, R> certified, Function<Open<K>, R> open);

  /** The certificate, if there is one. */
  default Optional<Certificate<K>> certificate() {
    return fold(yes -> Optional.of(yes.proof()), no -> Optional.empty());
  }

  /** An answer is accepted. */
  record Certified<K>(Certificate<K> proof) implements Judgement<K> {
    @Override
    public <R> R fold(Function<Certified<K>, R> certified, Function<Open<K>, R> open) {
      return certified.apply(this);
    }
  }

  /**
   * More votes are needed.
   *
   * @param more votes that would be enough if they agreed with the best answer, at least 1
   * @param why for people
   */
  record Open<K>(int more, String why) implements Judgement<K> {
    @Override
    public <R> R fold(Function<Certified<K>, R> certified, Function<Open<K>, R> open) {
      return open.apply(this);
    }
  }
}
