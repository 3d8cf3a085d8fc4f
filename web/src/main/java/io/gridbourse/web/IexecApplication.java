package io.gridbourse.web;

import io.gridbourse.web.http.Borders;
import io.gridbourse.web.iexec.CompassResource;
import io.gridbourse.web.iexec.PoolTaskResource;
import io.gridbourse.web.iexec.PublishedResource;
import io.gridbourse.web.iexec.Refusal;
import io.gridbourse.web.iexec.RootPaths;
import io.gridbourse.web.iexec.SecretResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The services of iExec's client, which finds them at the root by {@link RootPaths}. */
@ApplicationPath(RootPaths.BASE)
public class IexecApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Borders.with(
        CompassResource.class,
        PoolTaskResource.class,
        PublishedResource.class,
        Refusal.Mapper.class,
        SecretResource.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return Borders.SETTINGS;
  }
}
