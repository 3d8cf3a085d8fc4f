package io.gridbourse.worker.driver;

import io.gridbourse.domain.wire.WorkerWire;
import java.util.ArrayList;
import java.util.List;

/**
 * What a driver isolates, as its probes found.
 *
 * @param breaches what got through; empty for a driver that may be used
 * @param isolation 0 none, 1 process limits, 2 sandboxed without network, 3 memory-safe and
 *     sandboxed
 * @param notes what was probed and what is missing
 */
public record ProbeReport(String driver, List<String> breaches, int isolation, List<String> notes) {
  public ProbeReport {
    breaches = List.copyOf(breaches);
    notes = List.copyOf(notes);
  }

  public boolean isEnabled() {
    return breaches.isEmpty();
  }

  /** As the protocol says it. */
  public WorkerWire.Driver toWire() {
    List<String> all = new ArrayList<>();
    breaches.forEach(breach -> all.add("disabled: " + breach));
    all.addAll(notes);
    return new WorkerWire.Driver(driver, isEnabled(), isEnabled() ? isolation : 0, all);
  }
}
