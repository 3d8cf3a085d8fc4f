package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.wire.LedgerViews.AuditView;
import io.gridbourse.domain.wire.LedgerViews.DifferenceView;
import io.gridbourse.domain.wire.LedgerViews.EndpointView;
import io.gridbourse.domain.wire.LedgerViews.IncidentView;
import io.gridbourse.domain.wire.LedgerViews.LedgerStateView;
import io.gridbourse.ejb.chain.Endpoint;
import io.gridbourse.ejb.chain.EndpointState;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The ledger's state, incidents and audits, for people; asks no endpoint. */
@ApplicationScoped
public class LedgerQueries {
  private ChainRows rows;
  private LedgerIncidents incidents;
  private Audits audits;
  private Endpoint endpoint;

  protected LedgerQueries() {}

  /** Queries in this database. */
  @Inject
  public LedgerQueries(
      DataSource database,
      ChainSettings settings,
      Endpoint endpoint,
      LedgerIncidents incidents,
      Audits audits) {
    this.rows = new ChainRows(new Sql(database), settings.chainId());
    this.incidents = incidents;
    this.audits = audits;
    this.endpoint = endpoint;
  }

  /** How the server and the ledger stand. */
  public LedgerStateView state() {
    return new LedgerStateView(
        incidents.isFrozen(),
        rows.cursor().map(ChainRows.Cursor::number).orElse(null),
        endpoint.states().stream().map(LedgerQueries::view).toList(),
        incidents.open().stream().map(LedgerQueries::view).toList());
  }

  /** Incidents, the newest first. */
  public List<IncidentView> incidents(OptionalLong before, int limit) {
    return incidents.list(before, limit).stream().map(LedgerQueries::view).toList();
  }

  /** Audits without their differences, the newest first. */
  public List<AuditView> audits(OptionalLong before, int limit) {
    return audits.list(before, limit).stream().map(audit -> view(audit, List.of())).toList();
  }

  /** An audit with its differences. */
  public Optional<AuditView> audit(long id) {
    return audits
        .find(id)
        .map(
            audit ->
                view(audit, audits.differences(id).stream().map(LedgerQueries::view).toList()));
  }

  private static EndpointView view(EndpointState state) {
    return new EndpointView(
        state.address(),
        state.state(),
        state.fault().orElse(null),
        state.until().orElse(null),
        state.head());
  }

  private static IncidentView view(LedgerIncident incident) {
    return new IncidentView(
        incident.id(),
        incident.kind().name(),
        incident.kind().freezes(),
        incident.detail(),
        incident.block().isPresent() ? incident.block().getAsLong() : null,
        incident.times(),
        incident.raisedAt(),
        incident.endedAt().orElse(null),
        incident.endedBy().orElse(null),
        incident.remedy().orElse(null));
  }

  private static DifferenceView view(Audits.Difference difference) {
    return new DifferenceView(
        difference.kind(),
        difference.account().hex(),
        difference.ours().toString(),
        difference.theirs().toString(),
        difference.explanation());
  }

  private static AuditView view(Audits.Audit audit, List<DifferenceView> differences) {
    return new AuditView(
        audit.id(),
        audit.reason().name(),
        audit.requestedBy(),
        audit.state(),
        audit.place().map(AuditAccounts.Place::block).orElse(null),
        audit.place().map(place -> place.hash().hex()).orElse(null),
        audit.accounts(),
        audit.detail().orElse(null),
        audit.startedAt(),
        audit.endedAt().orElse(null),
        differences);
  }
}
