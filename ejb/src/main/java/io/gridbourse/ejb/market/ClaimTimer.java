package io.gridbourse.ejb.market;

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

/** Runs on every node; the one that holds the lease claims what nobody settled in time. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ClaimTimer {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private final Rounds rounds = new Rounds("claim-overdue");
  @Resource private TimerService timers;
  @Inject private ClaimOverdue claim;

  @PostConstruct
  void start() {
    rounds.start(timers, EVERY);
  }

  @Timeout
  void tick() {
    rounds.run(claim::round);
  }
}
