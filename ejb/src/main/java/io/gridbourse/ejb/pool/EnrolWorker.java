package io.gridbourse.ejb.pool;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.DomainSeparator;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.pool.Workers;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.PoolSettings;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lets a worker with a one-time token and a key of its own into the pool. */
@Stateless
public class EnrolWorker {
  /** Bytes of a request's body: digests of a full lease and a MiB of results for some tasks. */
  public static final long BODY_BYTES_MAX = 32L << 20;

  /** Time between two signs of life of a worker. */
  public static final long HEARTBEAT_MILLIS = 5_000;

  private static final int STAKE_PERCENT = 30;
  private static final int DRIVERS_MAX = 16;
  private static final int NOTES_MAX = 32;
  private static final int TEXT_MAX = 500;
  private static final int PROCESSOR_MAX = 100;
  private static final Pattern PROCESSOR = Pattern.compile("[!-.0-~]+/[!-.0-~]+");
  private StoredWorkers workers;
  private PoolSettings pool;
  private ChainSettings chain;
  private Clock clock;

  protected EnrolWorker() {}

  /** The use case with all that it needs. */
  @Inject
  public EnrolWorker(DataSource database, PoolSettings pool, ChainSettings chain, Clock clock) {
    this.workers = new StoredWorkers(database, clock);
    this.pool = pool;
    this.chain = chain;
    this.clock = clock;
  }

  /** Checks token and proof and stores the worker. The same worker may repeat it. */
  public Joining enrol(WorkerWire.Enrolment enrolment) {
    Worker worker;
    try {
      worker = read(enrolment);
    } catch (IllegalArgumentException | NullPointerException e) {
      return new Joining.Refused(Joining.Reason.ENROLMENT_INVALID, String.valueOf(e.getMessage()));
    }
    if (!isSigned(enrolment, worker.address())) {
      return new Joining.Refused(
          Joining.Reason.SIGNATURE_INVALID,
          "the proof is not a personal signature by " + worker.address());
    }
    Workers.Enrolment outcome = workers.enrol(worker, IssueEnrolmentToken.hash(enrolment.token()));
    return switch (outcome) {
      case ENROLLED -> new Joining.Accepted(enrolled(worker));
      case TOKEN_INVALID ->
          new Joining.Refused(
              Joining.Reason.TOKEN_INVALID, "no such token was issued, or it was used before");
      case TOKEN_EXPIRED ->
          new Joining.Refused(Joining.Reason.TOKEN_EXPIRED, "the token is older than an hour");
    };
  }

  private WorkerWire.Enrolled enrolled(Worker worker) {
    NanoRlc stake =
        pool.offers().values().stream()
            .map(price -> price.percentFloor(STAKE_PERCENT))
            .max(NanoRlc::compareTo)
            .orElse(NanoRlc.ZERO);
    Address hub = chain.contracts().hub();
    return new WorkerWire.Enrolled(
        worker.address().hex(),
        pool.address().hex(),
        chain.chainId(),
        hub.hex(),
        DomainSeparator.of(chain.chainId(), hub).hex(),
        stake.units().toString(),
        clock.millis(),
        HEARTBEAT_MILLIS,
        BODY_BYTES_MAX);
  }

  private static boolean isSigned(WorkerWire.Enrolment enrolment, Address address) {
    byte[] message = ("gridbourse-enrol:" + enrolment.token()).getBytes(StandardCharsets.UTF_8);
    Optional<String> signer;
    try {
      signer = SigningKey.recoverMessage(message, Hex.bytes(enrolment.proof()));
    } catch (IllegalArgumentException e) {
      return false;
    }
    return signer.map(Address::new).filter(address::equals).isPresent();
  }

  private Worker read(WorkerWire.Enrolment enrolment) {
    List<WorkerWire.Driver> drivers = enrolment.drivers();
    if (drivers.size() > DRIVERS_MAX) {
      throw new IllegalArgumentException("a worker has at most " + DRIVERS_MAX + " drivers");
    }
    WorkerWire.Host host = enrolment.host();
    return new Worker(
        new Address(enrolment.address()),
        pool.address(),
        shortened(enrolment.name()),
        shortened(enrolment.software()),
        new Worker.Host(
            shortened(host.os()),
            shortened(host.arch()),
            host.cpus(),
            host.memoryBytes(),
            processor(host.processor())),
        drivers.stream().map(EnrolWorker::driver).toList(),
        clock.instant());
  }

  /** Vendor and family; what is no such pair is not known. */
  private static String processor(@Nullable String declared) {
    return declared != null
            && declared.length() <= PROCESSOR_MAX
            && PROCESSOR.matcher(declared).matches()
        ? declared
        : Worker.Host.UNKNOWN;
  }

  private static Worker.Driver driver(WorkerWire.Driver driver) {
    return new Worker.Driver(
        shortened(driver.name()),
        driver.enabled(),
        driver.isolation(),
        driver.notes().stream().limit(NOTES_MAX).map(EnrolWorker::shortened).toList());
  }

  private static String shortened(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}]", " ");
    return clean.length() <= TEXT_MAX ? clean : clean.substring(0, TEXT_MAX);
  }
}
