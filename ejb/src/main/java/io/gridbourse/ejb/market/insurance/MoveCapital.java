package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.settings.InsuranceSettings;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Puts a user's free money into the insurers' capital, or takes it out as far as it is free. */
@Stateless
public class MoveCapital {
  private Wishes wishes;
  private InsuranceLedger ledger;
  private Hub hub;
  private InsuranceSettings settings;
  private Clock clock;

  protected MoveCapital() {}

  /** The use case with all that it needs. */
  @Inject
  public MoveCapital(
      DataSource database,
      InsuranceLedger ledger,
      Hub hub,
      InsuranceSettings settings,
      Clock clock) {
    this.wishes = new Wishes(database);
    this.ledger = ledger;
    this.hub = hub;
    this.settings = settings;
    this.clock = clock;
  }

  /** Which way the money goes. */
  public enum Direction {
    /** Into the capital. */
    IN,
    /** Out of it. */
    OUT
  }

  /** What became of it. */
  public sealed interface Move {
    /** It is on its way. */
    record Wanted(long wish) implements Move {}

    /** It is not moved. */
    record Declined(Refusal refusal) implements Move {}
  }

  /** Wants money moved; what becomes of it, its wish tells. */
  public Move move(User user, Direction direction, NanoRlc amount) {
    if (settings.contract().isEmpty()) {
      return declined(
          Refusal.Reason.NO_INSURANCE,
          "no insurance belongs to this installation",
          "ask the operator for one");
    }
    Optional<Move> refusal = direction == Direction.IN ? in(user, amount) : out(user, amount);
    return refusal.orElseGet(() -> new Move.Wanted(want(user, direction, amount)));
  }

  private long want(User user, Direction direction, NanoRlc amount) {
    Wish.Kind kind = direction == Direction.IN ? Wish.Kind.INVEST : Wish.Kind.WITHDRAW;
    return wishes
        .move(new Wishes.Asker(user.account(), user.keyName()), kind, amount, clock.instant())
        .id();
  }

  private Optional<Move> in(User user, NanoRlc amount) {
    NanoRlc free = hub.balance(user.account(), OptionalLong.empty()).free();
    return amount.compareTo(free) <= 0
        ? Optional.empty()
        : Optional.of(
            declined(
                Refusal.Reason.NO_FUNDS,
                "the account " + user.account() + " has " + free + " free",
                "invest at most that, or deposit more in the hub"));
  }

  private Optional<Move> out(User user, NanoRlc amount) {
    InsuranceLedger.Holding holding = ledger.holding(user.account());
    if (amount.compareTo(holding.withdrawable()) <= 0) {
      return Optional.empty();
    }
    boolean reserved = amount.compareTo(holding.worth()) <= 0;
    return Optional.of(
        declined(
            reserved ? Refusal.Reason.CAPITAL_TOO_SMALL : Refusal.Reason.NO_FUNDS,
            "of your part of the capital, "
                + holding.worth()
                + ", "
                + holding.withdrawable()
                + " can be taken out"
                + (reserved ? ": the rest is reserved for open policies" : ""),
            "withdraw at most that" + (reserved ? ", or wait until policies are assessed" : "")));
  }

  private static Move declined(Refusal.Reason reason, String detail, String remedy) {
    return new Move.Declined(new Refusal(reason, detail, remedy));
  }
}
