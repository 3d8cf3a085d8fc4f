package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Address;
import java.time.Instant;

/**
 * A lease that is not answered yet.
 *
 * @param first index in its bag of its first task
 * @param count its tasks
 * @param since when it was granted
 * @param expires when it is taken back
 * @param workers who are at work on the same tasks, its own worker among them
 */
public record RunningLease(
    LeaseId id,
    Address worker,
    long first,
    int count,
    Instant since,
    Instant expires,
    int workers) {}
