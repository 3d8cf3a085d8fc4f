package io.gridbourse.worker.jury;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gridbourse.contracts.CourtCalls;
import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.JuryWire;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Bait;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseRun;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.driver.ProgramContents;
import io.gridbourse.worker.link.ContentCache;
import io.gridbourse.worker.link.ServerClock;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.WireJson;
import io.gridbourse.worker.link.WorkerKey;
import io.gridbourse.worker.outcome.AnswersBuilder;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A juror against a server that says what to do. */
class JuryDutyTest {
  private static final byte[] PROGRAM = "program".getBytes(StandardCharsets.UTF_8);
  private static final String TASK = "0x" + "7a".repeat(32);
  private static final long TRIAL = 5;
  private static final WorkerWire.Enrolled ENROLLED =
      new WorkerWire.Enrolled(
          "", "", 4_711, "0x" + "0b".repeat(20), "0x" + "5e".repeat(32), "0", 0, 5_000, 1 << 20);

  @TempDir private Path home;
  private final WorkerKey key = new WorkerKey(SigningKey.generate());
  private final BlockingQueue<JuryWire.Duty> duties = new LinkedBlockingQueue<>();
  private final BlockingQueue<JuryWire.Sealed> sealed = new LinkedBlockingQueue<>();
  private final BlockingQueue<JuryWire.Shown> shown = new LinkedBlockingQueue<>();
  private final AtomicInteger runs = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void startAServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/worker/v1/jury", this::jury);
    server.createContext("/worker/v1/content/", exchange -> answer(exchange, PROGRAM));
    server.start();
  }

  @AfterEach
  void stopTheServer() {
    server.stop(0);
  }

  @Test
  void aJurorComputesSealsAndShowsWhatItSealed() throws IOException, InterruptedException {
    JuryWire.Sealed bound;
    JuryWire.Shown answer;
    try (JuryDuty duty = start()) {
      assertThat(duty).isNotNull();
      bound = afterDuty("SEAL", sealed);
      answer = afterDuty("SHOW", shown);
    }
    assertThat(runs).hasValue(1);
    byte[] hash = new SigningDomain(4_711, ENROLLED.hub()).digestOfVote(TRIAL, bound.seal());
    assertThat(SigningKey.recover(hash, Hex.bytes(bound.signature())))
        .contains(key.address().hex());
    assertThat(answer.digest())
        .isEqualTo(Bytes32.of(Sha256.of("42".getBytes(StandardCharsets.UTF_8)).bytes()).hex());
    assertThat(seal(answer)).isEqualTo(bound.seal());
    assertThat(answer.results()).containsExactly(2, '4', '2');
  }

  @Test
  void afterARestartItComputesAgainAndShowsTheSame() throws IOException, InterruptedException {
    JuryWire.Sealed bound;
    JuryWire.Shown answer;
    try (JuryDuty duty = start()) {
      assertThat(duty).isNotNull();
      bound = afterDuty("SEAL", sealed);
    }
    try (JuryDuty duty = start()) {
      assertThat(duty).isNotNull();
      answer = afterDuty("SHOW", shown);
    }
    assertThat(runs).hasValue(2);
    assertThat(seal(answer)).isEqualTo(bound.seal());
  }

  private <T> T afterDuty(String stage, BlockingQueue<T> said) throws InterruptedException {
    duties.add(duty(stage));
    T first = said.poll(20, TimeUnit.SECONDS);
    assertThat(first).as("answer to %s", stage).isNotNull();
    return first;
  }

  private String seal(JuryWire.Shown answer) {
    return CourtCalls.voteSeal(key.address().hex(), TASK, answer.digest(), answer.salt());
  }

  private JuryDuty start() throws IOException {
    ServerLink link =
        new ServerLink(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            key,
            new ServerClock(Clock.systemUTC()));
    ContentCache cache = new ContentCache(home, 1 << 20, Clock.systemUTC());
    return JuryDuty.start(
        link, key, ENROLLED, new ProgramContents(cache, link), List.of(new Counting()));
  }

  private static JuryWire.Duty duty(String stage) {
    return new JuryWire.Duty(
        TRIAL,
        stage,
        TASK,
        "b-0123456789abcdef",
        3,
        new WorkerWire.Program(
            "p",
            "stub",
            Sha256.of(PROGRAM).toString(),
            null,
            List.of("x"),
            List.of(),
            List.of(),
            List.of(),
            1,
            1,
            1,
            1));
  }

  private void jury(HttpExchange exchange) throws IOException {
    JuryWire.Round round =
        WireJson.MAPPER.readValue(exchange.getRequestBody().readAllBytes(), JuryWire.Round.class);
    sealed.addAll(round.sealed());
    shown.addAll(round.shown());
    JuryWire.Duty next = duties.poll();
    answer(
        exchange,
        WireJson.MAPPER.writeValueAsBytes(
            new JuryWire.Orders(next == null ? List.of() : List.of(next), Map.of(), 100)));
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Answers 42 to everything. */
  private final class Counting implements Driver {
    @Override
    public String name() {
      return "stub";
    }

    @Override
    public LeaseRun run(LeaseWork work, Cancellation cancellation, IntConsumer progress) {
      runs.incrementAndGet();
      AnswersBuilder answers = new AnswersBuilder(work.first());
      answers.add(new TaskOutcome.Succeeded("42".getBytes(StandardCharsets.UTF_8)));
      return new LeaseRun(answers.build(), 1);
    }

    @Override
    public ProbeReport probe(Bait bait) {
      throw new UnsupportedOperationException("nobody probes it");
    }

    @Override
    public void close() {
      // Nothing runs.
    }
  }
}
