package io.gridbourse.ejb.settings;

/** The settings cannot be used; the message names the key, its range and the remedy. */
public final class SettingsRefusal extends IllegalStateException {
  /** A refusal with the sentence that the operator reads. */
  public SettingsRefusal(String message) {
    super(message);
  }

  SettingsRefusal(String message, Throwable cause) {
    super(message, cause);
  }
}
