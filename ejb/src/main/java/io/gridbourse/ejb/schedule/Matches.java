package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.pool.HostMeasures;
import io.gridbourse.domain.pool.RelativeSpeed;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.schedule.match.Expression;
import io.gridbourse.ejb.schedule.match.ExpressionRefused;
import io.gridbourse.ejb.schedule.match.Vocabulary;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Which hosts meet what bags require, and which bags hosts accept. Each pair is evaluated once and
 * kept until the host is described otherwise; hosts are described anew every second.
 */
final class Matches {
  /** Figures that change all the time are rounded, so that descriptions last. */
  private static final double STEPS_OF_SPEED = 20;

  private static final double STEPS_OF_AVAILABILITY = 100;
  private final HostMeasures measures;
  private final Map<Address, Described> hosts = new ConcurrentHashMap<>();
  private final Map<String, Map<BagId, Boolean>> accepted = new ConcurrentHashMap<>();
  private final Map<String, Optional<Expression>> requirements = new ConcurrentHashMap<>();
  private final Map<String, Optional<Expression>> accepts = new ConcurrentHashMap<>();
  private volatile List<String> asked = List.of();
  private volatile Function<Address, Optional<Address>> owners = worker -> Optional.empty();

  Matches(HostMeasures measures) {
    this.measures = measures;
  }

  /** A host as it was last described, and which requirements it meets. */
  private record Described(Worker worker, Map<String, Object> values, Map<String, Boolean> meets) {}

  /** Sets who owns workers; empty if nobody but the pool does. */
  void owners(Function<Address, Optional<Address>> known) {
    owners = known;
  }

  /** Describes hosts anew, and evaluates what running bags require of those that changed. */
  void look(List<Host> online, Collection<BagRun> bags) {
    Set<String> wanted = new TreeSet<>();
    Set<BagId> running = new HashSet<>();
    bags.forEach(
        bag -> {
          running.add(bag.terms().id());
          String each = bag.terms().bag().spec().schedule().requirements();
          if (!each.isEmpty()) {
            wanted.add(each);
          }
        });
    asked = List.copyOf(wanted);
    forget(online, wanted, running);
    if (wanted.isEmpty()) {
      return;
    }
    for (Host host : online) {
      Map<String, Object> values = values(host);
      Described known = hosts.get(host.worker().address());
      if (known == null || !known.worker.equals(host.worker()) || !known.values.equals(values)) {
        hosts.put(host.worker().address(), described(host, values));
      }
      wanted.forEach(each -> meets(host, each));
    }
  }

  private void forget(List<Host> online, Set<String> wanted, Set<BagId> running) {
    Set<Address> there = new HashSet<>();
    Set<String> conditions = new HashSet<>();
    online.forEach(
        host -> {
          there.add(host.worker().address());
          conditions.add(host.worker().declaration().accept());
        });
    hosts.keySet().retainAll(there);
    hosts.values().forEach(host -> host.meets.keySet().retainAll(wanted));
    requirements.keySet().retainAll(wanted);
    accepts.keySet().retainAll(conditions);
    accepted.keySet().retainAll(conditions);
    accepted.values().forEach(bags -> bags.keySet().retainAll(running));
  }

  /** The requirements of running bags that a host meets, in order. */
  List<String> met(Host host) {
    return asked.stream().filter(each -> meets(host, each)).toList();
  }

  /** Whether a host meets requirements; empty ones are met by all. */
  boolean meets(Host host, String text) {
    if (text.isEmpty()) {
      return true;
    }
    Described known = hosts.get(host.worker().address());
    if (known == null || !known.worker.equals(host.worker())) {
      known = described(host, values(host));
      hosts.put(host.worker().address(), known);
    }
    Boolean before = known.meets.get(text);
    if (before != null) {
      return before;
    }
    boolean meets = holds(requirements, text, Vocabulary.HOST, known.values);
    known.meets.put(text, meets);
    return meets;
  }

  /** Whether the owner of a host accepts a running bag. */
  boolean accepts(Host host, BagId bag, Map<String, Object> values) {
    String text = host.worker().declaration().accept();
    return text.isEmpty()
        || accepted
            .computeIfAbsent(text, key -> new ConcurrentHashMap<>())
            .computeIfAbsent(bag, key -> holds(accepts, text, Vocabulary.BAG, values));
  }

  /** Whether the owner of a host would accept a bag that is not there yet. */
  boolean wouldAccept(Host host, Map<String, Object> values) {
    String text = host.worker().declaration().accept();
    return text.isEmpty() || holds(accepts, text, Vocabulary.BAG, values);
  }

  /** What a newer version cannot read any more holds of nothing. */
  private static boolean holds(
      Map<String, Optional<Expression>> known,
      String text,
      Vocabulary vocabulary,
      Map<String, Object> values) {
    return known
        .computeIfAbsent(text, key -> read(key, vocabulary))
        .filter(expression -> expression.holds(values))
        .isPresent();
  }

  private static Optional<Expression> read(String text, Vocabulary vocabulary) {
    try {
      return Optional.of(Expression.read(text, vocabulary));
    } catch (ExpressionRefused e) {
      return Optional.empty();
    }
  }

  private static Described described(Host host, Map<String, Object> values) {
    return new Described(host.worker(), values, new ConcurrentHashMap<>());
  }

  /** What a host is, by the names of {@link Vocabulary#HOST}; what is not known is not there. */
  private Map<String, Object> values(Host host) {
    Worker worker = host.worker();
    Map<String, Object> values = new HashMap<>();
    values.put("address", worker.address().hex().toLowerCase(Locale.ROOT));
    values.put("name", worker.name());
    values.put("os", worker.host().os());
    values.put("arch", worker.host().arch());
    values.put("labels", worker.declaration().labels());
    Units units = worker.declaration().units();
    values.put("gpus", (long) units.gpus().size());
    Map<String, Long> resources = new HashMap<>();
    units.counted().forEach((name, count) -> resources.put(name, (long) count));
    values.put("resources", resources);
    String[] kind = worker.host().processor().split("/", 2);
    if (Worker.Host.isKnown(worker.host().processor()) && kind.length == 2) {
      values.put("vendor", kind[0]);
      values.put("family", kind[1]);
    }
    if (worker.host().cpus() > 0) {
      values.put("cpus", (long) worker.host().cpus());
    }
    if (worker.host().memoryBytes() > 0) {
      values.put("memory", worker.host().memoryBytes());
    }
    Map<String, Long> drivers = new HashMap<>();
    host.drivers().forEach(driver -> drivers.put(driver, (long) host.isolation(driver)));
    values.put("drivers", drivers);
    values.put("isolation", drivers.values().stream().mapToLong(Long::longValue).max().orElse(0));
    worker.site().map(Site::name).ifPresent(site -> values.put("site", site));
    owners
        .apply(worker.address())
        .ifPresent(owner -> values.put("owner", owner.hex().toLowerCase(Locale.ROOT)));
    measure(worker.address(), values);
    return values;
  }

  private void measure(Address worker, Map<String, Object> values) {
    RelativeSpeed speed = measures.speed(worker);
    if (!speed.equals(RelativeSpeed.UNKNOWN)) {
      values.put("speed", Math.round(speed.factor() * STEPS_OF_SPEED) / STEPS_OF_SPEED);
    }
    values.put(
        "availability",
        Math.round(measures.availability(worker).fraction() * STEPS_OF_AVAILABILITY)
            / STEPS_OF_AVAILABILITY);
    measures.watts(worker).ifPresent(watts -> values.put("watts", (double) Math.round(watts)));
  }
}
