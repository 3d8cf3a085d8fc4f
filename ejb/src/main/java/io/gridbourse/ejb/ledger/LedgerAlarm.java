package io.gridbourse.ejb.ledger;

/**
 * Something about the ledger that an operator must look at; sent as a CDI event and logged.
 *
 * @param kind stable code
 */
public record LedgerAlarm(String kind, String detail) {}
