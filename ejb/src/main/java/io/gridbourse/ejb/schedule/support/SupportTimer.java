package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.ledger.Rounds;
import io.gridbourse.ejb.pool.IssueEnrolmentToken;
import io.gridbourse.ejb.schedule.Copies;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.schedule.HeldLeases;
import io.gridbourse.ejb.schedule.promise.ReplicateTails;
import io.gridbourse.ejb.settings.PromiseSettings;
import io.gridbourse.ejb.settings.SupportSettings;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** Runs on every node; the one that holds the lease on support looks after it. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class SupportTimer {
  private static final String LEASE = "support";
  private static final Duration EVERY = Duration.ofSeconds(1);
  private final Rounds rounds = new Rounds("support");
  @Resource private TimerService timers;
  @EJB private IssueEnrolmentToken tokens;
  @Inject private DataSource database;
  @Inject private Atomically atomically;
  @Inject private NodeLeases leases;
  @Inject private Dispatcher dispatcher;
  @Inject private HeldLeases held;
  @Inject private PromiseSettings promise;
  @Inject private SupportSettings settings;
  @Inject private Event<EventView> events;
  @Inject private RandomGenerator random;
  @Inject private Clock clock;
  private SupportBags support;

  @PostConstruct
  void start() {
    Helpers helpers = new Helpers(new ReplicateTails(promise, clock));
    dispatcher.spares(new Copies(dispatcher, helpers, clock));
    support =
        new SupportBags(
            database,
            atomically,
            Provisioners.of(settings),
            new SupportBags.Grid(
                () -> tokens.issue(settings.site()).token(),
                held::held,
                helpers::set,
                events::fire),
            new SupportBags.Limits(
                settings.period(),
                settings.workersMax(),
                Provisioners.lookEvery(settings),
                Provisioners.server(settings),
                Provisioners.strategies(settings)),
            random,
            clock);
    rounds.start(timers, EVERY);
  }

  @Timeout
  void tick() {
    rounds.run(
        () -> {
          if (leases.hold(LEASE).isPresent()) {
            support.round();
          }
        });
  }
}
