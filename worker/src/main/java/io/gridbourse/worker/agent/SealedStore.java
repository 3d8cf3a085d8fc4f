package io.gridbourse.worker.agent;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.link.WireJson;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.OutcomeDigests;
import io.gridbourse.worker.outcome.TaskFailure;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sealed answers on disk: what a worker has committed to, it can still reveal after its process was
 * killed. A file is whole before the commit is sent.
 */
public final class SealedStore {
  private static final String SUFFIX = ".json";

  private final Path folder;

  /** A store in a folder, which may hold leases from before. */
  public SealedStore(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** A kept lease. */
  record Kept(
      String deal,
      int partition,
      long first,
      int count,
      double taskMillis,
      WorkerWire.Reveal reveal) {}

  void keep(HeldLease lease) {
    Answers answers = lease.answers();
    Kept kept =
        new Kept(
            lease.deal().hex(),
            lease.partition(),
            answers.first(),
            answers.count(),
            lease.taskMillis(),
            lease.toReveal());
    try {
      Path file = file(lease.id());
      Path fresh = folder.resolve(file.getFileName() + ".new");
      try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
        out.write(WireJson.MAPPER.writeValueAsBytes(kept));
        out.getFD().sync();
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("sealed answers cannot be kept: is the disk full?", e);
    }
  }

  void forget(HeldLease lease) {
    try {
      Files.deleteIfExists(file(lease.id()));
    } catch (IOException e) {
      throw new UncheckedIOException("sealed answers cannot be removed", e);
    }
  }

  /** Leases kept by an earlier process of this worker. */
  List<HeldLease> load(Address worker) throws IOException {
    List<HeldLease> leases = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
        leases.add(lease(worker, WireJson.MAPPER.readValue(file.toFile(), Kept.class)));
      }
    }
    return leases;
  }

  private static HeldLease lease(Address worker, Kept kept) {
    DealId deal = new DealId(kept.deal());
    WorkerWire.Reveal reveal = kept.reveal();
    HeldLease lease = new HeldLease(reveal.lease(), reveal.fence(), deal, kept.partition(), true);
    if (reveal.digests().length != kept.count() * OutcomeDigests.BYTES) {
      throw new IllegalStateException("a sealed lease on disk is damaged: " + reveal.lease());
    }
    List<TaskFailure> failures =
        reveal.failures().stream()
            .map(
                failure ->
                    new TaskFailure(
                        failure.index(),
                        new TaskOutcome.Failed(
                            FailureKind.valueOf(failure.kind()),
                            failure.exitCode(),
                            failure.message())))
            .toList();
    Answers answers =
        new Answers(kept.first(), kept.count(), reveal.digests(), reveal.results(), failures);
    lease.answered(worker, answers, kept.taskMillis());
    return lease;
  }

  /** Lease ids are the server's words: they are not used as file names. */
  private Path file(String lease) {
    return folder.resolve(Sha256.of(lease.getBytes(StandardCharsets.UTF_8)).hex() + SUFFIX);
  }
}
