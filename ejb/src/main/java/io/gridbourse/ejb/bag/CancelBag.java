package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.proof.GiveUpReason;
import io.gridbourse.ejb.market.insurance.InsuredBags;
import io.gridbourse.ejb.schedule.BagRun;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.schedule.PartitionRun;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;

/** Ends a bag for its owner: what is certified is paid, the rest is refunded. */
@Stateless
public class CancelBag {
  private StoredBags bags;
  private Dispatcher dispatcher;
  private InsuredBags insured;

  protected CancelBag() {}

  /** The use case with all that it needs. */
  @Inject
  public CancelBag(StoredBags bags, Dispatcher dispatcher, InsuredBags insured) {
    this.bags = bags;
    this.dispatcher = dispatcher;
    this.insured = insured;
  }

  /**
   * What came of it.
   *
   * @param reason why it is not cancelled
   */
  public record Cancellation(Outcome outcome, Optional<String> reason) {
    private static Cancellation of(Outcome outcome) {
      return new Cancellation(outcome, Optional.empty());
    }
  }

  /** How it can come. */
  public enum Outcome {
    /** It ends now, or as soon as its deal is final. */
    ACCEPTED,
    /** It has ended already. */
    ENDED,
    /** It is insured: who cancels it would be paid for it. */
    INSURED,
    /** There is no such bag, or it is not the user's. */
    UNKNOWN
  }

  /** Cancels a bag of the user; an operator may cancel any. */
  public Cancellation cancel(User user, String id) {
    Optional<Bag> found =
        Bagged.id(id)
            .flatMap(bags::find)
            .filter(bag -> bag.requester().equals(user.account()) || user.has(Role.OPERATOR));
    if (found.isEmpty()) {
      return Cancellation.of(Outcome.UNKNOWN);
    }
    BagId bag = found.get().id();
    Optional<String> held = insured.heldBy(bag, found.get().deal());
    if (held.isPresent() && !found.get().state().isFinal()) {
      return new Cancellation(Outcome.INSURED, held);
    }
    if (!bags.requestCancel(bag)) {
      return Cancellation.of(Outcome.ENDED);
    }
    if (found.get().state() == BagState.SUBMITTED) {
      bags.move(
          bag,
          BagState.SUBMITTED,
          BagState.Event.CANCELLED_UNMATCHED,
          Optional.of("cancelled before it was matched; nothing was spent"));
    }
    dispatcher.find(bag).map(BagRun::partitions).ifPresent(runs -> runs.forEach(CancelBag::giveUp));
    return Cancellation.of(Outcome.ACCEPTED);
  }

  private static void giveUp(PartitionRun run) {
    // If it fails here, the partition's driver sees the request at its next look.
    run.giveUp(GiveUpReason.CANCELLED);
  }
}
