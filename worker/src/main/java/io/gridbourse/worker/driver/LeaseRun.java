package io.gridbourse.worker.driver;

import io.gridbourse.worker.outcome.Answers;

/**
 * A lease that was run.
 *
 * @param taskMillis computing time of all tasks together
 */
public record LeaseRun(Answers answers, double taskMillis) {}
