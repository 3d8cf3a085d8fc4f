package io.gridbourse.domain.wire;

import java.util.List;
import java.util.Map;

/**
 * What a worker that serves on juries exchanges with its server, by {@code POST worker/v1/jury}.
 * JSON as in {@link WorkerWire}; words of 32 bytes are hex. Everything is idempotent.
 */
public final class JuryWire {
  private JuryWire() {}

  /** What the worker has for its duties; nothing at first. */
  public record Round(List<Sealed> sealed, List<Shown> shown) {}

  /**
   * An answer that the worker bound itself to.
   *
   * @param seal keccak256(worker ‖ task id ‖ digest ‖ salt)
   * @param signature of JuryVote(trial, seal) in the hub's domain, 65 bytes hex
   */
  public record Sealed(long trial, String seal, String signature) {}

  /**
   * The answer itself.
   *
   * @param results the outcome, packed as in {@link WorkerWire.Reveal}
   * @param failures the task, if its program failed
   */
  // Arrays are never compared and are copied by nobody.
  @SuppressWarnings("ArrayRecordComponent")
  public record Shown(
      long trial, String digest, String salt, byte[] results, List<WorkerWire.Failure> failures) {}

  /**
   * The server's side.
   *
   * @param refused codes by the number of the trial
   * @param nextMillis when to ask again
   */
  public record Orders(List<Duty> duties, Map<String, String> refused, long nextMillis) {}

  /**
   * A task to compute as a juror.
   *
   * @param stage {@code SEAL}: compute, and send the seal; {@code SHOW}: send the answer
   * @param task id on the ledger
   * @param position of the task in its bag
   */
  public record Duty(
      long trial,
      String stage,
      String task,
      String bag,
      long position,
      WorkerWire.Program program) {}
}
