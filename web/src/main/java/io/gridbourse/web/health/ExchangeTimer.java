package io.gridbourse.web.health;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** How long requests of the worker protocol take, the wait of the long poll included. */
@Provider
public class ExchangeTimer implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String STARTED = ExchangeTimer.class.getName();
  private static final String NAME = "gridbourse_worker_request_milliseconds";

  @Inject private MetricRegistry registry;

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(STARTED, System.nanoTime());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(STARTED) instanceof Long started) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
      registry
          .histogram(
              Metadata.builder()
                  .withName(NAME)
                  .withDescription("Time of a worker's request, the long poll's wait included")
                  .build(),
              new Tag("request", kind(request.getUriInfo().getPath())))
          .update(millis);
    }
  }

  /** Content has a path for each name; a label must not. */
  private static String kind(String path) {
    if (path.endsWith("exchange")) {
      return "exchange";
    }
    return path.endsWith("enrol") ? "enrol" : "content";
  }
}
