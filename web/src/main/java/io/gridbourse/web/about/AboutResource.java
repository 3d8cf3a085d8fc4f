package io.gridbourse.web.about;

import io.gridbourse.domain.wire.Views.About;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;

/** Who and what this installation is. */
@Path("/v1/about")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AboutResource {
  private final Clock clock;

  @Inject
  AboutResource(Clock clock) {
    this.clock = clock;
  }

  protected AboutResource() {
    this(Clock.systemUTC());
  }

  /** Product, version, ledger, time and the caller. */
  @GET
  public About about() {
    return new About("Gridbourse", "0.1.0", 0, "", "", clock.instant(), null, null, List.of());
  }
}
