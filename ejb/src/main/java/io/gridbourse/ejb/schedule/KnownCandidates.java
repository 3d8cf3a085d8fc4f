package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.Companions;
import io.gridbourse.domain.proof.PartitionBook.Candidate;
import io.gridbourse.domain.proof.collusion.ReplicaDraw;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.proof.BagDemands;
import io.gridbourse.ejb.proof.WorkerTrust;
import io.gridbourse.ejb.proof.collusion.Strangers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Voters by what is known of them, and of those whom they would share tasks with. Who was caught is
 * given nothing.
 */
final class KnownCandidates implements Candidates {
  private static final int BAGS_MAX = 10_000;
  private final Map<BagId, Strangers.Terms> bags = new ConcurrentHashMap<>();
  private final WorkerTrust trust;
  private final Strangers strangers;
  private final BagDemands demands;

  KnownCandidates(WorkerTrust trust, Strangers strangers, BagDemands demands) {
    this.trust = trust;
    this.strangers = strangers;
    this.demands = demands;
  }

  @Override
  public Optional<Candidate> of(BagRun bag, Address worker, long weight) {
    if (trust.isCaught(worker)) {
      return Optional.empty();
    }
    Assurance assurance = bag.terms().bag().spec().verification().assurance();
    // Without rungs nobody asks for it.
    boolean isStandingAsked = !assurance.steps().isEmpty();
    boolean isShared =
        isStandingAsked
            || assurance.hosts() != Assurance.Hosts.ANY
            || bag.terms().bag().spec().voteTrust().value() > 1;
    return Optional.of(
        new Candidate(
            worker,
            weight,
            isStandingAsked ? trust.standing(worker) : Standing.NEW,
            isShared ? strangers.of(worker, terms(bag)) : Companions.ANYBODY));
  }

  private Strangers.Terms terms(BagRun bag) {
    if (bags.size() > BAGS_MAX) {
      bags.clear();
    }
    return bags.computeIfAbsent(
        bag.terms().id(),
        id ->
            new Strangers.Terms(
                id.text(),
                bag.terms().program().driver(),
                bag.terms().bag().spec().verification().assurance().hosts(),
                new ReplicaDraw(demands.key(id, "replicas"))));
  }
}
