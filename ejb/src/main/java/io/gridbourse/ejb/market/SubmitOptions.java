package io.gridbourse.ejb.market;

/**
 * How to submit.
 *
 * @param keepPending keep a bag that nothing fits now, and try again later
 * @param dryRun only say what it would cost
 */
public record SubmitOptions(boolean keepPending, boolean dryRun) {
  /** Submit now or refuse. */
  public static final SubmitOptions NOW = new SubmitOptions(false, false);
}
