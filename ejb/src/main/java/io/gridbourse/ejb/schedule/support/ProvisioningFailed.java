package io.gridbourse.ejb.schedule.support;

/** A supporting worker could not be started, stopped or looked at. */
final class ProvisioningFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProvisioningFailed(String message) {
    super(message);
  }

  ProvisioningFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
