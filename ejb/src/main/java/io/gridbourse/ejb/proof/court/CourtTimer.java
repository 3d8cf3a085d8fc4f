package io.gridbourse.ejb.proof.court;

import io.gridbourse.ejb.bag.ReleaseBags;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.ledger.Rounds;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs on every node; the one that holds the court's lease moves trials and windows on. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class CourtTimer {
  private static final String LEASE = "court";
  private static final Duration EVERY = Duration.ofSeconds(1);
  private final Rounds rounds = new Rounds("court");
  @Resource private TimerService timers;
  @Inject private NodeLeases leases;
  @Inject private DriveTrials trials;
  @Inject private ReleaseBags release;

  @PostConstruct
  void start() {
    rounds.start(timers, EVERY);
  }

  @Timeout
  void tick() {
    rounds.run(
        () -> {
          if (leases.hold(LEASE).isPresent()) {
            trials.round();
            release.round();
          }
        });
  }
}
