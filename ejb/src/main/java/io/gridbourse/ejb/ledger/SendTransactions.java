package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.Chain.Simulation;
import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Carries the outbox out: signs, sends, raises fees, sends again what the chain lost, and follows
 * each transaction until its block is final. One node does it for a key at a time.
 */
@ApplicationScoped
public class SendTransactions {
  /** Times that fees are raised before an operator must look. */
  static final int BUMPS_MAX = 5;

  /** Simulations that must be refused, a while apart, before the refusal counts. */
  static final int REFUSALS_MAX = 3;

  private static final Duration BETWEEN_REFUSALS = Duration.ofMillis(700);
  private static final Duration UNSEEN_AFTER = Duration.ofSeconds(2);
  private static final int ENTRIES_PER_ROUND = 200;
  private static final BigInteger GAS_MARGIN_PERCENT = BigInteger.valueOf(125);
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final Logger LOG = Logger.getLogger(SendTransactions.class.getName());

  private Outbox outbox;
  private OutboxChanges changes;
  private NodeLeases leases;
  private LedgerIncidents incidents;
  private Chain chain;
  private Keys keys;
  private ChainSettings settings;
  private Clock clock;

  protected SendTransactions() {}

  /** The sender of this node. */
  @Inject
  public SendTransactions(
      DataSource database,
      NodeLeases leases,
      LedgerIncidents incidents,
      Chain chain,
      Keys keys,
      ChainSettings settings,
      Clock clock) {
    this.outbox = new Outbox(database, clock);
    this.changes = new OutboxChanges(database, leases, clock);
    this.leases = leases;
    this.incidents = incidents;
    this.chain = chain;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /** One look at everything open; true if something changed. */
  public boolean send() {
    boolean changed = false;
    for (String key : outbox.openKeys()) {
      Optional<Lease> lease = leases.hold("send:" + key);
      if (lease.isPresent()) {
        changed |= sendOf(key, lease.get());
      }
    }
    return changed;
  }

  private boolean sendOf(String key, Lease lease) {
    long chainNonce = chain.nonce(keys.addressOf(key));
    recall(lease, key, chainNonce);
    fillGap(lease, key, chainNonce);
    List<OutboxEntry> entries = outbox.open(key, ENTRIES_PER_ROUND);
    OptionalLong finalNumber = OptionalLong.empty();
    if (entries.stream().anyMatch(entry -> entry.state() == OutboxState.MINED)) {
      finalNumber = OptionalLong.of(Finality.number(chain, settings.finality()));
    }
    boolean changed = false;
    Place place =
        new Place(
            chainNonce,
            finalNumber.orElse(-1),
            entries.stream().noneMatch(SendTransactions::isOnItsWay),
            incidents.isFrozen());
    for (OutboxEntry entry : entries) {
      try {
        changed |= step(lease, entry, place);
      } catch (ChainUnavailable | LeaseLost e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, "outbox entry failed intent=" + entry.intent(), e);
      }
    }
    return changed;
  }

  /**
   * Where the chain is for a key.
   *
   * @param nonce the key's next one
   * @param inBlocks whether all that was sent before is in blocks, so that a simulation sees it
   * @param frozen whether nothing new may be signed but what fills a gap
   */
  private record Place(long nonce, long finalNumber, boolean inBlocks, boolean frozen) {}

  private static boolean isOnItsWay(OutboxEntry entry) {
    return switch (entry.state()) {
      case SIGNED, SENT, DROPPED -> true;
      case PLANNED, MINED, FINAL, REFUSED -> false;
    };
  }

  private boolean step(Lease lease, OutboxEntry entry, Place place) {
    return switch (entry.state()) {
      case PLANNED -> (!place.frozen || entry.isFiller()) && plan(lease, entry, place);
      case SIGNED, DROPPED -> !rests(entry) && broadcast(lease, entry);
      case SENT -> follow(lease, entry, place.nonce);
      case MINED -> finish(lease, entry, place.finalNumber);
      case FINAL, REFUSED -> false;
    };
  }

  private boolean plan(Lease lease, OutboxEntry entry, Place place) {
    if (rests(entry)) {
      return false;
    }
    Address from = keys.addressOf(entry.keyName());
    Simulation simulation = chain.simulate(from, entry.to(), entry.calldata());
    if (simulation instanceof Simulation.Reverted reverted) {
      return place.inBlocks && refuse(lease, entry, reverted);
    }
    BigInteger gas =
        ((Simulation.Passed) simulation).gas().multiply(GAS_MARGIN_PERCENT).divide(HUNDRED);
    Chain.Fees fees = chain.fees();
    BigInteger maxFee = fees.base().shiftLeft(1).add(fees.tip());
    changes.sign(lease, entry, place.nonce, nonce -> form(entry, nonce, gas, maxFee, fees.tip()));
    broadcast(lease, outbox.find(entry.intent()).orElseThrow());
    return true;
  }

  /** Whether it was refused just now, so that trying again at once would only make noise. */
  private boolean rests(OutboxEntry entry) {
    return entry.reason().isPresent()
        && clock.instant().isBefore(entry.updatedAt().plus(BETWEEN_REFUSALS));
  }

  private boolean refuse(Lease lease, OutboxEntry entry, Simulation.Reverted reverted) {
    if (entry.attempts() + 1 < REFUSALS_MAX) {
      changes.refusedForNow(lease, entry, reverted);
      return false;
    }
    changes.refused(lease, entry, reverted);
    LOG.warning(() -> "ledger refuses intent=" + entry.intent() + " reason=" + reverted.reason());
    return true;
  }

  private boolean broadcast(Lease lease, OutboxEntry entry) {
    Chain.Sent sent = chain.send(entry.signed().orElseThrow().raw());
    return switch (sent.outcome()) {
      case ACCEPTED, UNDERPRICED -> {
        changes.accepted(lease, entry);
        yield true;
      }
      case NONCE_TOO_LOW -> includedOrTaken(lease, entry);
      case REFUSED -> {
        LOG.warning(() -> "chain refuses intent=" + entry.intent() + " why=" + sent.message());
        changes.alarm(lease, entry, sent.message());
        yield false;
      }
    };
  }

  private boolean follow(Lease lease, OutboxEntry entry, long chainNonce) {
    if (chainNonce > entry.nonce().orElseThrow()) {
      return includedOrTaken(lease, entry);
    }
    Duration age = Duration.between(entry.sentAt().orElseThrow(), clock.instant());
    if (age.compareTo(settings.bumpAfter()) >= 0) {
      return raise(lease, entry);
    }
    boolean unseen =
        age.compareTo(UNSEEN_AFTER) >= 0 && !chain.knows(entry.signed().orElseThrow().hash());
    if (unseen) {
      changes.lost(lease, entry);
    }
    return unseen;
  }

  /**
   * Its nonce is used in a block: by one of its own forms, or by somebody else's transaction. The
   * latter counts once that block is final; until then its form may still be found.
   */
  private boolean includedOrTaken(Lease lease, OutboxEntry entry) {
    for (Bytes32 hash : changes.forms(entry)) {
      Optional<Chain.Receipt> receipt = chain.receipt(hash);
      if (receipt.isPresent()) {
        changes.included(lease, entry, hash, receipt.get());
        return true;
      }
    }
    long usedForGood =
        chain.nonce(
            keys.addressOf(entry.keyName()),
            Math.max(0, Finality.number(chain, settings.finality())));
    if (usedForGood <= entry.nonce().orElseThrow()) {
      return false;
    }
    if (changes.forms(entry).stream().anyMatch(chain::knows)) {
      throw new ChainUnavailable(
          "the chain's endpoint has a transaction of ours in a final block and no receipt for it");
    }
    LOG.warning(() -> "nonce taken intent=" + entry.intent() + " nonce=" + entry.nonce());
    changes.nonceTaken(lease, entry);
    return true;
  }

  private boolean raise(Lease lease, OutboxEntry entry) {
    if (entry.attempts() > BUMPS_MAX) {
      changes.alarm(lease, entry, "not included after " + BUMPS_MAX + " raises of its fees");
      incidents.raise(
          LedgerIncident.Kind.TRANSACTION_STUCK,
          "intent "
              + entry.intent()
              + " is not included after "
              + BUMPS_MAX
              + " raises of its fees",
          OptionalLong.empty());
      chain.send(entry.signed().orElseThrow().raw());
      return false;
    }
    OutboxEntry.SignedForm old = entry.signed().orElseThrow();
    long nonce = entry.nonce().orElseThrow();
    changes.bump(
        lease,
        entry,
        form(entry, nonce, old.gasLimit(), FeeBump.raise(old.maxFee()), FeeBump.raise(old.tip())));
    broadcast(lease, outbox.find(entry.intent()).orElseThrow());
    return true;
  }

  private boolean finish(Lease lease, OutboxEntry entry, long finalNumber) {
    OutboxEntry.Mined mined = entry.mined().orElseThrow();
    if (mined.number() > finalNumber) {
      return false;
    }
    Bytes32 hash = entry.signed().orElseThrow().hash();
    Optional<Chain.Receipt> receipt = includedForm(entry, hash);
    if (receipt.isEmpty()) {
      changes.lost(lease, entry);
      return true;
    }
    requireOnChain(receipt.get());
    if (!receipt.get().block().equals(mined.block())) {
      changes.included(lease, entry, hash, receipt.get());
      return true;
    }
    if (receipt.get().succeeded()) {
      changes.finalised(lease, entry);
    } else {
      changes.refused(lease, entry, whyItFailed(entry));
    }
    return true;
  }

  private Optional<Chain.Receipt> includedForm(OutboxEntry entry, Bytes32 hash) {
    return chain
        .agreedReceipt(hash)
        .or(
            () ->
                changes.forms(entry).stream()
                    .map(chain::agreedReceipt)
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  /** A receipt decides about money: its block must be one that the chain has there. */
  private void requireOnChain(Chain.Receipt receipt) {
    Optional<Bytes32> hash = chain.agreedHash(receipt.blockNumber());
    if (!hash.equals(Optional.of(receipt.block()))) {
      throw new ChainUnavailable(
          "the chain's endpoint gave a receipt of a block that is not on the chain: "
              + receipt.blockNumber());
    }
  }

  private Simulation.Reverted whyItFailed(OutboxEntry entry) {
    Simulation again =
        chain.simulate(keys.addressOf(entry.keyName()), entry.to(), entry.calldata());
    return again instanceof Simulation.Reverted reverted
        ? reverted
        : new Simulation.Reverted("", "it failed in its block, and would pass now");
  }

  /**
   * Entries at their end whose nonce the chain says is still free were in blocks that it forgot:
   * they are sent again. An endpoint that still shows such a block only lags behind itself.
   */
  private void recall(Lease lease, String key, long chainNonce) {
    for (OutboxEntry entry : outbox.endedFrom(key, chainNonce)) {
      OutboxEntry.Mined mined = entry.mined().orElseThrow();
      Optional<Chain.Block> now = chain.block(mined.number());
      if (now.isPresent() && !now.get().hash().equals(mined.block())) {
        LOG.warning(() -> "final block gone, sending again intent=" + entry.intent());
        changes.orphaned(lease, entry);
      }
    }
  }

  /**
   * A nonce below all that we have under way, which nothing uses, would hold everything up: an
   * empty transfer uses it.
   */
  private void fillGap(Lease lease, String key, long chainNonce) {
    Optional<OutboxEntry> lowest =
        outbox.firstFrom(key, chainNonce).filter(entry -> !entry.state().isFinal());
    if (lowest.isPresent() && lowest.get().nonce().orElseThrow() > chainNonce) {
      LOG.warning(() -> "nonce gap key=" + key + " nonce=" + chainNonce);
      changes.planFiller(lease, key, keys.addressOf(key).hex(), chainNonce);
    }
  }

  private OutboxEntry.SignedForm form(
      OutboxEntry entry, long nonce, BigInteger gas, BigInteger maxFee, BigInteger tip) {
    Keys.Transaction transaction =
        new Keys.Transaction(
            settings.chainId(), nonce, entry.to(), entry.calldata(), gas, maxFee, tip);
    byte[] raw = keys.signTransaction(entry.keyName(), transaction);
    return new OutboxEntry.SignedForm(Hex.of(raw), Bytes32.of(Keccak256.of(raw)), maxFee, tip, gas);
  }
}
