package io.gridbourse.batch;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.bag.BagPartitions;
import io.gridbourse.ejb.bag.FinishBag;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Step {@code deliver}: the bag's results are there to be read; it has come to its end, or to its
 * window.
 */
@Dependent
@Named("deliverStep")
public class DeliverStep extends AbstractBatchlet {
  @Inject
  @BatchProperty(name = "bag")
  private String bag;

  @Inject private FinishBag finish;
  @Inject private BagPartitions partitions;

  @Override
  public String process() {
    BagId id = new BagId(bag);
    if (!partitions.areDelivered(id)) {
      return "INTERRUPTED";
    }
    finish.deliver(id);
    return "DELIVERED";
  }
}
