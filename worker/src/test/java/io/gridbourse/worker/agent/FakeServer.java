package io.gridbourse.worker.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.WireJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of the worker protocol that checks every signature and chain, and can misbehave. */
final class FakeServer implements AutoCloseable {
  static final String SEPARATOR = "0x" + "5e".repeat(32);
  static final String DEAL = "0x" + "ab".repeat(32);

  private final HttpServer http;
  private final Map<String, byte[]> content = new HashMap<>();
  private final Map<String, WorkerWire.Grant> granted = new LinkedHashMap<>();
  private final Deque<WorkerWire.Grant> toGrant = new ArrayDeque<>();
  private final Map<String, WorkerWire.Grant> sent = new LinkedHashMap<>();
  private final Map<String, Boolean> toReveal = new LinkedHashMap<>();
  final Map<String, WorkerWire.Commit> commits = new LinkedHashMap<>();
  final Map<String, WorkerWire.Reveal> reveals = new LinkedHashMap<>();
  final List<WorkerWire.Return> returns = new ArrayList<>();
  final List<String> faults = new ArrayList<>();
  volatile WorkerWire.HostState host;
  volatile int wish;
  final AtomicInteger benchmarks = new AtomicInteger();
  private final Map<String, String> refuseOnce = new HashMap<>();
  private CommitmentChains.Link chain = CommitmentChains.Link.START;
  private String worker = "";
  private long lastTime;
  private int loseAnswers;
  private int away;
  private boolean unknown;
  private final List<String> wantedBack = new ArrayList<>();
  private int exchanges;
  private WorkerWire.Declaration declaration;

  FakeServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    http.createContext("/worker/v1/enrol", this::enrol);
    http.createContext("/worker/v1/declaration", this::declaration);
    http.createContext("/worker/v1/exchange", this::exchange);
    http.createContext("/worker/v1/content/", this::content);
    http.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  synchronized String put(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  synchronized String put(byte[] bytes) {
    String name = Sha256.of(bytes).toString();
    content.put(name, bytes);
    return name;
  }

  synchronized void putForged(String name, String text) {
    content.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  synchronized void grant(WorkerWire.Grant grant) {
    granted.put(grant.lease(), grant);
    toGrant.add(grant);
    notifyAll();
  }

  synchronized WorkerWire.Grant lease(String id, long first, int count, boolean sealed) {
    return lease(id, first, count, sealed, put("program"));
  }

  synchronized WorkerWire.Grant lease(
      String id, long first, int count, boolean sealed, String app) {
    return lease(
        id,
        first,
        count,
        sealed,
        new WorkerWire.Program(
            "p", "stub", app, null, List.of("x"), List.of(), List.of(), List.of(), 1, 1, 1, 1));
  }

  synchronized WorkerWire.Grant lease(
      String id, long first, int count, boolean sealed, WorkerWire.Program program) {
    return new WorkerWire.Grant(
        id,
        7,
        "b-0123456789abcdef",
        DEAL,
        0,
        first,
        count,
        sealed,
        Long.MAX_VALUE,
        chain.tasks(),
        chain.accumulator().hex(),
        program);
  }

  synchronized void askFor(String lease) {
    toReveal.put(lease, true);
    notifyAll();
  }

  /** Wants a lease back from now on. */
  synchronized void wantBack(String lease) {
    wantedBack.add(lease);
    notifyAll();
  }

  synchronized void refuseOnce(String lease, String code) {
    refuseOnce.put(lease, code);
  }

  /** Does what it is told, but the next answers never arrive. */
  synchronized void loseAnswers(int count) {
    loseAnswers = count;
  }

  synchronized void awayFor(int requests) {
    away = requests;
  }

  synchronized void forgetWorkers() {
    unknown = true;
  }

  synchronized WorkerWire.Declaration declaration() {
    return declaration;
  }

  synchronized int exchanges() {
    return exchanges;
  }

  private void enrol(HttpExchange http) throws IOException {
    WorkerWire.Enrolment enrolment =
        WireJson.MAPPER.readValue(http.getRequestBody(), WorkerWire.Enrolment.class);
    if (!enrolment.token().equals("good")) {
      problem(http, 401, "TOKEN_INVALID");
      return;
    }
    byte[] text = "gridbourse-enrol:good".getBytes(StandardCharsets.UTF_8);
    String signer = SigningKey.recoverMessage(text, Hex.bytes(enrolment.proof())).orElse("nobody");
    if (!signer.equals(enrolment.address())) {
      problem(http, 401, "PROOF_INVALID");
      return;
    }
    synchronized (this) {
      worker = signer;
    }
    answer(http, enrolled(signer));
  }

  static WorkerWire.Enrolled enrolled(String address) {
    return new WorkerWire.Enrolled(
        address,
        "0x" + "11".repeat(20),
        31_337,
        "0x" + "22".repeat(20),
        SEPARATOR,
        "1",
        System.currentTimeMillis(),
        2_000,
        1 << 20);
  }

  private boolean verify(HttpExchange http, byte[] body) {
    String address = http.getRequestHeaders().getFirst("X-Gridbourse-Worker");
    long time = Long.parseLong(http.getRequestHeaders().getFirst("X-Gridbourse-Time"));
    byte[] signature = Hex.bytes(http.getRequestHeaders().getFirst("X-Gridbourse-Signature"));
    byte[] hash =
        ServerLink.requestHash(
            http.getRequestMethod(), http.getRequestURI().getRawPath(), time, body);
    boolean genuine = SigningKey.recoverMessage(hash, signature).orElse("").equals(address);
    if (!genuine) {
      faults.add("bad signature of a request");
    }
    if (time <= lastTime) {
      return false;
    }
    lastTime = time;
    worker = address;
    return genuine;
  }

  private void declaration(HttpExchange http) throws IOException {
    byte[] body = http.getRequestBody().readAllBytes();
    synchronized (this) {
      if (unknown || !verify(http, body)) {
        problem(http, 401, "WORKER_UNKNOWN");
        return;
      }
      declaration = WireJson.MAPPER.readValue(body, WorkerWire.Declaration.class);
      if (declaration.accept().equals("nonsense")) {
        problem(http, 400, "ACCEPT_INVALID");
        return;
      }
    }
    http.sendResponseHeaders(204, -1);
    http.close();
  }

  private void exchange(HttpExchange http) throws IOException {
    byte[] body = http.getRequestBody().readAllBytes();
    WorkerWire.Exchange exchange = WireJson.MAPPER.readValue(body, WorkerWire.Exchange.class);
    WorkerWire.Orders orders;
    synchronized (this) {
      exchanges++;
      if (away > 0) {
        away--;
        http.sendResponseHeaders(503, -1);
        http.close();
        return;
      }
      if (unknown || !verify(http, body)) {
        problem(http, 401, "WORKER_UNKNOWN");
        return;
      }
      orders = handle(exchange);
      if (loseAnswers > 0) {
        loseAnswers--;
        http.close();
        return;
      }
    }
    answer(http, orders);
  }

  private WorkerWire.Orders handle(WorkerWire.Exchange exchange) {
    host = exchange.host();
    wish = exchange.wishTasks();
    benchmarks.addAndGet(host != null && host.benchmark() != null ? 1 : 0);
    List<String> settled = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    exchange.commits().forEach(commit -> commit(commit, settled, refused));
    exchange.reveals().forEach(reveal -> reveal(reveal, settled, refused));
    for (WorkerWire.Return each : exchange.returns()) {
      returns.add(each);
      settled.add(each.lease());
    }
    for (WorkerWire.Grant sent : List.copyOf(sent.values())) {
      boolean over =
          commits.containsKey(sent.lease())
              || returns.stream().anyMatch(each -> each.lease().equals(sent.lease()));
      if (!over
          && !exchange.holding().contains(sent.lease())
          && !refused.containsKey(sent.lease())) {
        toGrant.add(this.sent.remove(sent.lease()));
      }
    }
    long end = System.currentTimeMillis() + exchange.waitMillis();
    boolean said = !settled.isEmpty() || !refused.isEmpty();
    while (!said && nothingFor(exchange) && System.currentTimeMillis() < end) {
      try {
        wait(Math.max(1, end - System.currentTimeMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    List<WorkerWire.Grant> leases = new ArrayList<>();
    while (leases.size() < exchange.wishTasks() && !toGrant.isEmpty()) {
      WorkerWire.Grant grant = toGrant.poll();
      sent.put(grant.lease(), grant);
      leases.add(grant);
    }
    List<String> ask = toReveal.keySet().stream().filter(id -> !reveals.containsKey(id)).toList();
    return new WorkerWire.Orders(
            leases, settled, refused, ask, List.of(), false, System.currentTimeMillis())
        .retreating(wantedBack);
  }

  private boolean nothingFor(WorkerWire.Exchange exchange) {
    boolean grant = exchange.wishTasks() > 0 && !toGrant.isEmpty();
    return !grant && toReveal.keySet().stream().allMatch(reveals::containsKey);
  }

  private void commit(WorkerWire.Commit commit, List<String> settled, Map<String, String> refused) {
    String code = refuseOnce.remove(commit.lease());
    if (code != null) {
      sent.remove(commit.lease());
    }
    WorkerWire.Commit known = commits.get(commit.lease());
    WorkerWire.Grant grant = granted.get(commit.lease());
    if (code == null && known != null) {
      code = known.root().equals(commit.root()) ? "" : "ROOT_CONFLICT";
    }
    if (code == null) {
      CommitmentChains.Link next = chain.after(grant.count(), new Bytes32(commit.root()));
      boolean continues =
          next.tasks() == commit.tasks() && next.accumulator().hex().equals(commit.accumulator());
      code = continues ? "" : "COMMITMENT_STALE";
      if (continues) {
        byte[] hash =
            SignedCommitment.hash(
                new Bytes32(SEPARATOR), new DealId(DEAL), 0, next.tasks(), next.accumulator());
        if (!SigningKey.recover(hash, Hex.bytes(commit.signature())).orElse("").equals(worker)) {
          faults.add("bad signature of a commitment");
        }
        chain = next;
        commits.put(commit.lease(), commit);
      }
    }
    if (code.isEmpty()) {
      settled.add(commit.lease());
    } else {
      refused.put(commit.lease(), code);
    }
  }

  private void reveal(WorkerWire.Reveal reveal, List<String> settled, Map<String, String> refused) {
    WorkerWire.Grant grant = granted.get(reveal.lease());
    if (!commits.containsKey(reveal.lease())) {
      refused.putIfAbsent(reveal.lease(), "NOT_COMMITTED");
      return;
    }
    if (grant.sealed() && !toReveal.containsKey(reveal.lease())) {
      faults.add("answers shown before they were asked for");
    }
    reveals.put(reveal.lease(), reveal);
    if (!settled.contains(reveal.lease())) {
      settled.add(reveal.lease());
    }
  }

  private void content(HttpExchange http) throws IOException {
    byte[] bytes;
    synchronized (this) {
      if (!verify(http, new byte[0])) {
        problem(http, 401, "TIME_STALE");
        return;
      }
      bytes = content.get(http.getRequestURI().getPath().replaceFirst(".*/", ""));
    }
    if (bytes == null) {
      problem(http, 404, "NOT_FOUND");
      return;
    }
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
    http.close();
  }

  private static void problem(HttpExchange http, int status, String code) throws IOException {
    byte[] bytes =
        WireJson.MAPPER.writeValueAsBytes(
            new Views.Problem("about:blank", "no", status, code, "no", null, null, null));
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
    http.close();
  }

  private static void answer(HttpExchange http, Object value) throws IOException {
    byte[] bytes = WireJson.MAPPER.writeValueAsBytes(value);
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
    http.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
