package io.gridbourse.web.health;

import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.ledger.LedgerIncidents;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the ledger's chain answers, and is ours. */
@Readiness
@ApplicationScoped
public class LedgerReady implements HealthCheck {
  @Inject private Chain chain;

  @Inject private ChainSettings settings;

  @Inject private LedgerIncidents incidents;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("ledger");
    try {
      long id = chain.chainId();
      String open =
          String.join(
              " ", incidents.open().stream().map(incident -> incident.kind().name()).toList());
      return answer
          .status(id == settings.chainId())
          .withData("chain", id)
          .withData("incidents", open.isEmpty() ? "none" : open)
          .build();
    } catch (ChainUnavailable e) {
      return answer.down().withData("chain", "does not answer").build();
    }
  }
}
