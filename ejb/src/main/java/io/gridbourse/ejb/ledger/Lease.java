package io.gridbourse.ejb.ledger;

/**
 * The right to do a job that must not run twice.
 *
 * @param token fencing token: grows whenever the lease changes hands
 */
public record Lease(String name, String holder, long token) {}
