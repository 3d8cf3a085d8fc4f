package io.gridbourse.worker.activation;

/**
 * What a condition says now.
 *
 * @param holds whether the machine may work, as far as this condition goes
 * @param reason why it may not, for people; empty if it may
 */
public record Verdict(boolean holds, String reason) {
  /** The machine may work. */
  public static final Verdict HOLDS = new Verdict(true, "");

  /** The machine may not work. */
  public static Verdict not(String reason) {
    return new Verdict(false, reason);
  }
}
