package io.gridbourse.ejb.secret;

/** Whose secret it is. */
public enum SecretKind {
  /** Of a dataset; set once by its owner. */
  WEB3(false),
  /** Of a person, such as a storage token or a public key, by name; may be replaced. */
  WEB2(true),
  /** Of a requester, by name; set once. */
  REQUESTER(false),
  /** Of an app; set once by its owner. */
  APP(false);

  private final boolean replaceable;

  SecretKind(boolean replaceable) {
    this.replaceable = replaceable;
  }

  /** Whether the owner may replace it. */
  public boolean isReplaceable() {
    return replaceable;
  }
}
