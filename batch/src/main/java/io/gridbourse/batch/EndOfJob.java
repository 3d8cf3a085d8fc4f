package io.gridbourse.batch;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.bag.BagJobs;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.listener.JobListener;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Gives the claim on the bag back when its job ends, well or not. It asks the repository of jobs
 * nothing: a job may end because the database is away.
 */
@Dependent
@Named("endOfJob")
public class EndOfJob implements JobListener {
  @Inject
  @BatchProperty(name = "bag")
  private String bag;

  @Inject private BagJobs jobs;

  @Override
  public void beforeJob() {
    // Nothing to do: the claim was taken before the job was started.
  }

  @Override
  public void afterJob() {
    jobs.ended(new BagId(bag));
  }
}
