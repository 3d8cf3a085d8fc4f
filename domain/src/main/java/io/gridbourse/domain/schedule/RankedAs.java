package io.gridbourse.domain.schedule;

/**
 * How a bag came to be offered to a host.
 *
 * @param epoch whose table was read
 * @param hostClass number of the host's class in it
 * @param bagClass number of the bag's class in it
 * @param place of the bag class in the host class's row, from 0
 * @param passed offers before that came to nothing, as when the host had voted on all that waits
 * @param inTurns whether its share holder was further ahead than the window, so that turns decided
 */
public record RankedAs(
    long epoch, int hostClass, int bagClass, int place, int passed, boolean inTurns) {}
