package io.gridbourse.worker;

import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.ProgramContents;
import io.gridbourse.worker.jury.JuryDuty;
import io.gridbourse.worker.link.ContentCache;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.WorkerKey;
import io.gridbourse.worker.pledge.Pledging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether a worker serves on juries, and who answers for it. */
final class JuryOptions {
  private static final Logger LOG = Logger.getLogger(JuryOptions.class.getName());
  private static final String LEAVE = "none";
  private static final long CACHE_BYTES = 1L << 30;

  @Option(
      names = "--jury",
      paramLabel = "OWNER",
      description =
          "Serve on juries of the court. OWNER is the account of who owns this machine, or none to"
              + " serve no longer. Needs --rpc and a pledge.")
  private Optional<String> owner = Optional.empty();

  @Option(names = "--jury-only", description = "Take no leases, only serve on juries.")
  private boolean juryOnly;

  void check(CommandSpec spec, Optional<URI> rpc) {
    if (owner.isPresent() && rpc.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--jury needs --rpc, the address of a node of the chain");
    }
    if (juryOnly && !isServing()) {
      throw new ParameterException(spec.commandLine(), "--jury-only needs --jury OWNER");
    }
    try {
      owner.filter(text -> !text.equals(LEAVE)).ifPresent(Address::new);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--jury must be an account, or none: " + e.getMessage());
    }
  }

  /** The drivers whose leases the worker takes. */
  List<Driver> leasable(List<Driver> usable) {
    return juryOnly ? List.of() : usable;
  }

  /** Enters or leaves the roll as asked. */
  void enlist(WorkerKey key, Address hub, Optional<URI> rpc) throws WorkerExit {
    if (owner.isEmpty()) {
      return;
    }
    try (Pledging pledging = Pledging.open(rpc.orElseThrow(), hub, key)) {
      if (isServing()) {
        pledging.enlist(new Address(owner.get()));
        LOG.info(() -> "juror owner=" + owner.get());
      } else {
        pledging.strike();
        LOG.info("no juror any more");
      }
    } catch (LedgerException e) {
      throw new WorkerExit(WorkerExit.CONFLICT, e.getMessage(), e);
    } catch (IOException | UncheckedIOException e) {
      throw new WorkerExit(
          WorkerExit.AWAY, "the chain at --rpc " + rpc.get() + " does not answer", e);
    }
  }

  /** Serves until it is closed; null if the worker is no juror. */
  JuryDuty serve(
      ServerLink link, WorkerKey key, WorkerWire.Enrolled enrolled, Path home, List<Driver> drivers)
      throws IOException {
    if (!isServing()) {
      return null;
    }
    ContentCache cache =
        new ContentCache(home.resolve("jury-cache"), CACHE_BYTES, Clock.systemUTC());
    return JuryDuty.start(link, key, enrolled, new ProgramContents(cache, link), drivers);
  }

  private boolean isServing() {
    return owner.filter(text -> !text.equals(LEAVE)).isPresent();
  }
}
