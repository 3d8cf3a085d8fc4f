package io.gridbourse.web.schedule;

import io.gridbourse.domain.wire.ForecastViews.ScoreView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.schedule.promise.Forecasts;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How good forecasts of bags were. */
@Path("/v1/forecasts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "bags")
public class ForecastResource {
  @Inject private Forecasts forecasts;

  /** Scores by kind of bag. */
  @GET
  @Operation(
      summary = "How good forecasts were: learned factor, error, Brier score, coverage",
      description =
          "One row for each app, pool, number of digits of the bag's tasks, and share of the bag"
              + " that was done when it was said. All of them are on one page.")
  public Page<ScoreView> scores(@QueryParam("app") String app) {
    return new Page<>(
        forecasts.scores(Optional.ofNullable(app).filter(name -> !name.isBlank())), null);
  }
}
