package io.gridbourse.ejb.proof.record;

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

/** Runs on every node; the one that holds the lease on the record appends and anchors. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class RecordTimer {
  private static final Duration EVERY = Duration.ofMillis(500);
  private final Rounds rounds = new Rounds("record");
  @Resource private TimerService timers;
  @Inject private AppendRecord append;
  @Inject private AnchorRecord anchor;

  @PostConstruct
  void start() {
    rounds.start(timers, EVERY);
  }

  @Timeout
  void tick() {
    rounds.run(
        () -> {
          append.append();
          anchor.anchor();
        });
  }
}
