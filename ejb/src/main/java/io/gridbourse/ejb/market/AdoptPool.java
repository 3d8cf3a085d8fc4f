package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.EntryFacts;
import io.gridbourse.ejb.chain.KeystoreKeys;
import io.gridbourse.ejb.market.Adoption.Reason;
import io.gridbourse.ejb.settings.PoolSettings;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Runs a pool that was deployed with other tools: its owner's key goes to the keystore folder,
 * under the installation's password, and nowhere else. Deals that were made before and can still be
 * computed are taken over.
 */
@Stateless
public class AdoptPool {
  /** Characters of a keystore file. */
  public static final int KEYSTORE_MAX = 16_384;

  private static final String KEY_PREFIX = "pool-";

  /** The ledger takes contributions for seven times the category's reference time. */
  private static final int CONTRIBUTION_RATIO = 7;

  private ServedPools pools;
  private Deals deals;
  private OpenBag openBag;
  private Entries entries;
  private EntryFacts facts;
  private KeystoreKeys keys;
  private Address own;
  private Clock clock;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public AdoptPool() {}

  /** The use case with all that it needs. */
  @Inject
  public AdoptPool(
      DataSource database,
      OpenBag openBag,
      Entries entries,
      EntryFacts facts,
      KeystoreKeys keys,
      PoolSettings settings,
      Clock clock) {
    this.pools = new ServedPools(database, settings);
    this.deals = new Deals(database);
    this.openBag = openBag;
    this.entries = entries;
    this.facts = facts;
    this.keys = keys;
    this.own = settings.address();
    this.clock = clock;
  }

  /**
   * Adopts a pool; again with the key of a new owner changes the key.
   *
   * @param keystore a keystore file of version 3, and the password that opens it
   */
  public Adoption adopt(Address pool, String keystore, String password) {
    if (pool.equals(own)) {
      return new Adoption.Refused(
          Reason.OWN_POOL, "pool", "this is the installation's own pool", "it needs no adoption");
    }
    Optional<Address> owner = entries.owner(OrderKind.POOL, pool);
    if (owner.isEmpty()) {
      return new Adoption.Refused(
          Reason.NO_SUCH_POOL,
          "pool",
          "the ledger has no pool at " + pool,
          "deploy it first, on this installation's chain");
    }
    String name = KEY_PREFIX + pool.hex().substring(2);
    Address holder;
    try {
      holder = keys.keep(name, keystore, password, owner.get());
    } catch (IllegalArgumentException e) {
      return new Adoption.Refused(
          Reason.KEYSTORE_INVALID,
          "keystore",
          e.getMessage(),
          "give a keystore file of version 3 and its password");
    }
    if (!holder.equals(owner.get())) {
      return new Adoption.Refused(
          Reason.NOT_THE_OWNER,
          "keystore",
          "the pool belongs to " + owner.get() + ", the keystore to " + holder,
          "give the keystore of the owner, or transfer the pool");
    }
    String description = facts.poolDescription(pool);
    pools.add(new ServedPools.Pool(pool, description), name, clock.instant());
    takeOver(pool);
    return new Adoption.Adopted(pool, description);
  }

  private void takeOver(Address pool) {
    for (Deals.Recorded recorded : deals.withoutBag(pool)) {
      Deal deal = recorded.deal();
      boolean open =
          clock
              .instant()
              .isBefore(
                  deal.startedAt()
                      .plus(deal.category().reference().multipliedBy(CONTRIBUTION_RATIO)));
      if (open) {
        openBag.open(deal, recorded.block());
      }
    }
  }
}
