package io.gridbourse.ejb.proof.record;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.ejb.settings.RecordSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.sql.DataSource;

/** What is asked about the side record as a whole. */
@ApplicationScoped
public class RecordQueries {
  private static final int ANCHORS_SHOWN = 20;
  private RecordRows rows;
  private RecordAnchors anchors;
  private AuditRecord audit;
  private RecordSettings settings;

  protected RecordQueries() {}

  /** The queries with all that they need. */
  @Inject
  public RecordQueries(DataSource database, AuditRecord audit, RecordSettings settings) {
    this.rows = new RecordRows(database);
    this.anchors = new RecordAnchors(database);
    this.audit = audit;
    this.settings = settings;
  }

  /** How far the record is. */
  public Views.RecordView record() {
    long size = rows.size();
    return new Views.RecordView(
        size,
        rows.range(size).root().hex(),
        settings.anchors().map(Address::hex).orElse(null),
        settings.anchorEvery().toString(),
        anchors.newest(ANCHORS_SHOWN).stream().map(RecordQueries::view).toList());
  }

  /** Recomputes the whole record. */
  public Views.RecordAuditView audit() {
    AuditRecord.Report report = audit.audit();
    return new Views.RecordAuditView(
        report.holds(),
        report.entries(),
        report.root().hex(),
        report.anchored(),
        report.anchors(),
        report.findings().stream()
            .map(
                each ->
                    new Views.RecordFinding(each.position(), each.kind().name(), each.sentence()))
            .toList());
  }

  private static Views.AnchorView view(RecordAnchors.Anchored anchor) {
    return new Views.AnchorView(
        anchor.size(),
        anchor.root().hex(),
        anchor.state(),
        anchor.reason().orElse(null),
        anchor.transaction().orElse(null),
        anchor.block().isPresent() ? anchor.block().getAsLong() : null,
        anchor.plannedAt());
  }
}
