package io.gridbourse.ejb.secret;

/** What became of a wish to set a secret. */
public enum SecretOutcome {
  /** It is kept. */
  KEPT,
  /** There is one already, and it may not be replaced. */
  EXISTS,
  /** The signature is not the owner's, or there is no such app or dataset. */
  NOT_OWNER,
  /** It is empty, or longer than {@link SetSecret#BYTES_MAX}, or its name is not usable. */
  INVALID,
  /** The owner has {@link SetSecret#PER_OWNER_MAX} secrets. */
  TOO_MANY
}
