package io.gridbourse.web.health;

import io.gridbourse.ejb.start.MigrateDatabase;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Started when the database has the tables of this version. */
@Startup
@Readiness
@ApplicationScoped
public class Started implements HealthCheck {
  @EJB private MigrateDatabase migrate;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("started").status(migrate.isDone()).build();
  }
}
