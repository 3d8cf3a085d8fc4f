package io.gridbourse.worker.outcome;

/**
 * A failure and the task it belongs to.
 *
 * @param index the task's index in its bag
 */
public record TaskFailure(long index, TaskOutcome.Failed failed) {}
