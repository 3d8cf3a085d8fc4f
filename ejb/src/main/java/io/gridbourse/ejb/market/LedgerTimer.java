package io.gridbourse.ejb.market;

import io.gridbourse.ejb.ledger.Rounds;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
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

/**
 * Runs on every node; what a round does is guarded by leases. A round that takes longer than the
 * interval makes the next ones pass it by.
 */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class LedgerTimer {
  private final Rounds rounds = new Rounds("ledger");
  @Resource private TimerService timers;
  @Inject private FollowLedger ledger;
  @Inject private ChainSettings settings;
  @Inject private BagSpecReader reader;

  @PostConstruct
  void start() {
    ledger.start();
    reader.warmUp();
    rounds.start(timers, settings.poll());
  }

  @Timeout
  void tick() {
    rounds.run(ledger::round);
  }

  @PreDestroy
  void stop() {
    ledger.stop();
  }
}
