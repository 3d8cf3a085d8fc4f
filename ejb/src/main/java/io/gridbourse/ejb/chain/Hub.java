package io.gridbourse.ejb.chain;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the ledger's contracts say. Without a block it is what they say now. Throws {@link
 * ChainUnavailable}.
 */
public interface Hub {
  /** Money of an account in the hub. */
  Balance balance(Address account, OptionalLong block);

  /** Money of an account in the hub after the very block of this hash, and no other. */
  Balance balanceAt(Address account, Bytes32 block);

  /** Tokens that the hub holds for all accounts, after the very block of this hash. */
  NanoRlc heldAt(Bytes32 block);

  /** Tokens of an account outside the hub. */
  NanoRlc wallet(Address account, OptionalLong block);

  /** What a worker has at risk against wrong answers, at most. */
  NanoRlc pledge(Address worker, OptionalLong block);

  /** Score that gives a worker's weight in deals that started at {@code dealStart}. */
  long scoreAt(Address worker, Instant dealStart);

  /** A worker's score now. */
  long score(Address worker);

  /** Volume of an order that deals have used. */
  long consumed(Bytes32 orderHash);

  /**
   * A deal with the hash of its request order; empty if there is none.
   *
   * @throws UnsupportedDeal if its category is none of those that are served
   */
  Optional<Deal> deal(DealId id, Bytes32 request);

  /** Owner of a pool's entry, now. */
  Address poolOwner(Address pool);

  /** Address that an app has, or will have when it is registered. */
  Address predictApp(Address owner, String name, String multiaddr, Sha256 checksum);

  /** Whether an app is registered. */
  boolean isAppRegistered(Address app);

  /** Free and locked money; a pledge counts as locked. */
  record Balance(NanoRlc free, NanoRlc locked) {}
}
