package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.ledger.OutboxEntry;
import io.gridbourse.ejb.ledger.OutboxState;
import io.gridbourse.ejb.ledger.PoolOwnerKeys;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is sent in matters of the court with the key of the deal's pool. The ledger may refuse it
 * for a while, as the roll is too short or a block too early: then it is tried again, each try an
 * intent of its own, and later each time.
 */
@ApplicationScoped
public class CourtOutbox {
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);
  private static final Duration AGAIN_AFTER_MAX = Duration.ofMinutes(5);
  private static final int DOUBLINGS_MAX = 8;
  private Outbox outbox;
  private PoolOwnerKeys keys;
  private ChainSettings chain;
  private Clock clock;

  protected CourtOutbox() {}

  /** Through the outbox to the settings' hub. */
  @Inject
  public CourtOutbox(Outbox outbox, PoolOwnerKeys keys, ChainSettings chain, Clock clock) {
    this.outbox = outbox;
    this.keys = keys;
    this.chain = chain;
    this.clock = clock;
  }

  /**
   * Sees to it that something is on its way, done, or refused just now.
   *
   * @param intent what it is for, the same at each call
   */
  public void send(String intent, DealId deal, Supplier<String> calldata) {
    Optional<Try> newest = newest(intent);
    if (newest.filter(each -> !isDueAgain(each)).isEmpty()) {
      int next = newest.map(each -> each.number() + 1).orElse(0);
      outbox.plan(intent + ":" + next, keys.of(deal), chain.contracts().hub(), calldata.get());
    }
  }

  /** The newest try. */
  public Optional<OutboxEntry> last(String intent) {
    return newest(intent).map(Try::entry);
  }

  /** Whether the newest try was refused. */
  public boolean isRefused(String intent) {
    return last(intent).filter(entry -> entry.state() == OutboxState.REFUSED).isPresent();
  }

  /** One of the tries, which are counted from 0. */
  private record Try(int number, OutboxEntry entry) {}

  private Optional<Try> newest(String intent) {
    Optional<Try> newest = Optional.empty();
    Optional<Try> next = find(intent, 0);
    while (next.isPresent()) {
      newest = next;
      next = find(intent, newest.get().number() + 1);
    }
    return newest;
  }

  private Optional<Try> find(String intent, int number) {
    return outbox.find(intent + ":" + number).map(entry -> new Try(number, entry));
  }

  private boolean isDueAgain(Try last) {
    if (last.entry().state() != OutboxState.REFUSED) {
      return false;
    }
    Duration doubled = AGAIN_AFTER.multipliedBy(1L << Math.min(DOUBLINGS_MAX, last.number() + 1));
    Duration pause = doubled.compareTo(AGAIN_AFTER_MAX) < 0 ? doubled : AGAIN_AFTER_MAX;
    return !clock.instant().isBefore(last.entry().updatedAt().plus(pause));
  }
}
