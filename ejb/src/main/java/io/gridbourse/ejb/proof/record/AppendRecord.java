package io.gridbourse.ejb.proof.record;

import io.gridbourse.domain.proof.record.MountainRange;
import io.gridbourse.ejb.ledger.Lease;
import io.gridbourse.ejb.ledger.NodeLeases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Gives the entries of the side record their order, and grows its mountain range. One node does it
 * at a time: it holds a lease, and each batch is a transaction that is not committed once the lease
 * is lost.
 */
@ApplicationScoped
public class AppendRecord {
  /** Entries of one transaction. */
  static final int BATCH_MAX = 2_000;

  /** The lease on the record. */
  static final String LEASE = "record";

  private RecordRows rows;
  private RecordEnds ends;
  private RecordCourt court;
  private NodeLeases leases;

  protected AppendRecord() {}

  /** The appender of this node. */
  @Inject
  public AppendRecord(DataSource database, NodeLeases leases) {
    this.rows = new RecordRows(database);
    this.ends = new RecordEnds(database);
    this.court = new RecordCourt(database);
    this.leases = leases;
  }

  /**
   * Appends what waits, if this node holds the lease or can take it.
   *
   * @return how many entries were appended
   */
  public long append() {
    Optional<Lease> lease = leases.hold(LEASE);
    if (lease.isEmpty()) {
      return 0;
    }
    long appended = 0;
    int batch;
    do {
      batch = leases.call(lease.get(), this::appendBatch);
      appended += batch;
    } while (batch == BATCH_MAX);
    return appended;
  }

  private int appendBatch() {
    ends.note();
    court.note();
    List<RecordRows.Row> waiting = rows.waiting(BATCH_MAX);
    if (waiting.isEmpty()) {
      return 0;
    }
    MountainRange range = rows.range(rows.size());
    List<Object[]> appended = new ArrayList<>();
    for (RecordRows.Row row : waiting) {
      long position = range.size();
      appended.add(new Object[] {position, range.append(row.entry()), row.id()});
    }
    rows.append(appended);
    return appended.size();
  }
}
