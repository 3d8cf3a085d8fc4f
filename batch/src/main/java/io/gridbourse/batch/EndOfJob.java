package io.gridbourse.batch;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.bag.BagJobs;
import jakarta.batch.api.listener.JobListener;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Gives the claim on the bag back when its job ends, well or not. */
@Dependent
@Named("endOfJob")
public class EndOfJob implements JobListener {
  @Inject private JobContext job;
  @Inject private BagJobs jobs;

  @Override
  public void beforeJob() {
    // Nothing to do: the claim was taken before the job was started.
  }

  @Override
  public void afterJob() {
    JobOperator operator = BatchRuntime.getJobOperator();
    String bag = operator.getParameters(job.getExecutionId()).getProperty(StartBags.BAG);
    jobs.ended(new BagId(bag));
  }
}
