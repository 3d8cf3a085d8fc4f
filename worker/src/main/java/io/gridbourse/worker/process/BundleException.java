package io.gridbourse.worker.process;

/** A bundle that is not unpacked, and why. */
final class BundleException extends Exception {
  private static final long serialVersionUID = 1L;

  BundleException(String message) {
    super(message);
  }
}
