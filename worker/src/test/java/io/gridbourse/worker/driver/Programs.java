package io.gridbourse.worker.driver;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Leases of example programs. */
public final class Programs {
  public static final BagId BAG = new BagId("b-0123456789abcdef");

  private final Path folder;
  private final String driver;
  private Path app;
  private String entry;
  private List<String> command = List.of("program");
  private List<String> outputs = List.of();
  private final Map<String, Path> inputs = new LinkedHashMap<>();
  private List<WorkerWire.AxisWire> axes =
      List.of(new WorkerWire.AxisWire("task", null, 0, 99_999_999, 1));
  private WorkerWire.CheckpointWire checkpoint;
  private SavedTasks saved = SavedTasks.NONE;
  private TakenUnits units = TakenUnits.NONE;
  private long memoryBytes = 16 << 20;
  private long walltimeMillis = 10_000;
  private long outputBytesMax = 1 << 20;

  private Programs(Path folder, String driver) {
    this.folder = folder;
    this.driver = driver;
  }

  /** An example of the module examples, such as {@code misbehaving/trap.wasm}. */
  public static Programs example(Path folder, String driver, String name) {
    try (InputStream in = Programs.class.getResourceAsStream("/examples/" + name)) {
      if (in == null) {
        throw new IllegalStateException("there is no example " + name);
      }
      return of(folder, driver, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program of these bytes. */
  public static Programs of(Path folder, String driver, byte[] content) {
    Programs programs = new Programs(folder, driver);
    programs.app = programs.file(content);
    return programs;
  }

  public Programs command(String... words) {
    command = List.of(words);
    return this;
  }

  public Programs entry(String name) {
    entry = name;
    return this;
  }

  public Programs outputs(String... names) {
    outputs = List.of(names);
    return this;
  }

  public Programs input(String name, byte[] content) {
    inputs.put(name, file(content));
    return this;
  }

  public Programs axes(WorkerWire.AxisWire... list) {
    axes = List.of(list);
    return this;
  }

  public Programs checkpoint(String path, long everyMillis, SavedTasks tasks) {
    checkpoint = new WorkerWire.CheckpointWire(path, everyMillis);
    saved = tasks;
    return this;
  }

  public Programs memory(long bytes) {
    memoryBytes = bytes;
    return this;
  }

  public Programs walltime(long millis) {
    walltimeMillis = millis;
    return this;
  }

  public Programs outputMax(long bytes) {
    outputBytesMax = bytes;
    return this;
  }

  /** Its tasks have counted things. */
  public Programs taking(TakenUnits taken) {
    units = taken;
    return this;
  }

  public LeaseWork lease(long first, int count) {
    try {
      String name = Sha256.of(Files.readAllBytes(app)).toString();
      WorkerWire.Program program =
          new WorkerWire.Program(
              name + command + memoryBytes + walltimeMillis + outputBytesMax + outputs,
              driver,
              name,
              entry,
              command,
              axes,
              List.of(),
              outputs,
              memoryBytes,
              16 << 20,
              walltimeMillis,
              outputBytesMax,
              null,
              false,
              checkpoint);
      return new LeaseWork("lease-" + first, BAG, first, count, program, app, inputs, saved, units);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(byte[] content) {
    try {
      return Files.write(Files.createTempFile(folder, "content", ""), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
