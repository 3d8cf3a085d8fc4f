package io.gridbourse.ejb.schedule;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.ResultPack;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** A worker that speaks the protocol, with a real key and answers that a function gives. */
final class WireWorker {
  final Worker worker;
  private final SigningKey key = SigningKey.generate();
  private final Bytes32 separator;
  private final LongFunction<byte[]> program;
  private final Map<String, WorkerWire.Grant> running = new LinkedHashMap<>();
  private final Map<String, WorkerWire.Reveal> sealed = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, Link> chains = new HashMap<>();
  final Map<String, String> refused = new LinkedHashMap<>();
  final List<WorkerWire.Grant> granted = new ArrayList<>();

  private record Link(long tasks, Bytes32 accumulator) {}

  WireWorker(String name, Bytes32 separator, LongFunction<byte[]> program) {
    this(name, separator, program, Worker.Host.UNKNOWN);
  }

  /** A worker on a machine with such a processor. */
  WireWorker(String name, Bytes32 separator, LongFunction<byte[]> program, String processor) {
    this.separator = separator;
    this.program = program;
    this.worker =
        new Worker(
            new Address(key.address()),
            Address.ZERO,
            name,
            "test",
            new Worker.Host("linux", "amd64", 1, 1 << 30, processor),
            List.of(new Worker.Driver("wasm", true, 3, List.of())),
            Instant.EPOCH);
  }

  /** The outcome of an honest program. */
  static byte[] truth(long index) {
    return ("result of " + index).getBytes(StandardCharsets.UTF_8);
  }

  Address address() {
    return worker.address();
  }

  /** A round that sends what is done and asks for one lease. */
  WorkerWire.Exchange request(long waitMillis) {
    List<WorkerWire.Commit> commits = new ArrayList<>();
    List<WorkerWire.Reveal> reveals = new ArrayList<>();
    List<String> holding = new ArrayList<>(sealed.keySet());
    for (WorkerWire.Grant grant : List.copyOf(running.values())) {
      holding.add(grant.lease());
      WorkerWire.Reveal reveal = work(grant);
      commits.add(commit(grant, reveal));
      if (grant.sealed()) {
        sealed.put(grant.lease(), reveal);
      } else {
        reveals.add(reveal);
      }
    }
    running.clear();
    asked.stream().filter(sealed::containsKey).forEach(lease -> reveals.add(sealed.get(lease)));
    return new WorkerWire.Exchange(
        false, 1, List.of("wasm"), holding, commits, reveals, List.of(), waitMillis);
  }

  /** What the server said. */
  void heard(WorkerWire.Orders orders) {
    for (WorkerWire.Grant grant : orders.leases()) {
      running.put(grant.lease(), grant);
      granted.add(grant);
      // A commitment that was refused is no link: the lease may have ended meanwhile.
      chains.put(
          grant.deal() + grant.partition(),
          new Link(grant.tasksBefore(), new Bytes32(grant.accumulatorBefore())));
    }
    asked.removeIf(orders.settled()::contains);
    asked.addAll(orders.reveal());
    orders.cancel().forEach(sealed::remove);
    orders.cancel().forEach(running::remove);
    refused.putAll(orders.refused());
  }

  private WorkerWire.Reveal work(WorkerWire.Grant grant) {
    List<byte[]> outcomes = new ArrayList<>();
    byte[] digests = new byte[grant.count() * PackedDigests.DIGEST];
    for (int i = 0; i < grant.count(); i++) {
      byte[] outcome = program.apply(grant.first() + i);
      outcomes.add(outcome);
      System.arraycopy(
          Sha256.newDigest().digest(outcome), 0, digests, i * PackedDigests.DIGEST, 32);
    }
    return new WorkerWire.Reveal(
        grant.lease(), grant.fence(), digests, ResultPack.pack(outcomes), List.of());
  }

  private WorkerWire.Commit commit(WorkerWire.Grant grant, WorkerWire.Reveal reveal) {
    DealId deal = new DealId(grant.deal());
    Bytes32 root =
        Seals.leaseRoot(
            address(), deal, grant.first(), PackedDigests.of(reveal.digests(), grant.count()));
    Link before = chains.get(grant.deal() + grant.partition());
    Link after =
        new Link(
            before.tasks() + grant.count(),
            SignedCommitment.accumulate(before.accumulator(), root));
    chains.put(grant.deal() + grant.partition(), after);
    byte[] hash =
        SignedCommitment.hash(
            separator, deal, grant.partition(), after.tasks(), after.accumulator());
    return new WorkerWire.Commit(
        grant.lease(),
        grant.fence(),
        root.hex(),
        after.tasks(),
        after.accumulator().hex(),
        Hex.of(key.sign(hash)),
        grant.count() * 0.02);
  }
}
