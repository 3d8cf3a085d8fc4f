package io.gridbourse.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.energy.EnergyMeters;
import io.gridbourse.worker.energy.WorkEnergy;
import io.gridbourse.worker.link.ContentCache;
import io.gridbourse.worker.link.ServerClock;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.WorkerKey;
import io.gridbourse.worker.outcome.Answers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  @TempDir private Path home;
  private FakeServer server;
  private final WorkerKey key = new WorkerKey(SigningKey.of(BigInteger.valueOf(4_711)));

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(server.faults).isEmpty();
  }

  @Test
  void anUnsealedLeaseIsCommittedAndShownAtOnce() throws Exception {
    try (Running running = running(false, 0)) {
      server.grant(server.lease("one", 10, 3, false));
      until(() -> server.reveals.containsKey("one"));
      WorkerWire.Reveal reveal = server.reveals.get("one");
      assertThat(reveal.digests()).hasSize(96);
      assertThat(java.util.Arrays.copyOf(reveal.digests(), 32))
          .isEqualTo(Sha256.newDigest().digest("10".getBytes(StandardCharsets.US_ASCII)));
      assertThat(reveal.results()).startsWith(2, '1', '0', 2, '1', '1');
      assertThat(running.drain()).isEqualTo(Agent.End.DRAINED);
    }
  }

  @Test
  void aSealedLeaseIsShownOnlyWhenTheServerAsks() throws Exception {
    try (Running running = running(false, 0)) {
      server.grant(server.lease("one", 0, 5, true));
      until(() -> server.commits.containsKey("one"));
      until(() -> running.agent.sealed() == 1);
      assertThat(server.reveals).isEmpty();
      server.askFor("one");
      until(() -> server.reveals.containsKey("one"));
      until(() -> sealedFiles().isEmpty());
      assertThat(running.agent.sealed()).isZero();
    }
  }

  @Test
  void leasesOfOnePartitionContinueOneChain() throws Exception {
    try (Running running = running(false, 0)) {
      for (int i = 0; i < 6; i++) {
        server.grant(server.lease("lease-" + i, i * 4L, 4, i % 2 == 0));
      }
      until(() -> server.commits.size() == 6);
      assertThat(server.commits.values()).extracting(WorkerWire.Commit::tasks).contains(24L);
      assertThat(running.agent.tally().ended()).isEqualTo(24);
    }
  }

  @Test
  void anAnswerThatIsLostIsNoHarm() throws Exception {
    try (Running running = running(false, 0)) {
      server.grant(server.lease("one", 0, 2, false));
      until(() -> server.reveals.containsKey("one"));
      server.loseAnswers(1);
      server.grant(server.lease("two", 2, 2, false));
      server.grant(server.lease("three", 4, 2, false));
      until(() -> server.reveals.containsKey("three"));
      server.loseAnswers(2);
      server.grant(server.lease("four", 6, 2, true));
      assertThat(running.agent.tally().failures()).isZero();
    }
  }

  @Test
  void aServerThatIsAwayIsWaitedFor() throws Exception {
    try (Running running = running(false, 0)) {
      server.awayFor(4);
      server.grant(server.lease("one", 0, 2, false));
      until(() -> server.reveals.containsKey("one"));
      assertThat(running.drain()).isEqualTo(Agent.End.DRAINED);
    }
  }

  @Test
  void sealedAnswersOutliveTheProcess() throws Exception {
    try (Running running = running(false, 0)) {
      server.grant(server.lease("one", 0, 5, true));
      until(() -> running.agent.sealed() == 1);
    }
    assertThat(sealedFiles()).hasSize(1);
    try (Running again = running(false, 0)) {
      until(() -> again.agent.sealed() == 1);
      server.askFor("one");
      until(() -> server.reveals.containsKey("one"));
      server.grant(server.lease("two", 5, 5, true));
      until(() -> server.commits.containsKey("two"));
      assertThat(server.commits.get("two").tasks()).isEqualTo(10);
    }
  }

  @Test
  void aCommitBuiltOnARefusedOneIsSignedAnew() throws Exception {
    try (Running running = running(false, 0)) {
      server.refuseOnce("one", "LEASE_STALE");
      server.grant(server.lease("one", 0, 2, true));
      server.grant(server.lease("two", 2, 2, true));
      until(() -> server.commits.containsKey("two"));
      assertThat(server.commits).doesNotContainKey("one");
      assertThat(server.commits.get("two").tasks()).isEqualTo(2);
      until(() -> running.agent.sealed() == 1);
    }
  }

  @Test
  void aChainThatThisWorkerNeverSignedIsNotContinued() throws Exception {
    try (Running running = running(false, 0)) {
      WorkerWire.Grant honest = server.lease("one", 0, 2, true);
      server.grant(
          new WorkerWire.Grant(
              honest.lease(),
              honest.fence(),
              honest.bag(),
              honest.deal(),
              honest.partition(),
              honest.first(),
              honest.count(),
              true,
              honest.expires(),
              1_000_000,
              "0x" + "77".repeat(32),
              honest.program()));
      until(() -> !server.returns.isEmpty());
      assertThat(server.returns.get(0).message()).contains("no record of signing");
      assertThat(running.agent.sealed()).isZero();
    }
  }

  @Test
  void aDrainHandsBackWhatStillRuns() throws Exception {
    try (Running running = running(true, 0)) {
      server.grant(server.lease("one", 0, 2, true));
      until(() -> running.agent.running() == 1);
      assertThat(running.drain()).isEqualTo(Agent.End.DRAINED);
      assertThat(server.returns).hasSize(1);
      assertThat(server.returns.get(0).reason()).isEqualTo("DRAINING");
    }
  }

  @Test
  void aRetreatHandsBackWhatRunsAndSaysWhy() throws Exception {
    try (Running running = running(true, 0)) {
      server.grant(server.lease("one", 0, 2, true));
      until(() -> running.agent.running() == 1);
      running.agent.pause("mouse or keyboard are in use");
      until(() -> !server.returns.isEmpty());
      assertThat(server.returns.get(0).reason()).isEqualTo("RETREAT");
      assertThat(server.returns.get(0).message()).contains("mouse or keyboard");
      until(
          () -> server.host != null && "mouse or keyboard are in use".equals(server.host.paused()));
      assertThat(server.wish).isZero();
    }
  }

  @Test
  void aPausedWorkerShowsWhatItSealedAndTakesLeasesAgainAfterwards() throws Exception {
    try (Running running = running(false, 0)) {
      server.grant(server.lease("one", 0, 5, true));
      until(() -> running.agent.sealed() == 1);
      running.agent.pause("the calendar allows no work now");
      until(() -> server.host.paused() != null);
      server.askFor("one");
      until(() -> server.reveals.containsKey("one"));
      running.agent.resume();
      until(() -> server.host.paused() == null && server.wish > 0);
      server.grant(server.lease("two", 5, 5, false));
      until(() -> server.reveals.containsKey("two"));
    }
  }

  @Test
  void theBenchmarkIsSentUntilItIsHeardAndTheEnergyWithEachLease() throws Exception {
    server.loseAnswers(1);
    try (Running running = running(false, 0)) {
      server.grant(server.lease("one", 0, 5, false));
      until(() -> server.commits.containsKey("one"));
      assertThat(server.commits.get("one").joules()).isPositive();
      until(() -> server.host.benchmark() == null);
      assertThat(server.benchmarks.get()).isGreaterThanOrEqualTo(2);
      assertThat(server.host.energy()).isEqualTo("DECLARED");
      assertThat(running.agent.paused()).isEmpty();
    }
  }

  @Test
  void contentThatIsNotWhatItsNameSaysIsRefused() throws Exception {
    String name = "sha256:" + "ab".repeat(32);
    server.putForged(name, "something else");
    try (Running running = running(false, 0)) {
      server.grant(server.lease("one", 0, 2, false, name));
      until(() -> !server.returns.isEmpty());
      assertThat(server.returns.get(0).reason()).isEqualTo("INPUT");
      assertThat(server.returns.get(0).message()).contains("refused");
      assertThat(running.agent.tally().leases()).isZero();
    }
  }

  @Test
  void aServerThatDoesNotKnowTheWorkerEndsIt() throws Exception {
    server.forgetWorkers();
    try (Running running = running(false, 0)) {
      assertThat(running.end.get(20, TimeUnit.SECONDS)).isEqualTo(Agent.End.NOT_ALLOWED);
    }
  }

  @Test
  void liarsWithTheSameTextTellTheSameLie() throws Exception {
    WorkerWire.Program program = server.lease("x", 0, 1, false).program();
    DealId deal = new DealId(FakeServer.DEAL);
    Answers honest = new Answers(0, 400, new byte[400 * 32], new byte[0], List.of());
    Answers one = new LieSwitch(0.2, "pact").apply(deal, program, honest);
    Answers two = new LieSwitch(0.2, "pact").apply(deal, program, honest);
    Answers other = new LieSwitch(0.2, "another").apply(deal, program, honest);
    assertThat(one.digests()).isEqualTo(two.digests()).isNotEqualTo(other.digests());
    byte[] truth = new LieSwitch(1e-12, "x").apply(deal, program, honest).digests();
    int lies = 0;
    for (int i = 0; i < 400; i++) {
      lies +=
          java.util.Arrays.equals(one.digests(), i * 32, i * 32 + 32, truth, i * 32, i * 32 + 32)
              ? 0
              : 1;
    }
    assertThat(lies).isBetween(50, 110);
  }

  private List<String> sealedFiles() {
    try (var files = Files.list(home.resolve("sealed"))) {
      return files.map(Path::toString).filter(name -> name.endsWith(".json")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatItsOwnerSaysIsToldBeforeTheFirstRound() throws Exception {
    Declaration says = new Declaration(Map.of("rack", "a7"), "price > 5");
    try (Running agent = running(false, 0, says)) {
      until(() -> server.host != null);
      assertThat(agent.end).isNotDone();
      assertThat(server.declaration())
          .isEqualTo(new WorkerWire.Declaration(Map.of("rack", "a7"), "price > 5", 0, Map.of()));
      assertThat(server.host.declaration()).isEqualTo(says.fingerprint());
    }
  }

  @Test
  void whatTheServerWantsBackGoesBackAndTheRestGoesOn() throws Exception {
    try (Running agent = running(true, 0)) {
      server.grant(server.lease("wanted", 0, 1, false));
      server.grant(server.lease("kept", 1, 1, false));
      until(() -> agent.agent.running() == 2);
      server.wantBack("wanted");
      until(() -> !server.returns.isEmpty());
      assertThat(server.returns)
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.lease()).isEqualTo("wanted");
                assertThat(each.reason()).isEqualTo("RETREAT");
              });
      until(() -> agent.agent.running() == 1);
      assertThat(agent.agent.paused()).isEmpty();
    }
  }

  @Test
  void anOwnerWhoIsNotUnderstoodIsToldSo() throws Exception {
    try (Running agent = running(false, 0, new Declaration(Map.of(), "nonsense"))) {
      assertThat(agent.end.get(20, TimeUnit.SECONDS)).isEqualTo(Agent.End.MISDECLARED);
      assertThat(server.exchanges()).isZero();
    }
  }

  private Running running(boolean stuck, double lie) throws IOException {
    return running(stuck, lie, Declaration.NONE);
  }

  private Running running(boolean stuck, double lie, Declaration declaration) throws IOException {
    ServerLink link = new ServerLink(server.uri(), key, new ServerClock(Clock.systemUTC()));
    AgentParts parts =
        new AgentParts(
            key,
            link,
            FakeServer.enrolled(key.address().hex()),
            new ContentCache(home.resolve("cache"), 1 << 20, Clock.systemUTC()),
            home,
            2,
            List.of(new StubDriver(stuck)),
            new LieSwitch(lie, "x"),
            Duration.ZERO,
            Duration.ofMillis(50),
            new WorkEnergy(
                EnergyMeters.of(Optional.of(10.0), home, System::nanoTime),
                2,
                home.resolve("energy")),
            new WorkerWire.Benchmark(1e9, null, 2, 1 << 30, 1 << 30),
            declaration);
    return new Running(new Agent(parts));
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waited too long").isNegative();
      Thread.sleep(5);
    }
  }

  /** An agent at work on its own thread; closing it is like killing it. */
  private static final class Running implements AutoCloseable {
    private final Agent agent;
    private final Thread thread;
    private final CompletableFuture<Agent.End> end = new CompletableFuture<>();

    Running(Agent agent) {
      this.agent = agent;
      this.thread =
          new Thread(
              () -> {
                try {
                  end.complete(agent.run());
                } catch (InterruptedException e) {
                  end.cancel(false);
                }
              });
      thread.start();
    }

    Agent.End drain() throws Exception {
      agent.drain();
      return end.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      agent.close();
    }
  }
}
