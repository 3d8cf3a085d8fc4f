package io.gridbourse.domain.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server and the process that runs apps' checkers say to each other over pipes: after one
 * {@link #READY} the server asks, and is answered before it asks again.
 */
public final class CheckWire {
  /** The process held against its own attacks and can be asked. */
  public static final int READY = 0x47;

  /** The file, in the checker's working directory, with the result that is to be checked. */
  public static final String RESULT = "result";

  /** The file with the words of the task's command, each ended by a zero byte. */
  public static final String COMMAND = "command";

  private static final int CHECK = 1;
  private static final int RUN = 2;
  private static final int FILES_MAX = 10_000;
  private static final int PART_BYTES_MAX = 64 << 20;
  private static final int WORDS_MAX = 100_000;

  private CheckWire() {}

  /** What the server asks. */
  public sealed interface Asked {
    /** Writes it. */
    void write(DataOutput out) throws IOException;

    /** Reads what was written. */
    static Asked read(DataInput in) throws IOException {
      int kind = in.readInt();
      return switch (kind) {
        case CHECK -> Request.read(in);
        case RUN -> Run.read(in);
        default -> throw new IOException(kind + " is nothing that can be asked");
      };
    }
  }

  /**
   * A task to run.
   *
   * @param program in JSON, as workers get it
   * @param file where its module is
   * @param bag of the task
   * @param task its index in the bag
   * @param inputs files by the path that the task sees
   */
  public record Run(String program, String file, String bag, long task, Map<String, String> inputs)
      implements Asked {
    public Run {
      inputs = Map.copyOf(inputs);
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeInt(RUN);
      text(out, program);
      text(out, file);
      text(out, bag);
      out.writeLong(task);
      out.writeInt(inputs.size());
      for (Map.Entry<String, String> input : inputs.entrySet()) {
        text(out, input.getKey());
        text(out, input.getValue());
      }
    }

    private static Run read(DataInput in) throws IOException {
      String program = text(in);
      String file = text(in);
      String bag = text(in);
      long task = in.readLong();
      Map<String, String> inputs = new HashMap<>();
      for (int left = within(in.readInt(), FILES_MAX); left > 0; left--) {
        String path = text(in);
        inputs.put(path, text(in));
      }
      return new Run(program, file, bag, task, inputs);
    }
  }

  /**
   * What came of a task that was run.
   *
   * @param ending RIGHT if it has an outcome, FAULT if it failed, NOT_RUN if it could not be run
   * @param detail why it has none, for people
   */
  // Written and read once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Ran(Ending ending, String detail, byte[] outcome) {
    /** One that has no outcome. */
    public static Ran without(Ending ending, String detail) {
      return new Ran(ending, detail, new byte[0]);
    }

    /** Writes it. */
    public void write(DataOutput out) throws IOException {
      new Reply(ending, detail).write(out);
      bytes(out, outcome);
    }

    /** Reads what {@link #write} wrote. */
    public static Ran read(DataInput in) throws IOException {
      Reply reply = Reply.read(in);
      return new Ran(reply.ending(), reply.detail(), bytes(in));
    }
  }

  /**
   * A result to check.
   *
   * @param module names the checker: {@code sha256:...}
   * @param file where it is
   * @param command of the task, expanded
   * @param memoryBytes that the checker may use
   * @param millis that it may take
   */
  // Written and read once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Request(
      String module,
      String file,
      List<String> command,
      byte[] result,
      long memoryBytes,
      long millis)
      implements Asked {
    public Request {
      command = List.copyOf(command);
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeInt(CHECK);
      text(out, module);
      text(out, file);
      out.writeInt(command.size());
      for (String word : command) {
        text(out, word);
      }
      bytes(out, result);
      out.writeLong(memoryBytes);
      out.writeLong(millis);
    }

    private static Request read(DataInput in) throws IOException {
      String module = text(in);
      String file = text(in);
      int words = within(in.readInt(), WORDS_MAX);
      List<String> command = new ArrayList<>();
      for (int i = 0; i < words; i++) {
        command.add(text(in));
      }
      return new Request(module, file, command, bytes(in), in.readLong(), in.readLong());
    }
  }

  /** How a check ended. */
  public enum Ending {
    /** Nothing is wrong: exit code 0. */
    RIGHT,
    /** The result is wrong: exit code 1. */
    WRONG,
    /** The checker cannot tell: exit code 2. */
    UNSURE,
    /** The checker crashed, took too long or too much, or ended with another code. */
    FAULT,
    /** It could not be run, for no fault of its own. */
    NOT_RUN
  }

  /**
   * The answer.
   *
   * @param detail why, for people
   */
  public record Reply(Ending ending, String detail) {
    /** Writes it. */
    public void write(DataOutput out) throws IOException {
      text(out, ending.name());
      text(out, detail);
    }

    /** Reads what {@link #write} wrote. */
    public static Reply read(DataInput in) throws IOException {
      String name = text(in);
      for (Ending ending : Ending.values()) {
        if (ending.name().equals(name)) {
          return new Reply(ending, text(in));
        }
      }
      throw new IOException("the process of checkers answers nonsense");
    }
  }

  private static void text(DataOutput out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInput in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static void bytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInput in) throws IOException {
    byte[] bytes = new byte[within(in.readInt(), PART_BYTES_MAX)];
    in.readFully(bytes);
    return bytes;
  }

  private static int within(int length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw new IOException("a length of " + length + " is not 0 to " + most);
    }
    return length;
  }
}
