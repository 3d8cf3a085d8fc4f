package io.gridbourse.worker.process;

import io.gridbourse.domain.bag.TaskEnvironment;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.outcome.OutputFiles;
import io.gridbourse.worker.outcome.OutputFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What the runner says of one task. Everything in it comes from inside the sandbox and is bounded
 * before it is believed.
 *
 * @param stdoutBytes what the task wrote, also where that was too much to be sent
 * @param problem why the declared outputs cannot be taken; empty if they can
 * @param outcome standard output, or the declared outputs
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record RunnerReply(int exitCode, long stdoutBytes, String stderr, String problem, byte[] outcome) {
  private static final int LINE_MAX = 256;
  private static final int STDERR_MAX = 2_000;
  private static final int HEAD_WORDS = 6;
  private static final int PATH_MAX = 4_096;
  private static final byte[] NOTHING = {};

  static RunnerReply read(
      InputStream in, long index, WorkerWire.Program program, CheckpointTalk talk)
      throws IOException, InterruptedException {
    String[] head = line(in).split(" ", -1);
    while (head.length == 2 && (head[0].equals("C") || head[0].equals("S"))) {
      talk.heard(head[0], bytes(in, number(head[1]), CheckpointTalk.BYTES_MAX));
      head = line(in).split(" ", -1);
    }
    if (head.length != HEAD_WORDS || !head[0].equals("R") || number(head[1]) != index) {
      throw new IOException("the runner says something else than expected");
    }
    long max = program.outputBytesMax();
    byte[] stdout = bytes(in, number(head[4]), max);
    byte[] stderr = bytes(in, number(head[5]), STDERR_MAX);
    String words = new String(stderr, StandardCharsets.UTF_8).strip();
    int code = (int) number(head[2]);
    if (program.outputs().size() == 1 && TaskEnvironment.isFolder(program.outputs().get(0))) {
      return folder(in, program, new RunnerReply(code, number(head[3]), words, "", stdout));
    }
    String problem = "";
    OutputFiles files = new OutputFiles();
    long total = 0;
    for (String name : program.outputs()) {
      String[] each = line(in).split(" ", -1);
      if (each[0].equals("M")) {
        problem = "the program left no plain file " + name;
      } else if (each[0].equals("X") || each.length != 2) {
        problem = "the output " + name + " exceeds " + max + " bytes";
      } else {
        byte[] content = bytes(in, number(each[1]), max);
        total += content.length;
        if (total <= max) {
          files.add(name, content);
        } else {
          problem = "the outputs exceed " + max + " bytes";
        }
      }
    }
    byte[] outcome = program.outputs().isEmpty() ? stdout : files.toByteArray();
    if (outcome.length > max) {
      problem = "the outputs with their names exceed " + max + " bytes";
    }
    return new RunnerReply(code, number(head[3]), words, problem, outcome);
  }

  /** The files of an output folder; {@code printed} holds what the task printed. */
  private static RunnerReply folder(InputStream in, WorkerWire.Program program, RunnerReply printed)
      throws IOException {
    String name = program.outputs().get(0);
    long max = program.outputBytesMax();
    String[] head = line(in).split(" ", -1);
    if (!head[0].equals("D") || head.length != 2) {
      return printed.with(
          head[0].equals("N")
              ? "a file in " + name + " has a name that is not printable"
              : "the task left more than " + OutputFolder.FILES_MAX + " files in " + name,
          NOTHING);
    }
    OutputFolder files = new OutputFolder(name);
    long total = 0;
    long count = number(head[1]);
    if (count > OutputFolder.FILES_MAX) {
      throw new IOException("the runner sends more files than it may");
    }
    for (long i = 0; i < count; i++) {
      String[] each = line(in).split(" ", -1);
      if (each.length != 2) {
        throw new IOException("the runner says something else than expected");
      }
      String path = new String(bytes(in, number(each[1]), PATH_MAX), StandardCharsets.UTF_8);
      byte[] content = bytes(in, number(each[0]), max);
      total += content.length;
      if (total <= max) {
        files.add(path.startsWith("./") ? path.substring(2) : path, content);
      }
    }
    if (total >= max) {
      return printed.with("the outputs exceed " + max + " bytes", NOTHING);
    }
    try {
      byte[] outcome = files.toByteArray(printed.outcome());
      return outcome.length > max
          ? printed.with("the outputs with their names exceed " + max + " bytes", NOTHING)
          : printed.with("", outcome);
    } catch (IllegalStateException e) {
      return printed.with(e.getMessage(), NOTHING);
    }
  }

  private RunnerReply with(String what, byte[] result) {
    return new RunnerReply(exitCode, stdoutBytes, stderr, what, result);
  }

  /** Waits until the runner is up. */
  static void awaitReady(InputStream in) throws IOException {
    if (!line(in).equals("ready")) {
      throw new IOException("the runner does not start");
    }
  }

  private static byte[] bytes(InputStream in, long length, long max) throws IOException {
    if (length > max) {
      throw new IOException("the runner sends more than it may");
    }
    byte[] read = in.readNBytes((int) length);
    if (read.length != length) {
      throw ProcessRun.ended();
    }
    return read;
  }

  private static long number(String digits) throws IOException {
    if (!digits.matches("[0-9]{1,15}")) {
      throw new IOException("the runner sends no number: " + digits);
    }
    return Long.parseLong(digits);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw ProcessRun.ended();
      }
      text.write(b);
      if (text.size() > LINE_MAX) {
        throw new IOException("the runner sends no line");
      }
    }
    return text.toString(StandardCharsets.US_ASCII);
  }
}
