package io.gridbourse.ejb.proof.checker;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.sample.Units;
import io.gridbourse.domain.wire.CheckWire;
import io.gridbourse.domain.wire.IexecWire;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.start.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The program of a bag as it is run for some units of a task. */
final class UnitProgram {
  /** How long the units of one answer may take. */
  static final long MILLIS_MAX = 5_000;

  private final BagId bag;
  private final WorkerWire.Program program;
  private final IexecWire deal;
  private final String file;
  private final Map<String, String> inputs;
  private final AtomicLong runs = new AtomicLong();

  /**
   * The program that workers run.
   *
   * @param deal and the number of its first task, for programs that know nothing of iExec
   * @param file where its module is
   * @param inputs files by the path that tasks see
   */
  UnitProgram(
      BagId bag,
      WorkerWire.Program program,
      IexecWire deal,
      String file,
      Map<String, String> inputs) {
    this.bag = bag;
    this.program = program;
    this.deal = deal;
    this.file = file;
    this.inputs = Map.copyOf(inputs);
  }

  /** How long one run may take. */
  long millis() {
    return Math.min(program.walltimeMillis(), MILLIS_MAX);
  }

  /** A run for these units of a task. */
  CheckWire.Run run(long task, List<Integer> units) {
    IexecWire before = program.iexec() == null ? deal : program.iexec();
    Map<String, String> variables = new HashMap<>(before.variables());
    variables.put(
        Units.VARIABLE, units.stream().map(Object::toString).collect(Collectors.joining(",")));
    WorkerWire.Program asked =
        new WorkerWire.Program(
            // Each run has other variables: a child must not take one for another.
            program.id() + "#" + runs.incrementAndGet(),
            program.driver(),
            program.app(),
            program.entry(),
            program.command(),
            program.axes(),
            program.inputs(),
            program.outputs(),
            program.memoryBytes(),
            program.diskBytes(),
            millis(),
            program.outputBytesMax(),
            new IexecWire(before.deal(), before.botFirst(), variables),
            false);
    try {
      return new CheckWire.Run(
          Json.mapper().writeValueAsString(asked), file, bag.text(), task, inputs);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a program cannot be written", e);
    }
  }
}
