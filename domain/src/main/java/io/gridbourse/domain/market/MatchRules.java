package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The checks of the ledger's {@code matchOrders}, in its order, so that a refusal is known and
 * explained before anything is sent. The ledger remains the judge.
 */
public final class MatchRules {
  private final Facts facts;

  /** Rules over the facts of one moment. */
  public MatchRules(Facts facts) {
    this.facts = facts;
  }

  /** What the rules must know beyond the orders. */
  public interface Facts {
    /** Whether the ledger has a category of this number. */
    boolean categoryExists(long category);

    /** Whether the owner of an app, dataset or pool registered it. */
    boolean isRegistered(Address entry);

    /** Whether the order carries what its owner signed, here or on the ledger. */
    boolean isSignedByOwner(Signed<? extends Order> order);

    /** Tasks of the order that deals have used up. */
    long consumed(Signed<? extends Order> order);

    /** Whether {@code account} belongs to the group that lives at {@code restriction}. */
    boolean isMember(Address restriction, Address account);
  }

  /** Four orders that are to be matched. */
  public record Quartet(
      Signed<AppOrder> app,
      Signed<DatasetOrder> dataset,
      Signed<PoolOrder> pool,
      Signed<RequestOrder> request) {
    /** What one task costs. */
    public NanoRlc pricePerTask() {
      return app.order().price().plus(dataset.order().price()).plus(pool.order().price());
    }
  }

  /** What the rules say. */
  public sealed interface Verdict {
    /** They match for {@code volume} tasks. */
    record Matched(long volume, NanoRlc pricePerTask, NanoRlc total) implements Verdict {}

    /** They do not match. */
    record Refused(MatchRefusal reason) implements Verdict {}
  }

  /** Applies all rules. */
  public Verdict judge(Quartet orders) {
    Optional<MatchRefusal> refusal =
        terms(orders)
            .or(() -> identities(orders))
            .or(() -> restrictions(orders))
            .or(() -> registrations(orders));
    if (refusal.isPresent()) {
      return new Verdict.Refused(refusal.get());
    }
    long volume = volumeLeft(orders);
    if (volume <= 0) {
      return new Verdict.Refused(MatchRefusal.NO_VOLUME_LEFT);
    }
    NanoRlc price = orders.pricePerTask();
    return new Verdict.Matched(volume, price, price.times(volume));
  }

  private Optional<MatchRefusal> terms(Quartet q) {
    RequestOrder request = q.request.order();
    PoolOrder pool = q.pool.order();
    Tag tag =
        q.app.order().tag().or(q.dataset.order().tag().withoutEnclaveKinds()).or(request.tag());
    return first(
        unless(request.category() == pool.category(), MatchRefusal.CATEGORY_DIFFERS),
        unless(facts.categoryExists(request.category()), MatchRefusal.CATEGORY_UNKNOWN),
        unless(request.trust() <= pool.trust(), MatchRefusal.TRUST_TOO_HIGH),
        unless(covers(request.appMaxPrice(), q.app.order().price()), MatchRefusal.APP_TOO_DEAR),
        unless(
            covers(request.datasetMaxPrice(), q.dataset.order().price()),
            MatchRefusal.DATASET_TOO_DEAR),
        unless(covers(request.poolMaxPrice(), pool.price()), MatchRefusal.POOL_TOO_DEAR),
        unless(tag.within(pool.tag()), MatchRefusal.TAG_NOT_OFFERED),
        unless(!tag.enclave() || q.app.order().tag().enclave(), MatchRefusal.APP_WITHOUT_ENCLAVE));
  }

  private Optional<MatchRefusal> identities(Quartet q) {
    RequestOrder request = q.request.order();
    return first(
        unless(request.app().equals(q.app.order().app()), MatchRefusal.OTHER_APP),
        unless(request.dataset().equals(q.dataset.order().dataset()), MatchRefusal.OTHER_DATASET),
        unless(admits(request.pool(), q.pool.order().pool()), MatchRefusal.REQUEST_RESTRICTS_POOL));
  }

  private Optional<MatchRefusal> restrictions(Quartet q) {
    AppOrder app = q.app.order();
    DatasetOrder dataset = q.dataset.order();
    PoolOrder pool = q.pool.order();
    Address requester = q.request.order().requester();
    return first(
        unless(
            admits(app.datasetRestrict(), dataset.dataset()), MatchRefusal.APP_RESTRICTS_DATASET),
        unless(admits(app.poolRestrict(), pool.pool()), MatchRefusal.APP_RESTRICTS_POOL),
        unless(admits(app.requesterRestrict(), requester), MatchRefusal.APP_RESTRICTS_REQUESTER),
        unless(admits(dataset.appRestrict(), app.app()), MatchRefusal.DATASET_RESTRICTS_APP),
        unless(admits(dataset.poolRestrict(), pool.pool()), MatchRefusal.DATASET_RESTRICTS_POOL),
        unless(
            admits(dataset.requesterRestrict(), requester),
            MatchRefusal.DATASET_RESTRICTS_REQUESTER),
        unless(admits(pool.appRestrict(), app.app()), MatchRefusal.POOL_RESTRICTS_APP),
        unless(
            admits(pool.datasetRestrict(), dataset.dataset()), MatchRefusal.POOL_RESTRICTS_DATASET),
        unless(admits(pool.requesterRestrict(), requester), MatchRefusal.POOL_RESTRICTS_REQUESTER));
  }

  private Optional<MatchRefusal> registrations(Quartet q) {
    boolean hasDataset = q.dataset.order().isPresent();
    return first(
        unless(facts.isRegistered(q.app.order().app()), MatchRefusal.APP_NOT_REGISTERED),
        unless(facts.isSignedByOwner(q.app), MatchRefusal.APP_NOT_SIGNED),
        unless(
            !hasDataset || facts.isRegistered(q.dataset.order().dataset()),
            MatchRefusal.DATASET_NOT_REGISTERED),
        unless(!hasDataset || facts.isSignedByOwner(q.dataset), MatchRefusal.DATASET_NOT_SIGNED),
        unless(facts.isRegistered(q.pool.order().pool()), MatchRefusal.POOL_NOT_REGISTERED),
        unless(facts.isSignedByOwner(q.pool), MatchRefusal.POOL_NOT_SIGNED),
        unless(facts.isSignedByOwner(q.request), MatchRefusal.REQUEST_NOT_SIGNED));
  }

  private long volumeLeft(Quartet q) {
    LongStream left = LongStream.of(left(q.app), left(q.pool), left(q.request));
    long volume = left.min().orElseThrow();
    return q.dataset.order().isPresent() ? Math.min(volume, left(q.dataset)) : volume;
  }

  private long left(Signed<? extends Order> order) {
    return order.order().volume() - facts.consumed(order);
  }

  private boolean admits(Address restriction, Address account) {
    return restriction.isZero()
        || restriction.equals(account)
        || facts.isMember(restriction, account);
  }

  private static boolean covers(NanoRlc limit, NanoRlc price) {
    return limit.compareTo(price) >= 0;
  }

  private static Optional<MatchRefusal> unless(boolean holds, MatchRefusal refusal) {
    return holds ? Optional.empty() : Optional.of(refusal);
  }

  @SafeVarargs
  private static Optional<MatchRefusal> first(Optional<MatchRefusal>... refusals) {
    for (Optional<MatchRefusal> refusal : refusals) {
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }
}
