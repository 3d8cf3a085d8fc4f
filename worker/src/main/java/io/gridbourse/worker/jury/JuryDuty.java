package io.gridbourse.worker.jury;

import io.gridbourse.contracts.CourtCalls;
import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.wire.JuryWire;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseNotRunException.Reason;
import io.gridbourse.worker.driver.ProgramContents;
import io.gridbourse.worker.link.ServerAwayException;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.ServerRefusedException;
import io.gridbourse.worker.link.WorkerKey;
import io.gridbourse.worker.outcome.Answers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

/**
 * Serves on juries, in a thread of its own beside the leases: asks for duties, computes the task,
 * sends the seal, and shows the answer when it is asked to. What a restart forgets is computed
 * again: the salt follows from the key and the trial, so that the seal is the same.
 */
public final class JuryDuty implements Runnable, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(JuryDuty.class.getName());
  private static final long AGAIN_MILLIS = 3_000;
  private static final long NEXT_MILLIS_MIN = 100;
  private static final long NEXT_MILLIS_MAX = 60_000;
  private static final int KEPT_MAX = 64;
  private static final String SHOW = "SHOW";

  private final ServerLink link;
  private final WorkerKey key;
  private final SigningDomain domain;
  private final ProgramContents contents;
  private final Map<String, Driver> drivers = new LinkedHashMap<>();
  private final Map<Long, Answers> computed =
      new LinkedHashMap<>() {
        @java.io.Serial private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Answers> eldest) {
          return size() > KEPT_MAX;
        }
      };
  private final Cancellation cancellation = new Cancellation();
  private final Thread thread;

  private JuryDuty(
      ServerLink link,
      WorkerKey key,
      WorkerWire.Enrolled enrolled,
      ProgramContents contents,
      List<Driver> drivers) {
    this.link = link;
    this.key = key;
    this.domain = new SigningDomain(enrolled.chainId(), enrolled.hub());
    this.contents = contents;
    drivers.forEach(driver -> this.drivers.put(driver.name(), driver));
    this.thread = new Thread(this, "jury");
    this.thread.setDaemon(true);
  }

  /** Starts to serve. */
  public static JuryDuty start(
      ServerLink link,
      WorkerKey key,
      WorkerWire.Enrolled enrolled,
      ProgramContents contents,
      List<Driver> drivers) {
    JuryDuty duty = new JuryDuty(link, key, enrolled, contents, drivers);
    duty.thread.start();
    return duty;
  }

  @Override
  public void run() {
    List<JuryWire.Sealed> sealed = new ArrayList<>();
    List<JuryWire.Shown> shown = new ArrayList<>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long next = AGAIN_MILLIS;
        try {
          JuryWire.Orders orders =
              link.jury(new JuryWire.Round(List.copyOf(sealed), List.copyOf(shown)));
          orders
              .refused()
              .forEach((trial, code) -> LOG.warning(() -> "trial=" + trial + " refused=" + code));
          sealed.clear();
          shown.clear();
          orders.duties().forEach(duty -> perform(duty, sealed, shown));
          next =
              sealed.isEmpty() && shown.isEmpty()
                  ? Math.max(NEXT_MILLIS_MIN, Math.min(NEXT_MILLIS_MAX, orders.nextMillis()))
                  : 0;
        } catch (ServerAwayException | ServerRefusedException e) {
          LOG.fine(() -> "no jury duty for now: " + e.getMessage());
        }
        Thread.sleep(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void perform(
      JuryWire.Duty duty, List<JuryWire.Sealed> sealed, List<JuryWire.Shown> shown) {
    try {
      Answers answers = computed.get(duty.trial());
      if (answers == null) {
        answers = compute(duty);
        computed.put(duty.trial(), answers);
      }
      Bytes32 digest = Bytes32.of(answers.digests());
      Bytes32 salt = salt(duty.trial());
      if (duty.stage().equals(SHOW)) {
        shown.add(shown(duty, answers, digest, salt));
        return;
      }
      String seal = CourtCalls.voteSeal(key.address().hex(), duty.task(), digest.hex(), salt.hex());
      sealed.add(
          new JuryWire.Sealed(
              duty.trial(), seal, key.signHash(domain.digestOfVote(duty.trial(), seal))));
    } catch (LeaseNotRunException e) {
      LOG.warning(() -> "trial=" + duty.trial() + " not computed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warning(() -> "trial=" + duty.trial() + " broke: " + e);
    }
  }

  private Answers compute(JuryWire.Duty duty) throws LeaseNotRunException, InterruptedException {
    Driver driver = drivers.get(duty.program().driver());
    if (driver == null) {
      throw new LeaseNotRunException(
          Reason.DRIVER, "this worker has no driver " + duty.program().driver());
    }
    LOG.info(
        () -> "jury duty trial=" + duty.trial() + " task=" + duty.bag() + "/" + duty.position());
    ProgramContents.Tasks task =
        new ProgramContents.Tasks("trial-" + duty.trial(), duty.bag(), duty.position(), 1);
    return driver.run(contents.fetch(task, duty.program()), cancellation, ended -> {}).answers();
  }

  private static JuryWire.Shown shown(
      JuryWire.Duty duty, Answers answers, Bytes32 digest, Bytes32 salt) {
    return new JuryWire.Shown(
        duty.trial(),
        digest.hex(),
        salt.hex(),
        answers.pack(),
        answers.failures().stream()
            .map(
                each ->
                    new WorkerWire.Failure(
                        each.index(),
                        each.failed().kind().name(),
                        each.failed().exitCode(),
                        each.failed().message()))
            .toList());
  }

  /** Known to nobody else, and the same after a restart: signatures are deterministic. */
  private Bytes32 salt(long trial) {
    byte[] text =
        ("gridbourse-jury-salt:" + domain.hub() + ":" + trial).getBytes(StandardCharsets.UTF_8);
    String signature = key.signHash(Keccak256.of(text));
    return Bytes32.of(Keccak256.of(signature.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void close() {
    cancellation.cancel();
    thread.interrupt();
  }
}
