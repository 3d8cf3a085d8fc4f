package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.proof.likeness.Bytes;
import io.gridbourse.domain.proof.likeness.Comparator;
import io.gridbourse.domain.proof.sample.SampleVerdict;
import io.gridbourse.domain.proof.sample.SampledTask;
import io.gridbourse.domain.proof.sample.UnitDraw;
import io.gridbourse.domain.proof.sample.Units;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.CheckWire;
import io.gridbourse.domain.wire.CheckWire.Ending;
import io.gridbourse.ejb.proof.likeness.Comparators;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Computes a sample of a result's units again, for one bag: the units are drawn when the result is
 * committed to, the app itself computes them in the sandbox beside the server, and the bag's
 * comparator compares. An app that fails at that is asked no more after a few times: results are
 * then left to votes.
 */
public final class PartialCheck {
  /** What the bag's key that draws units is for. */
  public static final String PURPOSE = "partial checks";

  private final Units units;
  private final int sample;
  private final Comparator comparator;
  private final UnitDraw draw;
  private final UnitProgram program;
  private final Sandbox sandbox;
  private final Consumer<String> blamed;
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * A check of a bag whose app has not failed yet.
   *
   * @param asked names the sample and the comparator
   * @param blamed hears of each failure that is the app's own
   */
  PartialCheck(
      Units units,
      Assurance asked,
      UnitDraw draw,
      UnitProgram program,
      Sandbox sandbox,
      Consumer<String> blamed) {
    this.units = units;
    this.sample = asked.partial().orElseThrow().sample();
    this.comparator = Comparators.of(asked.likeness()).orElseGet(Bytes::new);
    this.draw = draw;
    this.program = program;
    this.sandbox = sandbox;
    this.blamed = blamed;
  }

  /** Runs programs. */
  interface Sandbox {
    /** Runs one, for so long at most. */
    CheckWire.Ran run(CheckWire.Run run, long millis);
  }

  /** What is found of a worker's result of a task; empty if it cannot be told. */
  public Optional<SampledTask> look(Address worker, long task, byte[] outcome) {
    Optional<List<byte[]>> answer = units.of(outcome);
    if (answer.isEmpty()) {
      return Optional.of(new SampledTask(task, 0, 0, "it does not consist of the app's units"));
    }
    int count = answer.get().size();
    if (failures.get() >= SandboxedChecker.FAULTS_MAX) {
      return Optional.empty();
    }
    List<Integer> drawn = draw.draw(worker.hex(), task, count, sample);
    CheckWire.Ran ran =
        sandbox.run(program.run(task, SampleVerdict.asked(drawn, count)), program.millis());
    if (ran.ending() != Ending.RIGHT) {
      return failed(ran.ending(), ran.detail());
    }
    Optional<List<byte[]>> computed = units.of(ran.outcome());
    if (computed.isEmpty()) {
      return failed(Ending.FAULT, "what it computes does not consist of its units");
    }
    SampleVerdict.Finding found = SampleVerdict.of(answer.get(), drawn, computed.get(), comparator);
    return switch (found.kind()) {
      case PASSED, WRONG -> Optional.of(new SampledTask(task, count, drawn.size(), found.detail()));
      case UNSURE -> Optional.empty();
      case NONSENSE -> failed(Ending.FAULT, found.detail());
    };
  }

  private Optional<SampledTask> failed(Ending ending, String detail) {
    if (ending != Ending.UNSURE) {
      failures.incrementAndGet();
    }
    if (ending == Ending.FAULT) {
      blamed.accept("units computed again: " + SandboxedChecker.shortened(detail));
    }
    return Optional.empty();
  }
}
