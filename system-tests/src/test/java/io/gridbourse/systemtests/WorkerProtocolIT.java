package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.domain.wire.WorkerWire.Commit;
import io.gridbourse.domain.wire.WorkerWire.Exchange;
import io.gridbourse.domain.wire.WorkerWire.Grant;
import io.gridbourse.domain.wire.WorkerWire.Orders;
import io.gridbourse.domain.wire.WorkerWire.Return;
import io.gridbourse.domain.wire.WorkerWire.Reveal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server lets nobody do who speaks the worker protocol. */
@ExtendWith(GridExtension.class)
class WorkerProtocolIT {
  private static final Exchange NOTHING =
      new Exchange(false, 0, List.of("wasm"), List.of(), List.of(), List.of(), List.of(), 0);

  @Test
  void aWrongTokenEnrolsNobody(Grid grid) {
    new ProtocolWorker(grid).enrol("gb_enrol_wrong").wantProblem(403, "TOKEN_INVALID");
  }

  @Test
  void aTokenEnrolsOneWorkerOnly(Grid grid) {
    String token = ProtocolWorker.token(grid);
    assertThat(new ProtocolWorker(grid).enrol(token).status()).isEqualTo(200);
    new ProtocolWorker(grid).enrol(token).wantProblem(403, "TOKEN_INVALID");
  }

  @Test
  void anExpiredTokenEnrolsNobody(Grid grid) {
    String token = ProtocolWorker.token(grid);
    assertThat(
            grid.tables()
                .change(
                    "update enrolment_token set expires = now() - interval '1 minute'"
                        + " where used_by is null"))
        .isPositive();
    new ProtocolWorker(grid).enrol(token).wantProblem(403, "TOKEN_EXPIRED");
  }

  @Test
  void nobodyEnrolsWithAnothersKey(Grid grid) {
    String token = ProtocolWorker.token(grid);
    new ProtocolWorker(grid)
        .enrol(token, "0x" + "11".repeat(65))
        .wantProblem(403, "SIGNATURE_INVALID");
    assertThat(new ProtocolWorker(grid).enrol(token).status())
        .as("the token is left")
        .isEqualTo(200);
  }

  @Test
  void aRequestThatIsSentAgainIsRefused(Grid grid) {
    ProtocolWorker worker = ProtocolWorker.enrolled(grid);
    long time = worker.nextTime();
    String body =
        "{\"draining\":false,\"wishTasks\":0,\"drivers\":[],\"holding\":[],"
            + "\"commits\":[],\"reveals\":[],\"returns\":[],\"waitMillis\":0}";
    String signature = worker.sign(body, time);
    assertThat(worker.sendSigned(body, time, signature).status()).isEqualTo(200);
    worker.sendSigned(body, time, signature).wantProblem(401, "REPLAYED");
    worker.sendSigned(body, time + 1, signature).wantProblem(401, "SIGNATURE_INVALID");
    worker.sendSigned(body + " ", time + 1, signature).wantProblem(401, "SIGNATURE_INVALID");
    worker.sendAt(body, time - 600_000).wantProblem(401, "TIME_SKEWED");
    new ProtocolWorker(grid).send(NOTHING).wantProblem(403, "NOT_ENROLLED");
    assertThat(worker.send(NOTHING).status()).isEqualTo(200);
  }

  @Test
  void aStaleFenceChangesNothing(Grid grid) {
    try (Alone alone = new Alone(grid)) {
      Grant grant = alone.lease(Spec.of("noop", 1).confidence(0));
      List<byte[]> silence = ProtocolWorker.silence(grant);
      Commit right = alone.worker.commit(grant, silence);
      Commit stale =
          new Commit(
              right.lease(),
              right.fence() - 1,
              right.root(),
              right.tasks(),
              right.accumulator(),
              right.signature(),
              right.taskMillis());
      Reveal reveal = ProtocolWorker.reveal(grant, silence);
      Orders refused =
          alone.worker.exchange(
              alone.worker.saying(
                  List.of(grant.lease()),
                  List.of(stale),
                  List.of(
                      new Reveal(
                          reveal.lease(),
                          reveal.fence() - 1,
                          reveal.digests(),
                          reveal.results(),
                          reveal.failures()))));
      assertThat(refused.refused()).containsEntry(grant.lease(), "LEASE_STALE");
      assertThat(refused.settled()).doesNotContain(grant.lease());
      assertThat(alone.bag.certified()).isZero();

      Exchange said = alone.worker.saying(List.of(grant.lease()), List.of(right), List.of(reveal));
      assertThat(alone.worker.exchange(said).settled()).contains(grant.lease());
      // The bag may have ended meanwhile, and the lease with it.
      assertThat(alone.worker.exchange(said).refused().getOrDefault(grant.lease(), "LEASE_STALE"))
          .as("said again")
          .isEqualTo("LEASE_STALE");
      alone.bag.awaitCompletion();
      assertThat(grid.worker(alone.worker.address()).path("tasksAccepted").asLong()).isOne();
    }
  }

  @Test
  void aLeaseIsOnlyItsHolders(Grid grid) {
    try (Alone alone = new Alone(grid)) {
      Grant grant = alone.lease(Spec.of("noop", 1).confidence(0));
      ProtocolWorker thief = ProtocolWorker.enrolled(grid);
      List<byte[]> silence = ProtocolWorker.silence(grant);
      Orders orders =
          thief.exchange(
              thief.saying(
                  List.of(grant.lease()),
                  List.of(alone.worker.commit(grant, silence)),
                  List.of(ProtocolWorker.reveal(grant, silence))));
      assertThat(orders.refused()).containsKey(grant.lease());
      assertThat(alone.bag.certified()).isZero();
      alone.handBack(grant);
    }
  }

  @Test
  void answersThatAreNotThoseOfTheCommitmentAreRefused(Grid grid) {
    try (Alone alone = new Alone(grid)) {
      Grant grant = alone.lease(Spec.of("noop", 1).confidence(0));
      List<byte[]> other = java.util.Collections.nCopies(grant.count(), new byte[32]);
      Orders orders =
          alone.worker.exchange(
              alone.worker.saying(
                  List.of(grant.lease()),
                  List.of(alone.worker.commit(grant, ProtocolWorker.silence(grant))),
                  List.of(ProtocolWorker.reveal(grant, other))));
      assertThat(orders.refused()).containsKey(grant.lease());
      assertThat(alone.bag.certified()).isZero();
    }
  }

  /** A grid whose honest workers rest, so that one worker of the protocol gets the leases. */
  private static final class Alone implements AutoCloseable {
    private final Grid grid;
    private final ProtocolWorker worker;
    private Bag bag;

    Alone(Grid grid) {
      this.grid = grid;
      this.worker = ProtocolWorker.enrolled(grid);
      grid.installation().workers().forEach(LocalWorker::close);
    }

    /** Submits a bag and takes a lease of it. */
    Grant lease(Spec spec) {
      bag = grid.submit(spec);
      for (int i = 0; i < 30; i++) {
        List<Grant> grants = worker.ask(1).leases();
        if (!grants.isEmpty()) {
          return grants.get(0);
        }
      }
      throw new AssertionError("no lease of " + bag.view());
    }

    void handBack(Grant grant) {
      worker.exchange(
          new Exchange(
              true,
              0,
              List.of("wasm"),
              List.of(),
              List.of(),
              List.of(),
              List.of(new Return(grant.lease(), grant.fence(), "DRAINING", "test ends")),
              0));
    }

    @Override
    public void close() {
      grid.installation().workers().stream()
          .limit(Grid.WORKERS)
          .forEach(grid.installation()::restart);
      if (bag != null) {
        bag.awaitEnd();
      }
    }
  }
}
