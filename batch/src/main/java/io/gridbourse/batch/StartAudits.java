package io.gridbourse.batch;

import io.gridbourse.ejb.ledger.Audits;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts audits of the accounts: once a day at the time of the settings, on the one node that holds
 * the lease, also when the server was away at that time; and whenever somebody asks.
 */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class StartAudits {
  private static final Logger LOG = Logger.getLogger(StartAudits.class.getName());
  private static final String LEASE = "audit";
  private static final String SERVER = "server";
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
  @Resource private TimerService timers;
  @Inject private Audits audits;
  @Inject private NodeLeases leases;
  @Inject private Atomically atomically;
  @Inject private ChainSettings settings;
  @Inject private Clock clock;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(
        LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), new TimerConfig("audit", false));
  }

  /** Starts an audit; its id. */
  public long request(Audits.Reason reason, String by) {
    long id = atomically.call(() -> audits.begin(reason, by));
    Properties parameters = new Properties();
    parameters.setProperty("audit", Long.toString(id));
    try {
      BatchRuntime.getJobOperator().start("audit-accounts", parameters);
    } catch (BatchRuntimeException e) {
      LOG.log(Level.WARNING, "the job of an audit could not be started audit=" + id, e);
      audits.end(id, "FAILED", Optional.of("its job could not be started: " + e.getMessage()));
    }
    return id;
  }

  @Timeout
  void tick() {
    if (leases.hold(LEASE).isEmpty()) {
      return;
    }
    audits.endAbandoned();
    if (audits.lastNightly().orElse(Instant.MIN).isBefore(lastDue())) {
      request(Audits.Reason.NIGHTLY, SERVER);
    }
  }

  /** The latest moment that has passed at which an audit was due. */
  private Instant lastDue() {
    Instant now = clock.instant();
    LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    Instant due = today.atTime(settings.auditAt()).toInstant(ZoneOffset.UTC);
    return due.isAfter(now) ? due.minus(Duration.ofDays(1)) : due;
  }
}
