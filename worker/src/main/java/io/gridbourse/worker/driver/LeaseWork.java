package io.gridbourse.worker.driver;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.CommandTemplate;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.TaskEnvironment;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.wire.WorkerWire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tasks [first, first + count) of a bag, with everything that running them needs.
 *
 * @param app the program's content, fetched and verified
 * @param inputs fetched and verified contents by the path that tasks see
 * @param saved what its tasks saved and save of themselves
 * @param units counted things that its tasks have
 */
public record LeaseWork(
    String lease,
    BagId bag,
    long first,
    int count,
    WorkerWire.Program program,
    Path app,
    Map<String, Path> inputs,
    SavedTasks saved,
    TakenUnits units) {
  public LeaseWork {
    inputs = Map.copyOf(new LinkedHashMap<>(inputs));
  }

  /** Work whose tasks begin from their start and save nothing. */
  public LeaseWork(
      String lease,
      BagId bag,
      long first,
      int count,
      WorkerWire.Program program,
      Path app,
      Map<String, Path> inputs) {
    this(lease, bag, first, count, program, app, inputs, SavedTasks.NONE, TakenUnits.NONE);
  }

  /** The command line's template. */
  public CommandTemplate command() {
    return new CommandTemplate(program.command());
  }

  /** The parameters. */
  public Sweep sweep() {
    List<Sweep.Axis> axes = new ArrayList<>();
    for (WorkerWire.AxisWire axis : program.axes()) {
      axes.add(
          axis.values() == null
              ? new Sweep.Range(axis.name(), axis.first(), axis.last(), axis.step())
              : new Sweep.Listed(axis.name(), axis.values()));
    }
    return new Sweep(axes);
  }

  /** What a task finds in its environment besides what every task does. */
  public Map<String, String> variables(long index) {
    Map<String, String> variables = new TreeMap<>(units.variables());
    environment()
        .ifPresent(
            each -> {
              variables.putAll(each.fixed());
              variables.putAll(each.at(index));
            });
    return variables;
  }

  /** What the tasks find in their environment; empty for programs that expect nothing. */
  public Optional<TaskEnvironment> environment() {
    return Optional.ofNullable(program.iexec())
        .map(
            iexec ->
                new TaskEnvironment(new DealId(iexec.deal()), iexec.botFirst(), iexec.variables()));
  }

  /** The same work with what its tasks saved. */
  public LeaseWork with(SavedTasks checkpoints) {
    return new LeaseWork(lease, bag, first, count, program, app, inputs, checkpoints, units);
  }

  /** The same work whose tasks have counted things. */
  public LeaseWork with(TakenUnits taken) {
    return new LeaseWork(lease, bag, first, count, program, app, inputs, saved, taken);
  }

  /** The same work without its first {@code done} tasks. */
  public LeaseWork after(int done) {
    return new LeaseWork(
        lease, bag, first + done, count - done, program, app, inputs, saved, units);
  }
}
