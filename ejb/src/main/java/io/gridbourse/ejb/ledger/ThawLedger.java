package io.gridbourse.ejb.ledger;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** An operator takes it on himself that the server signs again. */
@Stateless
public class ThawLedger {
  private LedgerIncidents incidents;

  protected ThawLedger() {}

  /** The use case with all that it needs. */
  @Inject
  public ThawLedger(LedgerIncidents incidents) {
    this.incidents = incidents;
  }

  /**
   * Ends all incidents that freeze.
   *
   * @return how many there were
   */
  public int thaw(String operator, String reason) {
    return incidents.thaw(operator, reason);
  }
}
