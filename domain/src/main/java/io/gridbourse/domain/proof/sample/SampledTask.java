package io.gridbourse.domain.proof.sample;

/**
 * What was found by computing a part of an answer again.
 *
 * @param index of the task
 * @param units of which the answer consists
 * @param drawn units that were computed again
 * @param found why the answer is wrong; blank if all units that were drawn are right
 */
public record SampledTask(long index, int units, int drawn, String found) {
  /**
   * Whether all units that were drawn are right; follows from what is stored, and is not stored.
   */
  public boolean hasPassed() {
    return found.isBlank();
  }
}
