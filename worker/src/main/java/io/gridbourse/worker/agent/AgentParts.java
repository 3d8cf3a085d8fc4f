package io.gridbourse.worker.agent;

import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.Driver;
import io.gridbourse.worker.energy.WorkEnergy;
import io.gridbourse.worker.link.ContentCache;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.WorkerKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is made of.
 *
 * @param state folder for what must survive the process
 * @param slots leases that may run at once
 * @param drivers those that held against their probes
 * @param grace time that a drain gives to what runs and to what is sealed
 * @param retreat time that a pause gives to what runs
 * @param energy what the work of this machine uses
 * @param benchmark how fast it is; null if that was not measured
 * @param declaration what its owner says of it, as the server was told
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
    Duration grace,
    Duration retreat,
    WorkEnergy energy,
    WorkerWire.@Nullable Benchmark benchmark,
    Declaration declaration) {
  public AgentParts {
    drivers = List.copyOf(drivers);
  }
}
