package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.schedule.Eligibility;
import io.gridbourse.domain.schedule.Eligibility.Condition;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which workers online may take what waits of a bag, and what keeps the others from it. */
public final class HostCensus {
  private HostCensus() {}

  /**
   * Looks at all workers online through the conditions of a bag.
   *
   * @param voted workers that have voted on all that waits; nobody while a task has no vote yet
   */
  public static Eligibility.Census of(
      BagRun run, Dispatcher dispatcher, Presence presence, Set<Address> voted) {
    String driver = run.terms().program().driver();
    Set<Address> able = Set.copyOf(presence.online(driver));
    Eligibility<Address> eligibility =
        new Eligibility<>(
            List.of(
                new Condition<>(
                    "the driver " + driver,
                    "Start a worker with that driver; gridbourse worker ls shows why one is"
                        + " disabled.",
                    able::contains),
                new Condition<>(
                    "a pledge and a limit that leave room",
                    "Raise the pledges or the bag's limit of parallel tasks.",
                    worker -> dispatcher.allowance(run, worker) > 0),
                new Condition<>(
                    "not having voted on what waits",
                    "Start more workers.",
                    worker -> !voted.contains(worker))));
    return eligibility.census(presence.online());
  }

  /** What there is to say of a census: who may, and what each condition leaves out. */
  public static List<String> facts(Eligibility.Census census) {
    List<String> facts = new ArrayList<>();
    facts.add(census.eligible() + " of " + census.hosts() + " workers online may take what waits");
    for (Eligibility.Exclusion each : census.exclusions()) {
      if (each.excludes() > 0) {
        facts.add(
            each.name()
                + " leaves out "
                + each.excludes()
                + " of them, "
                + each.excludesAlone()
                + " for nothing else");
      }
    }
    return facts;
  }
}
