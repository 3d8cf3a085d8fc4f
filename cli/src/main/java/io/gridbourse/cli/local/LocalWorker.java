package io.gridbourse.cli.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.web3j.crypto.Credentials;

/** A worker on this machine. Its key is made before it starts, so that it can be given a stake. */
public final class LocalWorker implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(15);

  private static final String SANDBOX = "gridbourse-worker-";
  private final Home home;
  private final Children children;
  private final Bundle bundle;
  private final WorkerPlan plan;
  private final KeyFolder key;
  private volatile ChildProcess process;

  LocalWorker(Home home, Children children, Bundle bundle, WorkerPlan plan) {
    this.home = home;
    this.children = children;
    this.bundle = bundle;
    this.plan = plan;
    home.make(folder());
    this.key = new KeyFolder(home, folder());
  }

  private String folder() {
    return "workers/" + plan.name();
  }

  /** The key with which it signs. */
  Credentials credentials() {
    return key.key("key");
  }

  /**
   * Starts it.
   *
   * @param token a one-time token; empty if it has enrolled before
   * @param slots leases that it works on at once
   */
  void start(URI server, String token, int slots) {
    List<String> command = Bundle.javaCommand(System.getenv());
    command.addAll(List.of("-Xmx256m", "-cp"));
    command.add(bundle.at("lib/worker") + "/*");
    command.addAll(List.of("io.gridbourse.worker.Main", "run", "--exit-with-parent"));
    command.addAll(List.of("--server", server.toString(), "--name", plan.name()));
    command.addAll(List.of("--home", home.at(folder()).toString()));
    command.addAll(List.of("--slots", Integer.toString(slots), "--grace", DRAIN.toString()));
    if (!token.isEmpty()) {
      // Not on the command line, which every user of this machine can read.
      Path file = home.write(folder() + "/token", token + "\n");
      command.addAll(List.of("--token-file", file.toString()));
    }
    command.addAll(plan.arguments());
    process =
        children.start(
            new ChildProcess.Plan(
                "worker " + plan.name(), command, Map.of(), home.log(plan.name()), GRACE));
  }

  public String name() {
    return plan.name();
  }

  /** Leases that its plan wants at once; 0 for a share of the processors. */
  int wantedSlots() {
    return plan.slots();
  }

  /** Its account on the ledger. */
  public String address() {
    return credentials().getAddress();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** What it ended with, if it has ended. */
  public OptionalInt exitCode() {
    return process.exitCode();
  }

  /** The end of a worker that should have lived. */
  RuntimeException died() {
    return process.died();
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.kill();
  }

  /** Asks it to leave, without waiting. */
  void ask() {
    if (process != null) {
      process.ask();
    }
  }

  /** Asks it to hand back what it holds and to leave. */
  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    // Who was killed could not remove its sandbox, which may be outside of its home.
    home.deleteNoted(folder() + "/sandbox-folder", SANDBOX);
  }
}
