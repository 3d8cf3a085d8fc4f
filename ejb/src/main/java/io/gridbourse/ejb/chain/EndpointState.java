package io.gridbourse.ejb.chain;

import java.time.Instant;
import java.util.Optional;

/**
 * How an endpoint of the chain is.
 *
 * @param address without anything secret
 * @param state WELL, LAGS behind the others, SILENT because it does not answer, or QUARANTINED
 *     because it said something untrue
 * @param fault the last one
 * @param until end of the quarantine
 * @param head number of the newest block that it has shown; -1 before the first
 */
public record EndpointState(
    String address, String state, Optional<String> fault, Optional<Instant> until, long head) {}
