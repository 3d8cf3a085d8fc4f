package io.gridbourse.domain.wire;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The energy of a day, of UTC, on one worker: what its owner lets tasks use, and what they used.
 *
 * @param joules of the tasks whose energy is known
 * @param budgetJoules that its owner declared last on that day; absent if that is no limit
 * @param balanceJoules what was left of it, below zero if tasks used more
 * @param tasks whose energy is known
 * @param unknownTasks whose energy is unknown
 */
public record EnergyDayView(
    LocalDate day,
    double joules,
    @Nullable Double budgetJoules,
    @Nullable Double balanceJoules,
    long tasks,
    long unknownTasks) {}
