package io.gridbourse.batch;

import io.gridbourse.ejb.ledger.ConcludeAudit;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Step {@code conclude}: the sums, the verdict, and what follows of it. */
@Dependent
@Named("concludeAudit")
public class ConcludeAuditStep extends AbstractBatchlet {
  @Inject
  @BatchProperty(name = "audit")
  private String audit;

  @Inject private ConcludeAudit conclude;
  @Inject private Atomically atomically;

  @Override
  public String process() {
    return atomically.call(() -> conclude.conclude(Long.parseLong(audit)));
  }
}
