package io.gridbourse.ejb.proof.record;

import io.gridbourse.contracts.Anchors;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.ledger.Lease;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.ledger.OutboxEntry;
import io.gridbourse.ejb.ledger.OutboxState;
import io.gridbourse.ejb.proof.record.RecordAnchors.Anchored;
import io.gridbourse.ejb.settings.RecordSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Puts the root of the side record on the ledger, at most once an interval and only if the record
 * has grown. One anchor at a time is on its way, through the outbox.
 */
@ApplicationScoped
public class AnchorRecord {
  private static final Logger LOG = Logger.getLogger(AnchorRecord.class.getName());
  private static final String KEY = "operator";
  private RecordRows rows;
  private RecordAnchors anchors;
  private Outbox outbox;
  private NodeLeases leases;
  private RecordSettings settings;
  private Clock clock;

  protected AnchorRecord() {}

  /** The use case with all that it needs. */
  @Inject
  public AnchorRecord(
      DataSource database, NodeLeases leases, RecordSettings settings, Clock clock) {
    this.rows = new RecordRows(database);
    this.anchors = new RecordAnchors(database);
    this.outbox = new Outbox(database, clock);
    this.leases = leases;
    this.settings = settings;
    this.clock = clock;
  }

  /** What came of a wish to anchor. */
  public enum Outcome {
    /** A root is on its way. */
    PLANNED,
    /** An earlier root is still on its way. */
    UNDER_WAY,
    /** The record has not grown, or the interval is not over. */
    NOTHING_DUE,
    /** Another node does it. */
    ELSEWHERE,
    /** The settings name no contract for anchors. */
    NO_CONTRACT
  }

  /** Follows the anchor that is on its way, and plans the next one if it is due. */
  public Outcome anchor() {
    return anchor(false);
  }

  /** Anchors what there is, whether or not the interval is over. */
  public Outcome anchorNow() {
    return anchor(true);
  }

  private Outcome anchor(boolean now) {
    if (settings.anchors().isEmpty()) {
      return Outcome.NO_CONTRACT;
    }
    Optional<Lease> lease = leases.hold(AppendRecord.LEASE);
    return lease.isEmpty()
        ? Outcome.ELSEWHERE
        : leases.call(lease.get(), () -> step(settings.anchors().get(), now));
  }

  private Outcome step(Address contract, boolean now) {
    Optional<Anchored> last = anchors.last();
    if (last.filter(this::isUnderWay).isPresent()) {
      return Outcome.UNDER_WAY;
    }
    long size = rows.size();
    boolean hasGrown = size > last.map(Anchored::size).orElse(0L);
    if (!hasGrown || !(now || isDue(last))) {
      return Outcome.NOTHING_DUE;
    }
    Bytes32 root = rows.range(size).root();
    String intent = "anchor:" + size;
    anchors.plan(size, root, intent, clock.instant());
    outbox.plan(intent, KEY, contract, Anchors.anchor(root.hex(), size));
    return Outcome.PLANNED;
  }

  private boolean isDue(Optional<Anchored> last) {
    Instant since = last.map(Anchored::plannedAt).or(rows::begun).orElseThrow();
    return !clock.instant().isBefore(since.plus(settings.anchorEvery()));
  }

  private boolean isUnderWay(Anchored anchor) {
    if (!anchor.state().equals("PLANNED")) {
      return false;
    }
    OutboxEntry entry = outbox.find(anchor.intent()).orElseThrow();
    if (entry.state() == OutboxState.FINAL) {
      anchors.finish(
          anchor.size(),
          entry.signed().orElseThrow().hash().hex(),
          entry.mined().orElseThrow().number());
      return false;
    }
    if (entry.state() == OutboxState.REFUSED) {
      LOG.warning(
          () -> "the ledger refuses the anchor of size=" + anchor.size() + " " + entry.reason());
      anchors.refuse(anchor.size(), entry.reason());
      return false;
    }
    return true;
  }
}
