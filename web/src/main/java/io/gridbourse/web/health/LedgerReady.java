package io.gridbourse.web.health;

import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.ChainUnavailable;
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

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("ledger");
    try {
      long id = chain.chainId();
      return answer.status(id == settings.chainId()).withData("chain", id).build();
    } catch (ChainUnavailable e) {
      return answer.down().withData("chain", "does not answer").build();
    }
  }
}
