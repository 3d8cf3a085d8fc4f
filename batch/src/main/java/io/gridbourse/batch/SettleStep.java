package io.gridbourse.batch;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.bag.BagPartitions;
import io.gridbourse.ejb.bag.FinishBag;
import io.gridbourse.ejb.bag.ReopenPartitions;
import io.gridbourse.ejb.bag.SettlePartitions;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Step {@code settle}: plans the settlements and waits until the ledger has them for good. If tasks
 * are open again, the job ends, and its next execution computes them.
 */
@Dependent
@Named("settleStep")
public class SettleStep extends AbstractBatchlet {
  private static final long POLL_MILLIS = 100;

  @Inject
  @BatchProperty(name = "bag")
  private String bag;

  @Inject private FinishBag finish;
  @Inject private SettlePartitions settle;
  @Inject private ReopenPartitions reopen;
  @Inject private BagPartitions partitions;
  @Inject private Stopping stopping;
  private volatile boolean stopped;

  @Override
  public String process() throws InterruptedException {
    BagId id = new BagId(bag);
    if (!partitions.open(id).isEmpty() || reopen.reopen(id)) {
      return "INTERRUPTED";
    }
    finish.settle(id);
    while (!settle.advance(id)) {
      if (stopped || stopping.isStopping() || reopen.reopen(id)) {
        return "INTERRUPTED";
      }
      Thread.sleep(POLL_MILLIS);
    }
    return "SETTLED";
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
