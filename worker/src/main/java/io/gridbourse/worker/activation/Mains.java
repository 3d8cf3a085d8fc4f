package io.gridbourse.worker.activation;

import java.time.Instant;

/** The machine hangs on a plug. */
final class Mains implements Condition {
  static final String NAME = "mains";
  static final String USAGE = "write " + NAME;

  private final PowerSupplies supplies;

  Mains(PowerSupplies supplies) {
    this.supplies = supplies;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict look(Instant now) {
    return switch (supplies.source()) {
      case MAINS -> Verdict.HOLDS;
      case BATTERY -> Verdict.not("the machine runs on its battery");
    };
  }
}
