package io.gridbourse.ejb.proof.collusion;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.proof.Companions;
import io.gridbourse.domain.proof.collusion.ReplicaDraw;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Gives the replicas of a task to workers that have as little as possible to do with each other.
 * Never to pairs that agree against the rest, and never to hosts of different kinds where a bag
 * compares like hosts only. Not to two of one owner while there is somebody of another one, which
 * is given up only when he does not come for a minute. As long as there are others, not to two of
 * one network or pool; and only to a half of the workers that the bag's key draws, so that nobody
 * can wait for a friend's task. Who would have to wait for others gets the task after a while all
 * the same: results late are worth less than drawn ones.
 */
public final class Strangers {
  /** How long a task waits for the workers that were drawn, and for other networks and pools. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * How long a task waits for a worker of another owner, who may be there and not be able to take
   * it: for want of memory or stake.
   */
  static final Duration OWNERS_PATIENCE = Duration.ofSeconds(60);

  /** With no more workers than this nobody is left out by lot. */
  static final int FEW = 3;

  private static final double SHARE = 0.5;
  private final WorkerPairs pairs;
  private final WorkerPlaces places;
  private final WorkerOwners owners;
  private final Presence presence;
  private final Predicate<Address> isCaught;

  /**
   * Judges by these.
   *
   * @param isCaught whether a worker is given nothing, so that nobody waits for it
   */
  public Strangers(
      WorkerPairs pairs,
      WorkerPlaces places,
      WorkerOwners owners,
      Presence presence,
      Predicate<Address> isCaught) {
    this.pairs = pairs;
    this.places = places;
    this.owners = owners;
    this.presence = presence;
    this.isCaught = isCaught;
  }

  /**
   * A bag's demands on companions.
   *
   * @param bag its name, which makes the names of its tasks different from others'
   * @param draw by the bag's key
   */
  public record Terms(String bag, String driver, Assurance.Hosts hosts, ReplicaDraw draw) {}

  /** Whom a worker may share tasks of a bag with, for one request. */
  public Companions of(Address worker, Terms terms) {
    return new Judge(worker, terms);
  }

  /** Knows who else is there; looked up once for all the tasks that one request looks at. */
  private final class Judge implements Companions {
    private final Address worker;
    private final Terms terms;
    private final List<Address> online = new ArrayList<>();
    private Set<String> networks = Set.of();
    private Set<String> pools = Set.of();
    private boolean isLookedUp;

    private Judge(Address worker, Terms terms) {
      this.worker = worker;
      this.terms = terms;
    }

    @Override
    public boolean suit(long firstTask, Set<Address> others, Duration waited) {
      return others.stream().allMatch(this::mayMeet)
          && (waited.compareTo(OWNERS_PATIENCE) >= 0 || isOfAnotherOwner(others))
          && (waited.compareTo(PATIENCE) >= 0 || isBest(firstTask, others));
    }

    /** Whether its owner has no vote yet, or nobody else has a worker whose vote could be had. */
    private boolean isOfAnotherOwner(Set<Address> others) {
      Set<Optional<Address>> voted = owners.of(others);
      if (!voted.contains(owners.of(worker))) {
        return true;
      }
      lookUp();
      return online.stream()
          .filter(each -> !isCaught.test(each))
          .allMatch(each -> voted.contains(owners.of(each)));
    }

    private boolean mayMeet(Address other) {
      return !pairs.areApart(worker, other) && isLike(other);
    }

    @Override
    public boolean isLike(Address other) {
      return terms.hosts() == Assurance.Hosts.ANY
          || (hostClass(worker).isPresent() && hostClass(worker).equals(hostClass(other)));
    }

    private Optional<String> hostClass(Address of) {
      return places.kindOf(of).flatMap(kind -> kind.classFor(terms.hosts()));
    }

    private boolean isBest(long firstTask, Set<Address> others) {
      lookUp();
      if (isCrowded(others, WorkerPlaces.Place::network, networks)
          || isCrowded(others, WorkerPlaces.Place::pool, pools)) {
        return false;
      }
      return online.size() - others.size() <= FEW
          || terms.draw().isAmong(terms.bag() + "/" + firstTask, worker.hex(), SHARE);
    }

    /** Whether it is where another voter is, while somebody is where none of them is. */
    private boolean isCrowded(
        Set<Address> others, Function<WorkerPlaces.Place, String> where, Set<String> all) {
      Optional<String> own = places.of(worker).map(where);
      Set<String> taken = new HashSet<>();
      others.forEach(other -> places.of(other).map(where).ifPresent(taken::add));
      return own.isPresent() && taken.contains(own.get()) && !taken.containsAll(all);
    }

    private void lookUp() {
      if (!isLookedUp) {
        isLookedUp = true;
        online.addAll(presence.online(terms.driver()));
        networks = all(WorkerPlaces.Place::network);
        pools = all(WorkerPlaces.Place::pool);
      }
    }

    private Set<String> all(Function<WorkerPlaces.Place, String> where) {
      return online.stream()
          .flatMap(each -> places.of(each).stream())
          .map(where)
          .collect(Collectors.toSet());
    }
  }
}
