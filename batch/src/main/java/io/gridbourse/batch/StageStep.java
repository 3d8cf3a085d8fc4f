package io.gridbourse.batch;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.bag.StageBag;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Step {@code stage}: contents are here, partitions are cut. */
@Dependent
@Named("stageStep")
public class StageStep extends AbstractBatchlet {
  @Inject
  @BatchProperty(name = "bag")
  private String bag;

  @Inject private StageBag stageBag;

  @Override
  public String process() {
    stageBag.stage(new BagId(bag));
    return "STAGED";
  }
}
