package io.gridbourse.ejb.market.insurance;

import io.gridbourse.contracts.InsuranceCalls;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.ledger.Lease;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.ledger.OutboxEntry;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.InsuranceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Carries out what is wanted of the insurance: quotes, allows the insurance to take the money,
 * buys, invests, withdraws, through the outbox. An allowance is one number an account, so that all
 * purchases of an account that can begin share one, and the next begin when these are in blocks.
 */
@ApplicationScoped
public class CarryOutWishes {
  /** The lease on all that this server does with the insurance. */
  static final String LEASE = "insurance";

  /** Times that a policy is quoted anew because its quote ended too soon. */
  static final int TRIES_MAX = 3;

  private static final int PER_ROUND = 200;
  private static final int BATCH_MAX = 16;
  private static final String EXPIRED = "QuoteExpired";
  private static final Logger LOG = Logger.getLogger(CarryOutWishes.class.getName());
  private Wishes wishes;
  private SignQuote quotes;
  private Bags bags;
  private Hub hub;
  private Outbox outbox;
  private NodeLeases leases;
  private Address hubAddress;
  private Optional<Address> insurance;
  private Clock clock;

  protected CarryOutWishes() {}

  /** The use case with all that it needs. */
  @Inject
  public CarryOutWishes(
      DataSource database,
      SignQuote quotes,
      Bags bags,
      Hub hub,
      NodeLeases leases,
      ChainSettings chain,
      InsuranceSettings settings,
      Clock clock) {
    this.wishes = new Wishes(database);
    this.quotes = quotes;
    this.bags = bags;
    this.hub = hub;
    this.outbox = new Outbox(database, clock);
    this.leases = leases;
    this.hubAddress = chain.contracts().hub();
    this.insurance = settings.contract();
    this.clock = clock;
  }

  /**
   * Takes each wish as far as it goes; true if one moved. Other nodes do it if they have the lease.
   */
  public boolean carryOut() {
    Optional<Lease> lease = leases.hold(LEASE);
    if (lease.isEmpty()) {
      return false;
    }
    boolean moved = false;
    for (Wish wish : wishes.underWay(PER_ROUND)) {
      moved |= leases.call(lease.get(), () -> follow(wish));
    }
    for (Address account : wishes.readyAccounts()) {
      moved |= leases.call(lease.get(), () -> begin(account));
    }
    return moved;
  }

  // ---- the beginning ----

  private boolean begin(Address account) {
    List<Wish> ready = wishes.ready(account, BATCH_MAX);
    Map<Wish, NanoRlc> costs = new LinkedHashMap<>();
    NanoRlc free = hub.balance(account, OptionalLong.empty()).free();
    String approval =
        ready.isEmpty()
            ? ""
            : "insurance:approve:" + ready.get(0).id() + ":" + ready.get(0).tries();
    for (Wish wish : ready) {
      Optional<Priced> priced = price(wish, free);
      if (priced.isPresent()) {
        Optional<String> needed =
            wish.kind() == Wish.Kind.WITHDRAW ? Optional.empty() : Optional.of(approval);
        wishes.planned(wish, new Wishes.Plan(priced.get().premium, priced.get().calldata, needed));
        if (needed.isEmpty()) {
          send(wish);
        } else {
          wishes.move(wish, WishState.Event.APPROVAL_PLANNED, Optional.empty(), clock.instant());
          costs.put(wish, priced.get().cost);
          free = free.minus(priced.get().cost);
        }
      }
    }
    if (!costs.isEmpty()) {
      NanoRlc sum = costs.values().stream().reduce(NanoRlc.ZERO, NanoRlc::plus);
      outbox.plan(
          approval,
          ready.get(0).keyName(),
          hubAddress,
          InsuranceCalls.approve(insurance.orElseThrow().hex(), sum.units()));
    }
    return !ready.isEmpty();
  }

  /** What a wish costs, and what is sent for it. */
  private record Priced(NanoRlc cost, Optional<NanoRlc> premium, String calldata) {}

  private Optional<Priced> price(Wish wish, NanoRlc free) {
    if (insurance.isEmpty()) {
      return refused(wish, Refusal.Reason.NO_INSURANCE, "there is no insurance here any more");
    }
    String account = wish.account().hex();
    return switch (wish.kind()) {
      case BUY -> policy(wish, free);
      case WITHDRAW -> {
        NanoRlc amount = wish.amount().orElseThrow();
        yield Optional.of(
            new Priced(
                NanoRlc.ZERO, Optional.empty(), InsuranceCalls.withdraw(amount.units(), account)));
      }
      case INVEST -> {
        NanoRlc amount = wish.amount().orElseThrow();
        yield amount.compareTo(free) > 0
            ? refused(wish, Refusal.Reason.NO_FUNDS, account + " has " + free + " free")
            : Optional.of(
                new Priced(
                    amount, Optional.empty(), InsuranceCalls.invest(amount.units(), account)));
      }
    };
  }

  private Optional<Priced> policy(Wish wish, NanoRlc free) {
    boolean ended =
        bags.find(BagId.of(wish.deal().orElseThrow()))
            .filter(bag -> bag.state().isFinal())
            .isPresent();
    if (ended) {
      return refused(wish, Refusal.Reason.TOO_LATE_TO_INSURE, "the bag has ended");
    }
    SignQuote.Quoting quoting =
        quotes.estimate(
            new SignQuote.Wanted(
                wish.deal().orElseThrow(), wish.account(), wish.coverPerTask(), promise(wish)));
    if (quoting instanceof SignQuote.Quoting.Declined declined) {
      decline(wish, declined.refusal());
      return Optional.empty();
    }
    SignQuote.Quoting.Given given = (SignQuote.Quoting.Given) quoting;
    NanoRlc premium = new NanoRlc(given.quote().premium());
    Optional<NanoRlc> most = wish.amount().or(given::left);
    if (most.isPresent() && premium.compareTo(most.get()) > 0) {
      return refused(
          wish,
          Refusal.Reason.PREMIUM_ABOVE_MAX,
          "the premium is " + premium + " now, and at most " + most.get() + " may be spent on it");
    }
    if (premium.compareTo(free) > 0) {
      return refused(
          wish,
          Refusal.Reason.NO_FUNDS,
          "the premium is " + premium + ", and " + wish.account() + " has " + free + " free");
    }
    return signed(wish, premium);
  }

  private Optional<Priced> signed(Wish wish, NanoRlc premium) {
    SignQuote.Quoting quoting =
        quotes.sign(
            new SignQuote.Wanted(
                wish.deal().orElseThrow(),
                wish.account(),
                wish.coverPerTask(),
                Optional.of(premium)));
    if (quoting instanceof SignQuote.Quoting.Declined declined) {
      decline(wish, declined.refusal());
      return Optional.empty();
    }
    SignQuote.Quoting.Given given = (SignQuote.Quoting.Given) quoting;
    return Optional.of(
        new Priced(
            premium, Optional.of(premium), given.quote().buy(given.signature().orElseThrow())));
  }

  private Optional<NanoRlc> promise(Wish wish) {
    return wish.promisedUntil().filter(until -> clock.instant().isBefore(until)).isPresent()
        ? wish.promised()
        : Optional.empty();
  }

  // ---- the rest of the way ----

  private boolean follow(Wish wish) {
    return switch (wish.state()) {
      case APPROVING -> followApproval(wish);
      case SENT, MINED -> followSent(wish);
      case WANTED, DONE, REFUSED -> false;
    };
  }

  private boolean followApproval(Wish wish) {
    OutboxEntry entry = outbox.find(wish.approval().orElseThrow()).orElseThrow();
    return switch (entry.state()) {
      case MINED, FINAL -> {
        send(wish);
        yield true;
      }
      case REFUSED -> {
        decline(wish, "the ledger refused the approval: " + entry.reason().orElse("no reason"));
        yield true;
      }
      case PLANNED, SIGNED, SENT, DROPPED -> false;
    };
  }

  private void send(Wish wish) {
    Wish planned = wishes.find(wish.id()).orElseThrow();
    outbox.plan(
        planned.intent().orElseThrow(),
        planned.keyName(),
        insurance.orElseThrow(),
        planned.calldata().orElseThrow());
    wishes.move(planned, WishState.Event.PLANNED, Optional.empty(), clock.instant());
  }

  private boolean followSent(Wish wish) {
    OutboxEntry entry = outbox.find(wish.intent().orElseThrow()).orElseThrow();
    return switch (entry.state()) {
      case MINED -> wish.state() == WishState.SENT && moved(wish, WishState.Event.INCLUDED);
      case FINAL ->
          moved(
              wish,
              wish.state() == WishState.SENT
                  ? WishState.Event.INCLUDED
                  : WishState.Event.FINALISED);
      case REFUSED -> {
        if (entry.reasonCode().equals(Optional.of(EXPIRED)) && wish.tries() < TRIES_MAX) {
          yield moved(wish, WishState.Event.OUTDATED);
        }
        decline(wish, "the insurance refused: " + entry.reason().orElse("no reason"));
        yield true;
      }
      case PLANNED, SIGNED, SENT, DROPPED -> false;
    };
  }

  private boolean moved(Wish wish, WishState.Event event) {
    wishes.move(wish, event, Optional.empty(), clock.instant());
    return true;
  }

  private <T> Optional<T> refused(Wish wish, Refusal.Reason reason, String detail) {
    decline(wish, reason + ": " + detail);
    return Optional.empty();
  }

  private void decline(Wish wish, Refusal refusal) {
    decline(wish, refusal.toString());
  }

  private void decline(Wish wish, String reason) {
    LOG.info(() -> "insurance declined wish=" + wish.id() + " bag=" + wish.bag() + " " + reason);
    wishes.move(wish, WishState.Event.DECLINED, Optional.of(reason), clock.instant());
  }
}
