package io.gridbourse.web;

import io.gridbourse.web.health.ExchangeTimer;
import io.gridbourse.web.http.Borders;
import io.gridbourse.web.worker.CheckpointResource;
import io.gridbourse.web.worker.WorkerResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The worker protocol, under {@code /worker}. */
@ApplicationPath("/worker")
public class WorkerApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Borders.with(ExchangeTimer.class, WorkerResource.class, CheckpointResource.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return Borders.SETTINGS;
  }
}
