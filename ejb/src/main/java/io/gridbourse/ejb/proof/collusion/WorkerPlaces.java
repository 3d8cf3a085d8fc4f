package io.gridbourse.ejb.proof.collusion;

import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.pool.Workers;
import io.gridbourse.domain.proof.ladder.HostKind;
import io.gridbourse.domain.value.Address;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where workers are: their network, their pool, their kind of host. In memory: a worker that has
 * not been heard of since the server started is nowhere yet. Its kind of host is then the one that
 * it enrolled with, for tasks may wait that it has voted on.
 */
public final class WorkerPlaces {
  private static final int IPV4_GROUPS = 3;
  private static final int IPV6_GROUPS = 3;
  private final Map<Address, Place> places = new ConcurrentHashMap<>();
  private final Map<Address, HostKind> enrolled = new ConcurrentHashMap<>();
  private final Workers workers;

  /** Nobody was heard of yet. */
  public WorkerPlaces(Workers workers) {
    this.workers = workers;
  }

  /**
   * A place.
   *
   * @param network the first 24 bits of an IPv4 address, 48 of an IPv6 address
   * @param kind of host
   */
  public record Place(String network, String pool, HostKind kind) {}

  /** Notes from where a worker speaks. */
  public void note(Worker worker, String remoteAddress) {
    Place place =
        new Place(network(remoteAddress), worker.pool().hex(), HostKind.of(worker.host()));
    if (!place.equals(places.get(worker.address()))) {
      places.put(worker.address(), place);
    }
  }

  /** Where a worker is, if it was heard of. */
  public Optional<Place> of(Address worker) {
    return Optional.ofNullable(places.get(worker));
  }

  /** The kind of a worker's host; empty if it never enrolled. */
  public Optional<HostKind> kindOf(Address worker) {
    Place place = places.get(worker);
    return place != null ? Optional.of(place.kind()) : enrolledKind(worker);
  }

  private Optional<HostKind> enrolledKind(Address worker) {
    Optional<HostKind> kind = Optional.ofNullable(enrolled.get(worker));
    if (kind.isEmpty()) {
      kind = workers.find(worker).map(each -> HostKind.of(each.host()));
      kind.ifPresent(each -> enrolled.put(worker, each));
    }
    return kind;
  }

  static String network(String address) {
    boolean isIpv6 = address.indexOf(':') >= 0;
    String[] groups = address.split(isIpv6 ? ":" : "\\.", -1);
    int kept = Math.min(groups.length, isIpv6 ? IPV6_GROUPS : IPV4_GROUPS);
    return String.join(isIpv6 ? ":" : ".", Arrays.copyOf(groups, kept));
  }
}
