package io.gridbourse.domain.proof.collusion;

/**
 * A worker that could compute a replica.
 *
 * @param owner who runs it; replicas of a task never go to the same one twice
 * @param network where it is, as an address prefix or an autonomous system
 * @param pool that it belongs to
 */
public record Candidate(String worker, String owner, String network, String pool) {}
