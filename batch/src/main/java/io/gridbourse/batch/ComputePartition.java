package io.gridbourse.batch;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.bag.DrivePartition;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Step {@code compute}, one partition of it: drives the bag's partition until it is decided. */
@Dependent
@Named("computePartition")
public class ComputePartition extends AbstractBatchlet {
  @Inject
  @BatchProperty(name = "bag")
  private String bag;

  @Inject
  @BatchProperty(name = "partition")
  private String partition;

  @Inject private DrivePartition drive;
  @Inject private Stopping stopping;
  private volatile boolean stopped;

  @Override
  public String process() throws InterruptedException {
    int number = Integer.parseInt(partition);
    if (number != OpenPartitionsMapper.NONE) {
      drive.drive(new BagId(bag), number, () -> stopped || stopping.isStopping());
    }
    return "DECIDED";
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
