package io.gridbourse.batch;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.ledger.AuditAccounts;
import io.gridbourse.ejb.ledger.Audits;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.ItemProcessor;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Compares one account; equal ones are passed over. */
@Dependent
@Named("compareAccount")
public class CompareAccountProcessor implements ItemProcessor {
  @Inject
  @BatchProperty(name = "audit")
  private String audit;

  @Inject private AuditAccounts accounts;
  @Inject private Audits audits;
  private AuditAccounts.Place place;

  @Override
  public Object processItem(Object account) {
    if (place == null) {
      place = audits.find(Long.parseLong(audit)).flatMap(Audits.Audit::place).orElseThrow();
    }
    List<AuditAccounts.Discrepancy> found = accounts.compare((Address) account, place);
    return found.isEmpty() ? null : new Found(found);
  }

  /** What differs of one account. */
  record Found(List<AuditAccounts.Discrepancy> discrepancies) {}
}
