package io.gridbourse.ejb.market;

import io.gridbourse.domain.value.Address;

/** What became of the wish to run a pool that others deployed. */
public sealed interface Adoption {
  /** Its deals are computed here from now on. */
  record Adopted(Address pool, String description) implements Adoption {}

  /**
   * It is refused; nothing was kept.
   *
   * @param field the field of the request to look at
   */
  record Refused(Reason reason, String field, String detail, String remedy) implements Adoption {}

  /** Stable codes of refusals. */
  enum Reason {
    NO_SUCH_POOL,
    KEYSTORE_INVALID,
    NOT_THE_OWNER,
    OWN_POOL
  }
}
