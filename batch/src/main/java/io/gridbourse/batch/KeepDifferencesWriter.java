package io.gridbourse.batch;

import io.gridbourse.ejb.ledger.ConcludeAudit;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Stores the differences of a chunk with their explanations. */
@Dependent
@Named("keepDifferences")
public class KeepDifferencesWriter extends AbstractItemWriter {
  @Inject
  @BatchProperty(name = "audit")
  private String audit;

  @Inject private ConcludeAudit conclude;

  @Override
  public void writeItems(List<Object> items) {
    for (Object item : items) {
      conclude.store(Long.parseLong(audit), ((CompareAccountProcessor.Found) item).discrepancies());
    }
  }
}
