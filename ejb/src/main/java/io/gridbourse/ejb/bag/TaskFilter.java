package io.gridbourse.ejb.bag;

import java.util.Optional;

/**
 * Which tasks a list shall hold.
 *
 * @param state such as CERTIFIED; empty for all
 * @param from the least index
 * @param limit rows at most
 * @param results whether the list tells results and reasons, which costs a look into the facts
 */
public record TaskFilter(Optional<String> state, long from, int limit, boolean results) {}
