package io.gridbourse.ejb.users;

import java.util.Locale;

/** What a user may do. */
public enum Role {
  /** Everything. */
  ADMIN,
  /** Runs the pool: workers, tokens, all bags. */
  OPERATOR,
  /** Publishes apps. */
  PROVIDER,
  /** Submits bags and sees its own. */
  REQUESTER,
  /** Reads everything, changes nothing. */
  AUDITOR;

  /** The name in files and on the wire, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role with this lower-case name. */
  public static Role named(String name) {
    for (Role role : values()) {
      if (role.wireName().equals(name)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "'" + name + "' is no role; use admin, operator, provider, requester or auditor");
  }
}
