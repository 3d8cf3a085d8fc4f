package io.gridbourse.worker.frame;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.CommandTemplate;
import io.gridbourse.domain.bag.Sweep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a child needs to run tasks of a bag.
 *
 * @param module name of the module, sent before
 * @param inputs contents by path, for the working directory of every task
 * @param outputs files, or a folder, that make the outcome; empty means standard output
 * @param environment variables that all tasks share
 * @param saving what tasks save of themselves
 */
public record GuestProgram(
    String id,
    String module,
    BagId bag,
    CommandTemplate command,
    Sweep sweep,
    Map<String, byte[]> inputs,
    List<String> outputs,
    Limits limits,
    Map<String, String> environment,
    Saving saving) {

  /**
   * What a task saves while it runs.
   *
   * @param path file in the working directory; empty if it saves nothing
   * @param everyMillis how often it is sent to the agent
   */
  public record Saving(String path, long everyMillis) {
    /** A task saves nothing. */
    public static final Saving NONE = new Saving("", 0);

    /** Whether there is anything to save. */
    public boolean isWanted() {
      return !path.isEmpty();
    }
  }

  /** Limits of one task. */
  public record Limits(
      long memoryBytes, long diskBytes, long walltimeMillis, long outputBytesMax) {}

  /** The frame that carries this program. */
  public FrameWriter.Draft toFrame() {
    FrameWriter.Draft draft =
        new FrameWriter.Draft(FrameType.PROGRAM).putText(id).putText(module).putText(bag.text());
    putTexts(draft, command.words());
    draft.putInt(sweep.axes().size());
    for (Sweep.Axis axis : sweep.axes()) {
      putAxis(draft, axis);
    }
    draft.putInt(inputs.size());
    inputs.forEach((path, content) -> draft.putText(path).putBytes(content));
    putTexts(draft, outputs);
    putVariables(draft, environment);
    return draft
        .putLong(limits.memoryBytes())
        .putLong(limits.diskBytes())
        .putLong(limits.walltimeMillis())
        .putLong(limits.outputBytesMax())
        .putText(saving.path())
        .putLong(saving.everyMillis());
  }

  /** Reads what {@link #toFrame} wrote. */
  public static GuestProgram of(Frame frame) throws IOException {
    String id = frame.readText();
    String module = frame.readText();
    BagId bag = new BagId(frame.readText());
    CommandTemplate command = new CommandTemplate(readTexts(frame));
    List<Sweep.Axis> axes = new ArrayList<>();
    int axisCount = frame.readInt();
    for (int i = 0; i < axisCount; i++) {
      axes.add(readAxis(frame));
    }
    Map<String, byte[]> inputs = new LinkedHashMap<>();
    int inputCount = frame.readInt();
    for (int i = 0; i < inputCount; i++) {
      String path = frame.readText();
      inputs.put(path, frame.readBytes());
    }
    List<String> outputs = readTexts(frame);
    Map<String, String> environment = readVariables(frame);
    Limits limits =
        new Limits(frame.readLong(), frame.readLong(), frame.readLong(), frame.readLong());
    Saving saving = new Saving(frame.readText(), frame.readLong());
    return new GuestProgram(
        id, module, bag, command, new Sweep(axes), inputs, outputs, limits, environment, saving);
  }

  /** Writes variables of an environment. */
  public static void putVariables(FrameWriter.Draft draft, Map<String, String> variables) {
    draft.putInt(variables.size());
    variables.forEach((name, value) -> draft.putText(name).putText(value));
  }

  /** Reads what {@link #putVariables} wrote. */
  public static Map<String, String> readVariables(Frame frame) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    int count = frame.readInt();
    for (int i = 0; i < count; i++) {
      String name = frame.readText();
      variables.put(name, frame.readText());
    }
    return variables;
  }

  private static void putAxis(FrameWriter.Draft draft, Sweep.Axis axis) {
    draft.putText(axis.name());
    if (axis instanceof Sweep.Range range) {
      draft.putInt(0).putLong(range.first()).putLong(range.last()).putLong(range.step());
      return;
    }
    draft.putInt(1);
    putTexts(draft, ((Sweep.Listed) axis).values());
  }

  private static Sweep.Axis readAxis(Frame frame) throws IOException {
    String name = frame.readText();
    if (frame.readInt() == 0) {
      return new Sweep.Range(name, frame.readLong(), frame.readLong(), frame.readLong());
    }
    return new Sweep.Listed(name, readTexts(frame));
  }

  private static void putTexts(FrameWriter.Draft draft, List<String> texts) {
    draft.putInt(texts.size());
    texts.forEach(draft::putText);
  }

  private static List<String> readTexts(Frame frame) throws IOException {
    int size = frame.readInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add(frame.readText());
    }
    return texts;
  }
}
