package io.gridbourse.web;

import io.gridbourse.web.gateway.BookDealResource;
import io.gridbourse.web.gateway.BookOrderResource;
import io.gridbourse.web.gateway.ChallengeResource;
import io.gridbourse.web.gateway.DealInsuranceResource;
import io.gridbourse.web.gateway.ErrorForm;
import io.gridbourse.web.http.Borders;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/**
 * The services for the client of iExec's network. They answer at the root, from where {@link
 * io.gridbourse.web.gateway.RootFilter} brings their requests here.
 */
@ApplicationPath("/gateway")
public class GatewayApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Borders.with(
        BookDealResource.class,
        BookOrderResource.class,
        ChallengeResource.class,
        DealInsuranceResource.class,
        ErrorForm.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return Borders.SETTINGS;
  }
}
