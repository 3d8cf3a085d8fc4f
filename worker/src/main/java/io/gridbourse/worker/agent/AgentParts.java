package io.gridbourse.worker.agent;

import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.link.ContentCache;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.WorkerKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an agent is made of.
 *
 * @param state folder for what must survive the process
 * @param slots leases that may run at once
 * @param drivers those that held against their probes
 * @param grace time that a drain gives to what runs and to what is sealed
 */
public record AgentParts(
    WorkerKey key,
    ServerLink link,
    WorkerWire.Enrolled enrolled,
    ContentCache cache,
    Path state,
    int slots,
    List<Driver> drivers,
    LieSwitch lies,
    Duration grace) {
  public AgentParts {
    drivers = List.copyOf(drivers);
  }
}
