package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.HostPreference;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.schedule.BagClass;
import io.gridbourse.domain.schedule.Eligibility;
import io.gridbourse.domain.schedule.Eligibility.Condition;
import io.gridbourse.domain.schedule.rank.HostFit;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.schedule.match.BagValues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a bag asks of hosts: the conditions that each must meet, and the class that it ranks in. */
final class Demands {
  private static final long MEBIBYTE = 1L << 20;
  private final String holder;
  private final Terms terms;
  private final Eligibility<Host> eligibility;
  private final Set<String> licences;

  /**
   * The demands of a bag.
   *
   * @param holder whose share it draws on
   * @param matches evaluates expressions of both sides
   * @param licences names of counted things that are the pool's
   */
  Demands(String holder, Terms terms, Matches matches, Set<String> licences) {
    this.holder = holder;
    this.terms = terms;
    this.licences = licences;
    Map<String, Object> values =
        BagValues.of(
            spec(),
            terms.bag().requester(),
            terms.program().driver(),
            terms.deal().prices().pool());
    this.eligibility =
        new Eligibility<>(
            conditions(
                needs(), spec(), matches, host -> matches.accepts(host, terms.id(), values)));
  }

  /** The conditions of a bag that is not there yet, for workers that run a driver. */
  static Eligibility<Host> wouldBe(
      BagSpec spec,
      Address requester,
      String driver,
      NanoRlc price,
      Matches matches,
      Set<String> licences) {
    Map<String, Object> values = BagValues.of(spec, requester, driver, price);
    return new Eligibility<>(
        conditions(
            needs(driver, spec, licences),
            spec,
            matches,
            host -> matches.wouldAccept(host, values)));
  }

  private BagSpec spec() {
    return terms.bag().spec();
  }

  /** Whose share it draws on. */
  String holder() {
    return holder;
  }

  /** The conditions that a host must meet, whatever else is the case. */
  Eligibility<Host> eligibility() {
    return eligibility;
  }

  /** What a task takes of the counted things of its host. */
  UnitNeed units() {
    return spec().resources().units().without(licences);
  }

  /** What a task takes of the pool's licences, by name. */
  Map<String, Integer> licences() {
    return spec().resources().units().only(licences);
  }

  private BagClass.Needs needs() {
    return needs(terms.program().driver(), spec(), licences);
  }

  private static BagClass.Needs needs(String driver, BagSpec spec, Set<String> licences) {
    return new BagClass.Needs(
        driver,
        spec.schedule().minIsolation(),
        spec.resources().cpus(),
        spec.resources().memoryBytes(),
        spec.schedule().requirements(),
        spec.resources().units().without(licences));
  }

  private static List<Condition<Host>> conditions(
      BagClass.Needs needs, BagSpec spec, Matches matches, Predicate<Host> accepts) {
    List<Condition<Host>> conditions = new ArrayList<>(sizes(needs));
    conditions.addAll(counted(needs.units()));
    conditions.addAll(places(spec));
    if (!needs.requirements().isEmpty()) {
      conditions.add(
          new Condition<>(
              "spec.requirements",
              "Submit the next bag with other spec.requirements, or start workers that meet them"
                  + " (gridbourse worker describe shows what each is).",
              host -> matches.meets(host, needs.requirements())));
    }
    conditions.add(
        new Condition<>(
            "what its owner accepts",
            "Ask the owners to accept such bags (--accept of their workers, shown by gridbourse"
                + " worker describe), or start other workers.",
            accepts));
    return conditions;
  }

  private static List<Condition<Host>> sizes(BagClass.Needs needs) {
    String driver = needs.driver();
    return List.of(
        new Condition<>(
            "the driver " + driver,
            "Start a worker with that driver (--drivers); gridbourse worker ls shows why one is"
                + " disabled.",
            host -> host.drivers().contains(driver)),
        new Condition<>(
            "an isolation of " + needs.isolation(),
            "Lower spec.trust.minIsolation, or start workers whose driver isolates better.",
            host ->
                !host.drivers().contains(driver) || host.isolation(driver) >= needs.isolation()),
        new Condition<>(
            needs.cpus() + (needs.cpus() == 1 ? " processor" : " processors"),
            "Lower spec.resources.cpus, or start larger workers.",
            host -> host.hasCpus(needs.cpus())),
        new Condition<>(
            (needs.memoryBytes() + MEBIBYTE - 1) / MEBIBYTE + " MiB of memory",
            "Lower spec.resources.memory, or start larger workers.",
            host -> host.hasMemory(needs.memoryBytes())));
  }

  /** One condition for each counted thing, so that each can be told apart. */
  private static List<Condition<Host>> counted(UnitNeed need) {
    List<Condition<Host>> conditions = new ArrayList<>();
    if (need.gpuHundredths() > 0) {
      conditions.add(
          having(
              new UnitNeed(need.gpuHundredths(), Map.of()),
              "Lower spec.resources.gpus, or start workers with GPUs (--gpus)."));
    }
    new TreeMap<>(need.counted())
        .forEach(
            (name, count) ->
                conditions.add(
                    having(
                        new UnitNeed(0, Map.of(name, count)),
                        "Lower spec.resources.custom, or start workers with --resource "
                            + name
                            + "=COUNT.")));
    return conditions;
  }

  private static Condition<Host> having(UnitNeed need, String remedy) {
    return new Condition<>(
        need.text(), remedy, host -> host.worker().declaration().units().covers(need));
  }

  private static List<Condition<Host>> places(BagSpec spec) {
    return List.of(
        new Condition<>(
            "not being kept for another project",
            "Wait for the end of the reservation (gridbourse pool reservations), or start workers.",
            host -> host.isFreeFor(spec.project())),
        new Condition<>(
            "a site that spec.data.residency allows",
            "Name more sites in spec.data.residency, or start workers there"
                + " (gridbourse worker token --site).",
            host -> spec.schedule().admits(host.worker().site())),
        new Condition<>(
            "a known kind of processor",
            "Leave spec.trust.classes: processor out, or enrol workers that tell their processor,"
                + " with a new key where it changed (gridbourse worker describe).",
            host -> host.kind(spec.verification().assurance().hosts()).isPresent()));
  }

  /**
   * The class that the bag ranks in now.
   *
   * @param taskTime the smoothed time of one task; zero while unknown
   */
  BagClass bagClass(Duration taskTime, Instant now) {
    HostPreference wishes = spec().schedule().preference();
    return new BagClass(
            holder,
            spec().project(),
            terms.program().app(),
            needs(),
            spec().schedule().priority(),
            new HostFit.Weights(
                wishes.time(), wishes.cost(), wishes.trust(), wishes.energy(), wishes.data()),
            earning(taskTime),
            deadline().map(deadline -> urgency(deadline, now)).orElse(0))
        .lasting(taskTime);
  }

  private int earning(Duration taskTime) {
    double price = terms.deal().prices().pool().units().doubleValue();
    double seconds = taskTime.toNanos() / 1e9;
    return seconds > 0 && price > 0 ? Math.getExponent(price / seconds) : BagClass.UNKNOWN;
  }

  /** Whether it must be done by some time. */
  boolean hasDeadline() {
    return deadline().isPresent();
  }

  /** The time from the submission to the deadline. */
  private Optional<Duration> deadline() {
    Instant submitted = terms.bag().submittedAt();
    return spec()
        .schedule()
        .deadline()
        .or(
            () ->
                spec()
                    .market()
                    .promise()
                    .deadline(submitted)
                    .map(deadline -> Duration.between(submitted, deadline)));
  }

  private int urgency(Duration deadline, Instant now) {
    double gone = Duration.between(terms.bag().submittedAt(), now).toMillis();
    double part = gone / Math.max(1, deadline.toMillis());
    return (int) (Math.max(0, Math.min(1, part)) * BagClass.URGENCY_MAX);
  }
}
