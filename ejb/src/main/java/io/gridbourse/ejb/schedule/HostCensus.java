package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.schedule.Eligibility;
import io.gridbourse.domain.schedule.Eligibility.Condition;
import io.gridbourse.domain.value.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which workers online may take what waits of a bag, and what keeps the others from it. */
public final class HostCensus {
  private HostCensus() {}

  /**
   * Looks at all workers online through the conditions of a bag.
   *
   * @param voted workers that have voted on all that waits; nobody while a task has no vote yet
   */
  public static Eligibility.Census of(BagRun run, Dispatcher dispatcher, Set<Address> voted) {
    List<Condition<Host>> conditions = new ArrayList<>(run.demands().eligibility().conditions());
    UnitNeed need = run.demands().units();
    if (!need.isNothing()) {
      conditions.add(
          new Condition<>(
              need.text() + " free now",
              "Wait until other tasks end, or start more workers.",
              host -> dispatcher.free().covers(host.worker().address(), need)));
    }
    run.demands()
        .licences()
        .forEach(
            (licence, units) -> {
              boolean isFree = dispatcher.licences().isFree(licence, units);
              conditions.add(
                  new Condition<>(
                      units + " of the pool's " + licence + " free now",
                      "Wait until other tasks give them back, or have an operator raise"
                          + " gridbourse.schedule.licences.",
                      host -> isFree));
            });
    conditions.add(
        new Condition<>(
            "a pledge and a limit that leave room",
            "Raise the pledges or the bag's limit of parallel tasks.",
            host -> dispatcher.room(run, host.worker().address()) > 0));
    conditions.add(
        new Condition<>(
            "a quota that is not used up today",
            "Mend what makes their leases fail (gridbourse worker standing tells when a quota is"
                + " new), or start more workers.",
            host -> dispatcher.isWithinQuota(run, host.worker().address())));
    conditions.add(
        new Condition<>(
            "not having voted on what waits",
            "Start more workers.",
            host -> !voted.contains(host.worker().address())));
    return new Eligibility<>(conditions).census(dispatcher.hosts());
  }

  /** The workers online that meet what a bag asks of hosts, whatever else keeps them from it. */
  public static List<Address> able(BagRun run, Dispatcher dispatcher) {
    return dispatcher.hosts().stream()
        .filter(run.demands().eligibility()::admits)
        .map(host -> host.worker().address())
        .toList();
  }

  /**
   * How many workers each class of like hosts has, of those that meet what a bag asks of hosts;
   * empty if its votes are compared whatever host they are of.
   */
  public static SortedMap<String, Integer> classes(BagRun run, Dispatcher dispatcher) {
    SortedMap<String, Integer> classes = new TreeMap<>();
    Assurance.Hosts likeness = run.terms().bag().spec().verification().assurance().hosts();
    if (likeness != Assurance.Hosts.ANY) {
      dispatcher.hosts().stream()
          .filter(run.demands().eligibility()::admits)
          .flatMap(host -> host.kind(likeness).stream())
          .forEach(kind -> classes.merge(kind, 1, Integer::sum));
    }
    return classes;
  }

  /**
   * Says that no class has enough workers online for the votes of one task.
   *
   * @param classes by name, with how many workers each has
   * @param votes that each task needs
   */
  public static Optional<String> tooFewAlike(Map<String, Integer> classes, int votes) {
    int most = classes.values().stream().mapToInt(Integer::intValue).max().orElse(votes);
    return most >= votes
        ? Optional.empty()
        : Optional.of(
            "It needs "
                + votes
                + " votes of like hosts on each task, and no class has more than "
                + (most == 1 ? "1 worker" : most + " workers")
                + " online.");
  }

  /** What there is to say of a census: who may, and what each condition leaves out. */
  public static List<String> facts(Eligibility.Census census) {
    List<String> facts = new ArrayList<>();
    facts.add(census.eligible() + " of " + census.hosts() + " workers online may take what waits");
    facts.addAll(exclusions(census));
    return facts;
  }

  /** What each condition of a census leaves out. */
  static List<String> exclusions(Eligibility.Census census) {
    List<String> facts = new ArrayList<>();
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
