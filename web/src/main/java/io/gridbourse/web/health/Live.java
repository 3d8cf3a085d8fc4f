package io.gridbourse.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive unless threads block each other for good: then only a restart helps. */
@Liveness
@ApplicationScoped
public class Live implements HealthCheck {
  @Override
  public HealthCheckResponse call() {
    long[] blocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    int threads = blocked == null ? 0 : blocked.length;
    return HealthCheckResponse.named("threads")
        .status(threads == 0)
        .withData("deadlocked", threads)
        .build();
  }
}
