package io.gridbourse.web.health;

import io.gridbourse.ejb.start.DatabasePulse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the database answers. */
@Readiness
@ApplicationScoped
public class DatabaseReady implements HealthCheck {
  @Inject private DatabasePulse pulse;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(pulse.answers()).build();
  }
}
