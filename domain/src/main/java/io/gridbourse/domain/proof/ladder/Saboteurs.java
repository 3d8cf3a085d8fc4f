package io.gridbourse.domain.proof.ladder;

import java.util.SplittableRandom;

/** How the workers of a trial behave, drawn one by one. */
final class Saboteurs {
  /** The right answer to every task. */
  static final int RIGHT = 0;

  private static final int COLLUDED = 1;
  private final Crew crew;
  private final int liars;
  private final SplittableRandom random;

  Saboteurs(Crew crew, SplittableRandom random) {
    this.crew = crew;
    this.random = random;
    // The first ones may as well be the liars: who gets which task is drawn.
    this.liars = (int) Math.round(crew.liars() * crew.workers());
  }

  int count() {
    return crew.workers();
  }

  /** Whether a worker lies this time. */
  boolean lies(int worker) {
    return worker < liars && random.nextDouble() < crew.sabotage();
  }

  /** A wrong answer: the common one, or the worker's own. */
  int wrong(int worker) {
    boolean agrees =
        crew.collusion() == 1 || (crew.collusion() > 0 && random.nextDouble() < crew.collusion());
    return agrees ? COLLUDED : COLLUDED + 1 + worker;
  }

  /** Whether a lease ends without an answer. */
  boolean defects() {
    return crew.defecting() > 0 && random.nextDouble() < crew.defecting();
  }
}
