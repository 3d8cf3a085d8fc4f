package io.gridbourse.ejb.chain;

import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.util.Optional;

/** What the ledger says about who may offer what. Throws {@link ChainUnavailable}. */
public interface Entries {
  /**
   * The present owner of an app, dataset or pool; empty if its registry does not know it.
   *
   * @param kind APP, DATASET or POOL
   */
  Optional<Address> owner(OrderKind kind, Address entry);

  /**
   * Whether the ledger takes {@code signature} as {@code signer}'s for this hash, or the hash was
   * signed in advance; contracts are asked by ERC-1271.
   */
  boolean isSigned(Address signer, Bytes32 hash, String signature);

  /** Whether {@code account} is a member of the ERC-734 group at {@code group}. */
  boolean isMember(Address group, Address account);
}
