package io.gridbourse.web;

import io.gridbourse.web.about.AboutResource;
import io.gridbourse.web.http.Borders;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The REST interface, under {@code /api}. */
@ApplicationPath("/api")
public class ApiApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Borders.with(AboutResource.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return Borders.SETTINGS;
  }
}
