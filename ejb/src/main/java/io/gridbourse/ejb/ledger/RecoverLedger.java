package io.gridbourse.ejb.ledger;

import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.ledger.LedgerIncident.Kind;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Ends a freeze: once the reader has read the chain again to its head, all accounts are audited
 * there, and if book and contract are equal, the server signs again. If they are not, that is an
 * incident of its own, and an operator must look.
 */
@ApplicationScoped
public class RecoverLedger {
  private static final String LEASE = "recover";
  private static final String AUDITOR = "audit";
  private static final String SERVER = "server";
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private Chain chain;
  private ChainRows rows;
  private Sql sql;
  private AuditAccounts audit;
  private Audits audits;
  private LedgerIncidents incidents;
  private NodeLeases leases;
  private Atomically atomically;
  private Clock clock;
  private Instant nextAt = Instant.MIN;

  protected RecoverLedger() {}

  /** The recovery of this database. */
  @Inject
  public RecoverLedger(
      Chain chain,
      ChainSettings settings,
      DataSource database,
      AuditAccounts audit,
      LedgerIncidents incidents,
      NodeLeases leases,
      Atomically atomically,
      Clock clock) {
    this.chain = chain;
    this.sql = new Sql(database);
    this.rows = new ChainRows(sql, settings.chainId());
    this.audit = audit;
    this.audits = new Audits(database, clock);
    this.incidents = incidents;
    this.leases = leases;
    this.atomically = atomically;
    this.clock = clock;
  }

  /** Looks whether open incidents are over. */
  public synchronized void look() {
    List<LedgerIncident> open = incidents.open();
    if (open.isEmpty() || clock.instant().isBefore(nextAt) || leases.hold(LEASE).isEmpty()) {
      return;
    }
    if (has(open, Kind.TRANSACTION_STUCK) && !isAnyStuck()) {
      incidents.end(Kind.TRANSACTION_STUCK, SERVER, "it was included");
    }
    if (open.stream().anyMatch(incident -> incident.kind().freezes()) && isCaughtUp()) {
      nextAt = clock.instant().plus(BETWEEN);
      audit(has(open, Kind.BOOKS_DIFFER));
    }
  }

  private void audit(boolean isKnown) {
    AuditAccounts.Report report = audit.audit();
    if (!report.balances() && isKnown) {
      return;
    }
    List<String> explanations = report.discrepancies().stream().map(audit::explain).toList();
    atomically.run(
        () -> {
          long id = audits.begin(Audits.Reason.THAW, SERVER);
          audits.place(
              id, new AuditAccounts.Place(report.block(), report.hash()), report.accounts());
          for (int i = 0; i < explanations.size(); i++) {
            audits.differs(id, report.discrepancies().get(i), explanations.get(i));
          }
          audits.end(id, report.balances() ? "CLEAN" : "DIFFERS", Optional.empty());
          if (report.balances()) {
            incidents.thaw(
                AUDITOR,
                "the books equal the contract at block " + report.block() + " " + report.hash());
          } else {
            incidents.raise(
                Kind.BOOKS_DIFFER,
                "audit " + id + ": " + String.join("; ", explanations),
                OptionalLong.of(report.block()));
          }
        });
  }

  private boolean isCaughtUp() {
    return rows.cursor().filter(at -> at.hash().equals(chain.head().hash())).isPresent();
  }

  private boolean isAnyStuck() {
    return sql.first("select 1 from outbox_tx where alarm limit 1", row -> true).isPresent();
  }

  private static boolean has(List<LedgerIncident> open, Kind kind) {
    return open.stream().anyMatch(incident -> incident.kind() == kind);
  }
}
