package io.gridbourse.worker.check;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.ResultPack;
import io.gridbourse.domain.wire.CheckWire;
import io.gridbourse.domain.wire.CheckWire.Ending;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.link.WireJson;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks results by checkers that nobody has to trust: each is a program of one task that finds
 * command and result in its working directory and says by its exit code what it thinks of them. It
 * runs tasks of apps as well, so that parts of results can be computed again.
 */
public final class CheckServer {
  private static final int WRONG = 1;
  private static final int UNSURE = 2;
  private static final long OUTPUT_BYTES_MAX = 64 << 10;
  private static final long DISK_BYTES = 1 << 20;

  /** Checks know nothing of bags: the same result is judged in the same way in all of them. */
  private static final BagId NO_BAG = new BagId("b-0000000000000000");

  private final Driver driver;
  private final Path folder;
  private long checks;

  /**
   * A server without requests.
   *
   * @param driver runs WebAssembly, and held against its own attacks
   * @param folder for a moment's files
   */
  public CheckServer(Driver driver, Path folder) {
    this.driver = driver;
    this.folder = folder;
  }

  /** Answers requests until there are no more. */
  public void serve(InputStream requests, OutputStream replies)
      throws IOException, InterruptedException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(requests));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(replies));
    out.writeInt(CheckWire.READY);
    out.flush();
    while (true) {
      CheckWire.Asked asked;
      try {
        asked = CheckWire.Asked.read(in);
      } catch (EOFException e) {
        return;
      }
      if (asked instanceof CheckWire.Run run) {
        run(run).write(out);
      } else {
        check((CheckWire.Request) asked).write(out);
      }
      out.flush();
    }
  }

  /** Runs a task of an app, as workers do. */
  private CheckWire.Ran run(CheckWire.Run run) throws IOException, InterruptedException {
    Map<String, Path> inputs = new HashMap<>();
    run.inputs().forEach((path, file) -> inputs.put(path, Path.of(file)));
    WorkerWire.Program program = WireJson.MAPPER.readValue(run.program(), WorkerWire.Program.class);
    LeaseWork work =
        new LeaseWork(
            "check", new BagId(run.bag()), run.task(), 1, program, Path.of(run.file()), inputs);
    try {
      Answers answers = driver.run(work, new Cancellation(), done -> {}).answers();
      if (answers.failures().isEmpty()) {
        byte[] outcome = ResultPack.of(answers.pack(), 1).outcomes().get(0);
        return new CheckWire.Ran(Ending.RIGHT, "", outcome);
      }
      TaskOutcome.Failed failed = answers.failures().get(0).failed();
      return CheckWire.Ran.without(Ending.FAULT, how(failed) + ": " + failed.message());
    } catch (LeaseNotRunException e) {
      return CheckWire.Ran.without(ending(e), e.getMessage());
    }
  }

  /** A child that breaks on it twice breaks because of it. */
  private static Ending ending(LeaseNotRunException e) {
    return e.reason() == LeaseNotRunException.Reason.DRIVER ? Ending.FAULT : Ending.NOT_RUN;
  }

  private static String how(TaskOutcome.Failed failed) {
    return failed.kind() == FailureKind.EXIT
        ? "it ended with exit code " + failed.exitCode()
        : failed.kind().name();
  }

  private CheckWire.Reply check(CheckWire.Request request)
      throws IOException, InterruptedException {
    Path result = Files.createTempFile(folder, "result-", "");
    Path command = Files.createTempFile(folder, "command-", "");
    try {
      Files.write(result, request.result());
      Files.write(command, zeroEnded(request.command()));
      Map<String, Path> inputs = Map.of(CheckWire.RESULT, result, CheckWire.COMMAND, command);
      LeaseWork work =
          new LeaseWork("check", NO_BAG, 0, 1, program(request), Path.of(request.file()), inputs);
      return reply(driver.run(work, new Cancellation(), done -> {}).answers());
    } catch (LeaseNotRunException e) {
      return new CheckWire.Reply(ending(e), e.getMessage());
    } finally {
      Files.delete(result);
      Files.delete(command);
    }
  }

  private WorkerWire.Program program(CheckWire.Request request) {
    checks++;
    return new WorkerWire.Program(
        // Each check has other files: a child must not take one for another.
        request.module() + "#" + checks,
        "wasm",
        request.module(),
        null,
        List.of("check"),
        List.of(),
        List.of(),
        List.of(),
        request.memoryBytes(),
        DISK_BYTES,
        request.millis(),
        OUTPUT_BYTES_MAX);
  }

  private static byte[] zeroEnded(List<String> words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String word : words) {
      bytes.writeBytes(word.getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  private static CheckWire.Reply reply(Answers answers) {
    if (answers.failures().isEmpty()) {
      return new CheckWire.Reply(Ending.RIGHT, "");
    }
    TaskOutcome.Failed failed = answers.failures().get(0).failed();
    boolean isExit = failed.kind() == FailureKind.EXIT;
    if (isExit && failed.exitCode() == WRONG) {
      return new CheckWire.Reply(Ending.WRONG, failed.message());
    }
    if (isExit && failed.exitCode() == UNSURE) {
      return new CheckWire.Reply(Ending.UNSURE, failed.message());
    }
    return new CheckWire.Reply(Ending.FAULT, how(failed) + ": " + failed.message());
  }
}
