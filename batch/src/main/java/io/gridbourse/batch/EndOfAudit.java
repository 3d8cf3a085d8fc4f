package io.gridbourse.batch;

import io.gridbourse.ejb.ledger.Audits;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.listener.JobListener;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;

/** An audit that its job could not conclude has failed; one that was concluded stays as it is. */
@Dependent
@Named("endOfAudit")
public class EndOfAudit implements JobListener {
  @Inject
  @BatchProperty(name = "audit")
  private String audit;

  @Inject private Audits audits;

  @Override
  public void beforeJob() {
    // Nothing to do: the audit was stored before its job was started.
  }

  @Override
  public void afterJob() {
    audits.end(
        Long.parseLong(audit),
        "FAILED",
        Optional.of("the chain did not answer, or moved to another branch; audit again"));
  }
}
