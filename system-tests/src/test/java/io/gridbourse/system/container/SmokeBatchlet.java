package io.gridbourse.system.container;

import jakarta.batch.api.AbstractBatchlet;

/** A job's only step, which does nothing but end. */
public class SmokeBatchlet extends AbstractBatchlet {
  @Override
  public String process() {
    return "DONE";
  }
}
