package io.gridbourse.ejb.users;

import io.gridbourse.domain.value.Address;
import java.util.Set;

/**
 * Somebody who may use this installation.
 *
 * @param account the account on the ledger that pays for and owns what the user does
 * @param keyName the server's key that signs for that account
 */
public record User(String name, Set<Role> roles, Address account, String keyName) {
  public User {
    roles = Set.copyOf(roles);
  }

  /** Whether the user has a role; an administrator has all. */
  public boolean has(Role role) {
    return roles.contains(role) || roles.contains(Role.ADMIN);
  }

  /** Whether the user may see what others own. */
  public boolean seesAll() {
    return has(Role.OPERATOR) || has(Role.AUDITOR);
  }
}
