package io.gridbourse.ejb.ledger;

import io.gridbourse.ejb.chain.Endpoint;
import io.gridbourse.ejb.chain.EndpointState;
import io.gridbourse.ejb.ledger.LedgerIncident.Kind;
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
import java.util.List;
import java.util.OptionalLong;

/** Looks at every endpoint of the chain now and then, beside the requests, on every node. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class WatchEndpoints {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private final Rounds rounds = new Rounds("endpoints");
  private List<String> quarantined = List.of();
  @Resource private TimerService timers;
  @Inject private Endpoint endpoint;
  @Inject private LedgerIncidents incidents;

  @PostConstruct
  void start() {
    rounds.start(timers, EVERY);
  }

  @Timeout
  void tick() {
    rounds.run(
        () -> {
          endpoint.look();
          note(endpoint.states());
        });
  }

  private void note(List<EndpointState> states) {
    List<String> bad =
        states.stream()
            .filter(state -> state.state().equals("QUARANTINED"))
            .map(state -> state.address() + ": " + state.fault().orElse(""))
            .toList();
    if (!bad.equals(quarantined) && !bad.isEmpty()) {
      incidents.raise(Kind.ENDPOINT_QUARANTINED, String.join("; ", bad), OptionalLong.empty());
    } else if (bad.isEmpty() && !quarantined.isEmpty()) {
      incidents.end(Kind.ENDPOINT_QUARANTINED, "server", "its time is over; it is asked again");
    }
    quarantined = bad;
  }
}
