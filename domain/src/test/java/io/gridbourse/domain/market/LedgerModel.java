package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The ledger's {@code matchOrders} written down a second time, straight from its table of reasons:
 * what the engine chooses is held against it.
 */
final class LedgerModel {
  static final int MATCHED = -1;
  private final Map<Bytes32, Long> consumed = new HashMap<>();
  private final Map<Address, Set<Address>> groups;
  private long lastVolume;

  LedgerModel(Map<Address, Set<Address>> groups) {
    this.groups = groups;
  }

  LedgerModel copy() {
    LedgerModel copy = new LedgerModel(groups);
    copy.consumed.putAll(consumed);
    return copy;
  }

  void consume(Bytes32 order, long volume) {
    consumed.merge(order, volume, Long::sum);
  }

  long lastVolume() {
    return lastVolume;
  }

  /** The code of the refusal, or {@link #MATCHED}, which uses the orders' volume. */
  int match(Quartet q) {
    AppOrder app = q.app().order();
    DatasetOrder data = q.dataset().order();
    PoolOrder pool = q.pool().order();
    RequestOrder request = q.request().order();
    BigInteger tag =
        bits(app.tag()).or(bits(data.tag()).andNot(BigInteger.valueOf(14))).or(bits(request.tag()));
    boolean[][] table = {
      {request.category() == pool.category()},
      {request.category() >= 0 && request.category() <= 4},
      {request.trust() <= pool.trust()},
      {atMost(app.price(), request.appMaxPrice())},
      {atMost(data.price(), request.datasetMaxPrice())},
      {atMost(pool.price(), request.poolMaxPrice())},
      {tag.andNot(bits(pool.tag())).signum() == 0},
      {!tag.testBit(0) || bits(app.tag()).testBit(0)},
    };
    for (int code = 0; code < table.length; code++) {
      if (!table[code][0]) {
        return code;
      }
    }
    int parties = parties(app, data, pool, request);
    return parties != MATCHED ? parties : use(q);
  }

  private int parties(AppOrder app, DatasetOrder data, PoolOrder pool, RequestOrder request) {
    boolean[] holds = {
      request.app().equals(app.app()),
      request.dataset().equals(data.dataset()),
      admits(request.pool(), pool.pool()),
      admits(app.datasetRestrict(), data.dataset()),
      admits(app.poolRestrict(), pool.pool()),
      admits(app.requesterRestrict(), request.requester()),
      admits(data.appRestrict(), app.app()),
      admits(data.poolRestrict(), pool.pool()),
      admits(data.requesterRestrict(), request.requester()),
      admits(pool.appRestrict(), app.app()),
      admits(pool.datasetRestrict(), data.dataset()),
      admits(pool.requesterRestrict(), request.requester())
    };
    for (int i = 0; i < holds.length; i++) {
      if (!holds[i]) {
        return 0x10 + i;
      }
    }
    return MATCHED;
  }

  private int use(Quartet q) {
    boolean hasData = !q.dataset().order().dataset().isZero();
    long volume = Math.min(Math.min(left(q.app()), left(q.pool())), left(q.request()));
    volume = hasData ? Math.min(volume, left(q.dataset())) : volume;
    if (volume <= 0) {
      return 0x60;
    }
    consume(q.app().hash(), volume);
    consume(q.pool().hash(), volume);
    consume(q.request().hash(), volume);
    if (hasData) {
      consume(q.dataset().hash(), volume);
    }
    lastVolume = volume;
    return MATCHED;
  }

  long left(Signed<? extends Order> order) {
    return order.order().volume() - consumed.getOrDefault(order.hash(), 0L);
  }

  private boolean admits(Address restriction, Address account) {
    return restriction.isZero()
        || restriction.equals(account)
        || groups.getOrDefault(restriction, Set.of()).contains(account);
  }

  private static boolean atMost(NanoRlc price, NanoRlc limit) {
    return price.units().compareTo(limit.units()) <= 0;
  }

  private static BigInteger bits(Tag tag) {
    return new BigInteger(1, tag.word().bytes());
  }
}
