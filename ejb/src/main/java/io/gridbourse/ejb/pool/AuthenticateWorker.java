package io.gridbourse.ejb.pool;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.value.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Tells who sent a request of the worker protocol. The signature covers method, path, time and
 * body; the time must grow with every request of a worker, so that none can be replayed. How far it
 * has grown is stored ahead of the requests, so that a server that starts refuses all that the one
 * before took.
 */
@ApplicationScoped
public class AuthenticateWorker {
  private static final Duration SKEW_MAX = Duration.ofMinutes(5);

  /**
   * How far ahead of a worker's requests its floor is stored: it costs a statement in so many
   * seconds, and a worker is refused for no longer after a restart, which takes longer itself.
   */
  private static final Duration AHEAD = Duration.ofSeconds(5);

  private final Map<Address, Times> times = new ConcurrentHashMap<>();
  private final Map<Address, Worker> known = new ConcurrentHashMap<>();
  private StoredWorkers workers;
  private Clock clock;

  protected AuthenticateWorker() {}

  /** The check with all that it needs. */
  @Inject
  public AuthenticateWorker(DataSource database, Clock clock) {
    this.workers = new StoredWorkers(database, clock);
    this.clock = clock;
  }

  /**
   * The signed parts of a request.
   *
   * @param worker header X-Gridbourse-Worker
   * @param time header X-Gridbourse-Time, epoch milliseconds
   * @param signature header X-Gridbourse-Signature, hex
   */
  public record Signed(
      String worker, String time, String signature, String method, String path, Sha256 body) {}

  /** Who sent it, or why it is refused. */
  public record Verdict(Optional<Worker> worker, Optional<Refusal> refusal) {}

  /** Why a request is refused. */
  public enum Refusal {
    /** A header is missing or malformed. */
    HEADERS_INVALID,
    /** The clock of the worker is off by more than five minutes. */
    TIME_SKEWED,
    /** The time does not exceed that of the request before. */
    REPLAYED,
    /** Somebody else signed it, or something else was signed. */
    SIGNATURE_INVALID,
    /** The worker is not enrolled here. */
    NOT_ENROLLED
  }

  /**
   * How far the time of a worker's requests has come, in epoch milliseconds.
   *
   * @param last time of the newest request
   * @param floor what is stored: no request up to it is taken after a restart
   */
  private record Times(long last, long floor) {}

  /** Checks a request. */
  public Verdict check(Signed request) {
    Address address;
    long time;
    byte[] signature;
    try {
      address = new Address(request.worker());
      time = Long.parseLong(request.time());
      signature = Hex.bytes(request.signature());
    } catch (IllegalArgumentException | NullPointerException e) {
      return refused(Refusal.HEADERS_INVALID);
    }
    if (Math.abs(clock.millis() - time) > SKEW_MAX.toMillis()) {
      return refused(Refusal.TIME_SKEWED);
    }
    Optional<String> signer = SigningKey.recoverMessage(hash(request), signature);
    if (signer.map(Address::new).filter(address::equals).isEmpty()) {
      return refused(Refusal.SIGNATURE_INVALID);
    }
    Optional<Worker> worker = enrolled(address);
    if (worker.isEmpty()) {
      return refused(Refusal.NOT_ENROLLED);
    }
    // Reading twice does no harm, and a worker reads content over several connections at once. What
    // it puts carries its time along: an older one never takes the place of a newer one.
    return !request.method().equals("POST") || isLater(address, time)
        ? new Verdict(worker, Optional.empty())
        : refused(Refusal.REPLAYED);
  }

  /**
   * The worker with what it declared last, which another node may have taken.
   *
   * @param fingerprint of what it says that it declared
   */
  public Worker declaring(Worker worker, String fingerprint) {
    if (worker.declaration().fingerprint().equals(fingerprint)) {
      return worker;
    }
    forget(worker.address());
    return enrolled(worker.address()).orElse(worker);
  }

  /** Forgets what is known of a worker, because it enrolled or declared itself anew. */
  public void forget(Address worker) {
    known.remove(worker);
  }

  private Optional<Worker> enrolled(Address address) {
    Worker worker = known.get(address);
    if (worker != null) {
      return Optional.of(worker);
    }
    Optional<Worker> found = workers.find(address);
    found.ifPresent(each -> known.put(address, each));
    return found;
  }

  private boolean isLater(Address address, long time) {
    boolean[] later = {false};
    times.compute(
        address,
        (key, known) -> {
          Times before = known == null ? stored(address) : known;
          later[0] = time > before.last;
          return later[0] ? reached(address, time, before) : before;
        });
    return later[0];
  }

  private Times stored(Address address) {
    long floor = workers.requestFloor(address);
    return new Times(floor, floor);
  }

  private Times reached(Address address, long time, Times before) {
    if (time <= before.floor) {
      return new Times(time, before.floor);
    }
    long floor = time + AHEAD.toMillis();
    workers.raiseRequestFloor(address, floor);
    return new Times(time, floor);
  }

  private static byte[] hash(Signed request) {
    String text =
        request.method()
            + "\n"
            + request.path()
            + "\n"
            + request.time()
            + "\n"
            + request.body().hex();
    return Keccak256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Verdict refused(Refusal refusal) {
    return new Verdict(Optional.empty(), Optional.of(refusal));
  }
}
