package io.gridbourse.ejb.ledger;

import io.gridbourse.ejb.ledger.AuditAccounts.Discrepancy;
import io.gridbourse.ejb.ledger.AuditAccounts.Place;
import io.gridbourse.ejb.ledger.LedgerIncident.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Ends an audit: the sums of the book, the verdict, and what follows of it. */
@ApplicationScoped
public class ConcludeAudit {
  private static final int EXPLAINED_MAX = 5;
  private AuditAccounts accounts;
  private Audits audits;
  private LedgerIncidents incidents;

  protected ConcludeAudit() {}

  /** The use case with all that it needs. */
  @Inject
  public ConcludeAudit(AuditAccounts accounts, Audits audits, LedgerIncidents incidents) {
    this.accounts = accounts;
    this.audits = audits;
    this.incidents = incidents;
  }

  /** Stores differences with their explanations, in the running transaction. */
  public void store(long audit, List<Discrepancy> found) {
    found.forEach(each -> audits.differs(audit, each, accounts.explain(each)));
  }

  /**
   * Checks the sums and the block once more, and ends the audit in the running transaction: clean,
   * or with an incident that freezes payments.
   *
   * @return the verdict, CLEAN or DIFFERS
   */
  public String conclude(long audit) {
    Place place = audits.find(audit).flatMap(Audits.Audit::place).orElseThrow();
    store(audit, accounts.sums(place));
    accounts.requireSame(place);
    List<Audits.Difference> differences = audits.differences(audit);
    String verdict = differences.isEmpty() ? "CLEAN" : "DIFFERS";
    audits.end(audit, verdict, Optional.empty());
    if (!differences.isEmpty()) {
      incidents.raise(
          Kind.BOOKS_DIFFER,
          "audit " + audit + " found " + differences.size() + " differences: " + some(differences),
          OptionalLong.of(place.block()));
    }
    return verdict;
  }

  private static String some(List<Audits.Difference> differences) {
    return String.join(
        "; ",
        differences.stream()
            .limit(EXPLAINED_MAX)
            .map(
                each ->
                    each.account()
                        + " "
                        + each.kind()
                        + " is "
                        + each.ours()
                        + " in the book and "
                        + each.theirs()
                        + " on the ledger, "
                        + each.explanation())
            .toList());
  }
}
