package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.proof.ladder.AdaptiveReplication;
import io.gridbourse.domain.proof.ladder.Rung;
import io.gridbourse.domain.schedule.promise.Support;
import io.gridbourse.domain.schedule.promise.TailRule;
import java.util.List;
import java.util.Optional;

/**
 * A what-if: hosts, bags, and the ways to run them that are compared.
 *
 * @param runs how many seeds, from {@code seed} on
 * @param horizonSeconds when a run ends even if bags have not
 * @param variants the first is what the others are compared with
 */
record Scenario(
    String name,
    long seed,
    int runs,
    double horizonSeconds,
    List<HostClass> hosts,
    List<BagSpec> bags,
    List<Variant> variants) {
  Scenario {
    hosts = List.copyOf(hosts);
    bags = List.copyOf(bags);
    variants = List.copyOf(variants);
  }

  /** A positive quantity with a mean; log-normal with a spread of its logarithm. */
  record Quantity(double mean, double spread) {}

  /**
   * Hosts that are alike.
   *
   * @param power of one host, where 1 does a task in its stated time
   * @param pricePerSecond in nRLC
   * @param trace when nodes of a real platform were there, instead of a model
   */
  record HostClass(
      String name,
      int count,
      Quantity power,
      double pricePerSecond,
      double watts,
      Availability availability,
      Optional<Recorded> trace,
      Places places,
      Faults faults) {}

  /**
   * A platform that was recorded.
   *
   * @param isDrawn whether each run begins at a time of it, and with a node, that its seed draws;
   *     else at its beginning with the first
   */
  record Recorded(FailureTrace trace, boolean isDrawn) {}

  /**
   * Whose hosts of a class are and where: dealt out evenly.
   *
   * @param networks that the owners are in
   * @param pool that they belong to
   */
  record Places(int owners, int networks, String pool) {}

  /**
   * When hosts are there: by Weibull times on and exponential times off.
   *
   * @param onMean 0 for always
   */
  record Availability(double onMean, double onShape, double offMean) {
    boolean always() {
      return onMean == 0;
    }

    /** The share of time that a host is there. */
    double share() {
      return always() ? 1 : onMean / (onMean + offMean);
    }
  }

  /**
   * What is wrong with some hosts of a class: shares, and how much.
   *
   * @param byOwner whether all hosts of an owner lie if one does
   * @param together whether liars lie about the same slices, as who has agreed to would
   */
  record Faults(
      double stragglers,
      double slowdown,
      double liars,
      double sabotage,
      Collusion colluding,
      boolean byOwner,
      boolean together) {}

  /** Which lies are alike. */
  enum Collusion {
    /** None. */
    FALSE,
    /** Those of one owner. */
    OWNER,
    /** All. */
    TRUE
  }

  /** What a bag wants; shares that sum to one. */
  record Weights(double time, double price, double energy) {}

  /**
   * Bags that are alike, one after the other.
   *
   * @param seconds of a task on a host of power 1
   * @param leaseTasks tasks that are leased and voted on as one
   */
  record BagSpec(
      String name,
      long tasks,
      int leaseTasks,
      Quantity seconds,
      Repeat repeat,
      Weights weights,
      double deadlineSeconds) {}

  /** When bags of a kind arrive. */
  record Repeat(double first, double every, int times) {}

  /** How hosts choose among bags. */
  enum Policy {
    /** The bag that came first. */
    FIFO,
    /** The bag whose tasks are done soonest on this host. */
    FASTEST,
    /** The bag whose tasks cost the least on this host. */
    CHEAPEST,
    /** The bag that ranks this host's power less its price highest, by its own weights. */
    RANK,
    /** PROMETHEE II, from the bag's side and the pool's. */
    PROMETHEE,
    /** As the server chooses: its epochs and turns, where hosts of a deal cost the same. */
    SERVER
  }

  /**
   * How results become certain.
   *
   * @param initial copies that are leased at once
   * @param checked share of leases that are spot-checks
   * @param strangers whether votes on a slice are to come from different owners, networks, pools
   * @param falseAlarmRate of the search for pairs that agree against the rest; 0 for no search
   */
  record Verification(
      Rung rung, int initial, double checked, boolean strangers, double falseAlarmRate) {
    /** The rung for one slice: adaptive replication draws which results are replicated. */
    Rung rungFor(long seed, long task) {
      return rung instanceof AdaptiveReplication rule
          ? new AdaptiveReplication(rule.streakMin(), rule.quorum(), seed, task)
          : rung;
    }
  }

  /**
   * Supporting workers.
   *
   * @param creditShare credits as a share of the bag's work
   */
  record Supporters(Support.Strategy strategy, double creditShare, double power, double boot) {}

  /**
   * One way to run it all.
   *
   * @param steady whether the choice as on the server counts how soon hosts leave
   * @param pausing whether a host that comes back goes on where it was; else its lease is lost
   * @param timeoutSeconds after which a lost lease is given to another
   * @param valuePerSecond what it is worth to have a result of the tail a second earlier, in nRLC
   */
  record Variant(
      String name,
      Policy policy,
      Verification verification,
      Optional<Supporters> support,
      Optional<TailRule> tail,
      double valuePerSecond,
      boolean steady,
      boolean pausing,
      double timeoutSeconds) {}
}
