package io.gridbourse.systemtests;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.domain.wire.WorkerWire.Commit;
import io.gridbourse.domain.wire.WorkerWire.Exchange;
import io.gridbourse.domain.wire.WorkerWire.Grant;
import io.gridbourse.domain.wire.WorkerWire.Orders;
import io.gridbourse.domain.wire.WorkerWire.Reveal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Speaks the worker protocol without a worker behind it, so that tests can misuse it. */
final class ProtocolWorker {
  private static final ObjectMapper JSON =
      JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build();
  private static final int DIGEST_BYTES = 32;
  private static final String ENROL = "/worker/v1/enrol";
  private static final String EXCHANGE = "/worker/v1/exchange";
  private final Grid grid;
  private final SigningKey key = SigningKey.generate();
  private WorkerWire.Enrolled enrolled;
  private long lastTime;

  /** A worker with a pledge that has not yet enrolled. */
  ProtocolWorker(Grid grid) {
    this.grid = grid;
    grid.installation().ledger().pledge(key.credentials());
  }

  /** A worker that has enrolled. */
  static ProtocolWorker enrolled(Grid grid) {
    ProtocolWorker worker = new ProtocolWorker(grid);
    Http.Answer answer = worker.enrol(token(grid));
    if (answer.status() / 100 != 2) {
      throw new AssertionError("not enrolled: " + answer);
    }
    return worker;
  }

  /** A new one-time token. */
  static String token(Grid grid) {
    return grid.http("admin").post("/api/v1/workers/tokens", "{}").json().path("token").asText();
  }

  String address() {
    return key.address();
  }

  Http.Answer enrol(String token) {
    byte[] proven = ("gridbourse-enrol:" + token).getBytes(StandardCharsets.UTF_8);
    return enrol(token, Hex.of(key.signMessage(proven)));
  }

  Http.Answer enrol(String token, String proof) {
    WorkerWire.Enrolment enrolment =
        new WorkerWire.Enrolment(
            token,
            key.address(),
            proof,
            "protocol-" + key.address().substring(2, 8),
            "system-tests",
            new WorkerWire.Host("Linux", "amd64", 1, 1L << 30),
            List.of(new WorkerWire.Driver("wasm", true, 3, List.of())));
    Http.Answer answer = anonymous().post(ENROL, json(enrolment));
    if (answer.status() / 100 == 2) {
      enrolled = read(answer.body(), WorkerWire.Enrolled.class);
    }
    return answer;
  }

  private Http anonymous() {
    return new Http(grid.installation().url(), "");
  }

  /** A round of the protocol; wants it to be served. */
  Orders exchange(Exchange exchange) {
    Http.Answer answer = send(exchange);
    if (answer.status() != 200) {
      throw new AssertionError("exchange: " + answer);
    }
    return read(answer.body(), Orders.class);
  }

  /** A round of the protocol, whatever comes of it. */
  Http.Answer send(Exchange exchange) {
    return sendAt(json(exchange), nextTime());
  }

  /** A body that says it was sent at a time. */
  Http.Answer sendAt(String body, long time) {
    return sendSigned(body, time, sign(body, time));
  }

  Http.Answer sendSigned(String body, long time, String signature) {
    return anonymous()
        .with("X-Gridbourse-Worker", key.address())
        .with("X-Gridbourse-Time", Long.toString(time))
        .with("X-Gridbourse-Signature", signature)
        .post(EXCHANGE, body);
  }

  String sign(String body, long time) {
    String hash = Sha256.of(body.getBytes(StandardCharsets.UTF_8)).hex();
    String text = "POST\n" + EXCHANGE + "\n" + time + "\n" + hash;
    return Hex.of(key.signMessage(Keccak256.of(text.getBytes(StandardCharsets.UTF_8))));
  }

  long nextTime() {
    lastTime = Math.max(lastTime + 1, System.currentTimeMillis());
    return lastTime;
  }

  /** Asks for leases and waits a moment for them. */
  Orders ask(int wish) {
    return exchange(
        new Exchange(
            false, wish, List.of("wasm"), List.of(), List.of(), List.of(), List.of(), 2_000));
  }

  /** Says what it did. */
  Exchange saying(List<String> holding, List<Commit> commits, List<Reveal> reveals) {
    return new Exchange(false, 0, List.of("wasm"), holding, commits, reveals, List.of(), 500);
  }

  /** Commits to these outcomes for a lease. */
  Commit commit(Grant grant, List<byte[]> digests) {
    Bytes32 root = root(grant, digests);
    Bytes32 accumulator =
        SignedCommitment.accumulate(Bytes32.of(Hex.bytes(grant.accumulatorBefore())), root);
    long tasks = grant.tasksBefore() + grant.count();
    byte[] signed =
        SignedCommitment.hash(
            Bytes32.of(Hex.bytes(enrolled.domainSeparator())),
            new DealId(grant.deal()),
            grant.partition(),
            tasks,
            accumulator);
    return new Commit(
        grant.lease(),
        grant.fence(),
        Hex.of(root.bytes()),
        tasks,
        Hex.of(accumulator.bytes()),
        Hex.of(key.sign(signed)),
        grant.count());
  }

  /** Shows these outcomes, all of them empty texts. */
  static Reveal reveal(Grant grant, List<byte[]> digests) {
    byte[] packed = new byte[digests.size() * DIGEST_BYTES];
    for (int i = 0; i < digests.size(); i++) {
      System.arraycopy(digests.get(i), 0, packed, i * DIGEST_BYTES, DIGEST_BYTES);
    }
    return new Reveal(grant.lease(), grant.fence(), packed, new byte[0], List.of());
  }

  /** Digests of tasks that all printed nothing. */
  static List<byte[]> silence(Grant grant) {
    byte[] digest = Hex.bytes("0x" + Sha256.of(new byte[0]).hex());
    return java.util.Collections.nCopies(grant.count(), digest);
  }

  private Bytes32 root(Grant grant, List<byte[]> digests) {
    List<byte[]> level = new ArrayList<>();
    for (int i = 0; i < digests.size(); i++) {
      TaskId task = TaskId.of(new DealId(grant.deal()), grant.first() + i);
      level.add(Keccak256.of(Hex.bytes(key.address()), task.bytes(), digests.get(i)));
    }
    while (level.size() > 1) {
      List<byte[]> above = new ArrayList<>();
      for (int i = 0; i + 1 < level.size(); i += 2) {
        above.add(pair(level.get(i), level.get(i + 1)));
      }
      if (level.size() % 2 == 1) {
        above.add(level.get(level.size() - 1));
      }
      level = above;
    }
    return Bytes32.of(level.get(0));
  }

  private static byte[] pair(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other) <= 0
        ? Keccak256.of(one, other)
        : Keccak256.of(other, one);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T read(String body, Class<T> type) {
    try {
      return JSON.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(body, e);
    }
  }
}
