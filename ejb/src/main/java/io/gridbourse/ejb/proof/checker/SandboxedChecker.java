package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.proof.ResultChecker;
import io.gridbourse.domain.proof.TaskCommand;
import io.gridbourse.domain.wire.CheckWire;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A checker that came with an app, for one bag. One that crashes, hangs or answers nonsense cannot
 * tell, and is asked no more after a few times: results are then left to votes.
 */
final class SandboxedChecker implements ResultChecker {
  /** What a checker may use for one result. */
  static final long MEMORY_BYTES = 64L << 20;

  /** How long it may take for one result. */
  static final long MILLIS = 2_000;

  /** Failures from which on it is asked no more in the bag. */
  static final int FAULTS_MAX = 3;

  private static final int DETAIL_MAX = 300;
  private final String name;
  private final Function<CheckWire.Request, CheckWire.Reply> sandbox;
  private final String module;
  private final String file;
  private final Consumer<String> blamed;
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * A checker that has not failed yet.
   *
   * @param name as the app states it: {@code wasm:sha256:...}
   * @param file the module
   * @param blamed hears of each failure that is the checker's own
   */
  SandboxedChecker(
      String name,
      String file,
      Function<CheckWire.Request, CheckWire.Reply> sandbox,
      Consumer<String> blamed) {
    this.name = name;
    this.module = name.substring(name.indexOf(':') + 1);
    this.file = file;
    this.sandbox = sandbox;
    this.blamed = blamed;
  }

  /** Why it says that a result is wrong: it gives no code. */
  private enum Refusal implements Reason {
    WRONG;

    @Override
    public String code() {
      return "CHECKER_SAYS_WRONG";
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Verdict check(TaskCommand command, byte[] result) {
    if (failures.get() >= FAULTS_MAX) {
      return new Abstained("the checker failed " + FAULTS_MAX + " times and is asked no more");
    }
    CheckWire.Reply reply =
        sandbox.apply(
            new CheckWire.Request(module, file, command.words(), result, MEMORY_BYTES, MILLIS));
    String detail = shortened(reply.detail());
    return switch (reply.ending()) {
      case RIGHT -> new Accepted();
      case WRONG -> new Refused(Refusal.WRONG, 0, detail);
      case UNSURE -> new Abstained(detail);
      case FAULT -> {
        failures.incrementAndGet();
        blamed.accept(detail);
        yield new Abstained("the checker failed: " + detail);
      }
      case NOT_RUN -> {
        failures.incrementAndGet();
        yield new Abstained("the checker could not be run: " + detail);
      }
    };
  }

  /** What a program says of itself is shown, but not at any length nor with control characters. */
  static String shortened(String detail) {
    String line = detail.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= DETAIL_MAX ? line : line.substring(0, DETAIL_MAX);
  }
}
