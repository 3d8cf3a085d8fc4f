package io.gridbourse.worker.agent;

import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.link.WorkerKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts together what one round sends: as many commits, answers and returns as the body may hold.
 * Commits of one partition continue each other in the order of their leases.
 */
final class Composer {
  private static final int ENVELOPE_BYTES = 4_096;
  private static final int COMMIT_BYTES = 512;
  private static final int REVEAL_BYTES = 256;
  private static final int FAILURE_BYTES = 128;
  private static final int UTF8_BYTES_MAX = 6;

  private final WorkerKey key;
  private final Bytes32 domainSeparator;
  private final CommitmentChains chains;
  private final long bodyBytesMax;

  Composer(WorkerKey key, Bytes32 domainSeparator, CommitmentChains chains, long bodyBytesMax) {
    this.key = key;
    this.domainSeparator = domainSeparator;
    this.chains = chains;
    this.bodyBytesMax = bodyBytesMax;
  }

  /** What one round carries, and what it means for the leases in it. */
  static final class Round {
    private final Map<String, CommitmentChains.Link> commits = new LinkedHashMap<>();
    private final List<WorkerWire.Commit> commitList = new ArrayList<>();
    private final List<WorkerWire.Reveal> reveals = new ArrayList<>();
    private final List<WorkerWire.Return> returns = new ArrayList<>();

    /** Links that were sent, by lease. */
    Map<String, CommitmentChains.Link> commits() {
      return commits;
    }

    List<WorkerWire.Commit> commitList() {
      return commitList;
    }

    List<WorkerWire.Reveal> reveals() {
      return reveals;
    }

    List<WorkerWire.Return> returns() {
      return returns;
    }

    boolean isEmpty() {
      return commitList.isEmpty() && reveals.isEmpty() && returns.isEmpty();
    }
  }

  /** The largest body that a lease's answers need; it must fit a round of its own. */
  static long bytesOf(HeldLease lease) {
    long failures =
        lease.answers().failures().stream()
            .mapToLong(f -> FAILURE_BYTES + (long) UTF8_BYTES_MAX * f.failed().message().length())
            .sum();
    long raw = (long) lease.answers().digests().length + lease.answers().pack().length;
    return COMMIT_BYTES + REVEAL_BYTES + failures + (raw + 2) / 3 * 4;
  }

  boolean fits(HeldLease lease) {
    return ENVELOPE_BYTES + bytesOf(lease) <= bodyBytesMax;
  }

  Round compose(Collection<HeldLease> leases) {
    Round round = new Round();
    long room = bodyBytesMax - ENVELOPE_BYTES;
    Map<HeldLease, CommitmentChains.Link> links = new LinkedHashMap<>();
    Map<String, CommitmentChains.Link> ends = new HashMap<>();
    for (HeldLease lease : leases) {
      switch (lease.stage()) {
        case ANSWERED -> {
          long bytes = lease.isSealed() ? COMMIT_BYTES : bytesOf(lease);
          if (bytes <= room) {
            room -= bytes;
            links.put(lease, next(lease, ends));
            if (!lease.isSealed()) {
              round.reveals.add(lease.toReveal());
            }
          }
        }
        case REVEALING -> {
          if (bytesOf(lease) <= room) {
            room -= bytesOf(lease);
            round.reveals.add(lease.toReveal());
          }
        }
        case RETURNING -> {
          room -= COMMIT_BYTES + (long) UTF8_BYTES_MAX * lease.handBack().message().length();
          round.returns.add(lease.handBack());
        }
        case RUNNING, SEALED, GONE -> {
          // Nothing to send.
        }
      }
    }
    chains.signing(links);
    links.forEach((lease, link) -> round.commitList.add(commit(lease, link)));
    links.forEach((lease, link) -> round.commits.put(lease.id(), link));
    return round;
  }

  private CommitmentChains.Link next(HeldLease lease, Map<String, CommitmentChains.Link> ends) {
    String partition = lease.deal().hex() + lease.partition();
    CommitmentChains.Link after =
        chains
            .signedFor(lease)
            .orElseGet(
                () -> {
                  CommitmentChains.Link before = ends.get(partition);
                  if (before == null) {
                    before = chains.stored(lease.deal(), lease.partition());
                  }
                  return before.after(lease.answers().count(), lease.root());
                });
    ends.put(partition, after);
    return after;
  }

  private WorkerWire.Commit commit(HeldLease lease, CommitmentChains.Link link) {
    byte[] hash =
        SignedCommitment.hash(
            domainSeparator, lease.deal(), lease.partition(), link.tasks(), link.accumulator());
    return new WorkerWire.Commit(
        lease.id(),
        lease.fence(),
        lease.root().hex(),
        link.tasks(),
        link.accumulator().hex(),
        key.signHash(hash),
        lease.taskMillis(),
        lease.joules().isPresent() ? lease.joules().getAsDouble() : null);
  }
}
