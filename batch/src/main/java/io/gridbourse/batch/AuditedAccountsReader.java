package io.gridbourse.batch;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.ledger.AuditAccounts;
import io.gridbourse.ejb.ledger.Audits;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;

/** Chooses the block of an audit, and reads the accounts that have had money until then. */
@Dependent
@Named("auditedAccounts")
public class AuditedAccountsReader extends AbstractItemReader {
  @Inject
  @BatchProperty(name = "audit")
  private String audit;

  @Inject private AuditAccounts accounts;
  @Inject private Audits audits;
  private List<Address> all = List.of();
  private int next;

  @Override
  public void open(Serializable checkpoint) {
    long id = Long.parseLong(audit);
    AuditAccounts.Place place =
        audits.find(id).flatMap(Audits.Audit::place).orElseGet(accounts::finalPlace);
    all = accounts.accounts(place);
    audits.place(id, place, all.size());
    next = checkpoint == null ? 0 : (Integer) checkpoint;
  }

  @Override
  public Object readItem() {
    return next < all.size() ? all.get(next++) : null;
  }

  @Override
  public Serializable checkpointInfo() {
    return next;
  }
}
