package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Allocation.Fill;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.market.MatchRules.Verdict;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses among the orders of a book by price, then time, and only what the ledger's rules let
 * match. It promises no volume twice; that nobody else takes it meanwhile is the caller's care.
 */
public final class MatchEngine {
  private final MatchRules.Facts facts;
  private final Bytes32 separator;

  /**
   * An engine over the facts of one moment.
   *
   * @param facts what the rules ask; volumes are those of the offers
   * @param separator domain of the orders that the engine drafts
   */
  public MatchEngine(MatchRules.Facts facts, Bytes32 separator) {
    this.facts = facts;
    this.separator = separator;
  }

  /** Offers to choose from; without datasets a match has none. */
  public record Offers(
      List<BookOffer<AppOrder>> apps,
      List<BookOffer<DatasetOrder>> datasets,
      List<BookOffer<PoolOrder>> pools) {}

  /**
   * The cheapest offers for a request.
   *
   * @param volume tasks wanted, at most what the request has left
   * @param leastFill smallest match that is of use; {@code volume} wants all from one pool order
   */
  public Allocation buy(Signed<RequestOrder> request, long volume, long leastFill, Offers offers) {
    Search search = new Search(request, volume, leastFill, sorted(offers, request.order()));
    List<Fill> fills = new ArrayList<>();
    for (Optional<Fill> best = search.best(); best.isPresent(); best = search.best()) {
      fills.add(best.get());
      search.take(best.get());
    }
    return new Allocation(volume, fills, search.refusals(fills));
  }

  /**
   * The best requests for an offer of computation: each is served at the price that it pays at
   * most.
   *
   * @param offer what the pool sells; its price is the least that it takes, its volume how much
   */
  public Allocation sell(PoolOrder offer, List<BookOffer<RequestOrder>> requests, Offers offers) {
    long left = offer.volume();
    List<Fill> fills = new ArrayList<>();
    Map<MatchRefusal, Long> refusals = new EnumMap<>(MatchRefusal.class);
    Map<Bytes32, Long> used = new HashMap<>();
    for (BookOffer<RequestOrder> request :
        requests.stream().sorted(BookOffer.requests()).toList()) {
      long volume = Math.min(left, request.available());
      if (left == 0 || volume == 0) {
        continue;
      }
      Allocation served =
          buy(
              request.signed(),
              volume,
              1,
              new Offers(
                  reduced(offers.apps, used),
                  reduced(offers.datasets, used),
                  List.of(drafted(offer, request, volume))));
      for (Fill fill : served.fills()) {
        fills.add(fill);
        left -= fill.volume();
        used.merge(fill.orders().app().hash(), fill.volume(), Long::sum);
        used.merge(fill.orders().dataset().hash(), fill.volume(), Long::sum);
      }
      served.refusals().forEach((reason, count) -> refusals.merge(reason, count, Long::sum));
    }
    return new Allocation(offer.volume(), fills, refusals);
  }

  /** The pool's offer at a request's price, for that requester and app alone. */
  private BookOffer<PoolOrder> drafted(PoolOrder offer, BookOffer<RequestOrder> to, long volume) {
    RequestOrder request = to.order();
    boolean pays = request.poolMaxPrice().compareTo(offer.price()) >= 0;
    PoolOrder draft =
        new PoolOrder(
            offer.pool(),
            pays ? request.poolMaxPrice() : offer.price(),
            volume,
            offer.tag(),
            offer.category(),
            offer.trust(),
            offer.appRestrict().isZero() ? request.app() : offer.appRestrict(),
            offer.datasetRestrict().isZero() ? request.dataset() : offer.datasetRestrict(),
            offer.requesterRestrict().isZero() ? request.requester() : offer.requesterRestrict(),
            to.signed().hash());
    Signed<PoolOrder> unsigned = new Signed<>(draft, draft.hash(separator), "0x");
    return new BookOffer<>(unsigned, volume, to.publishedAt());
  }

  private static <O extends Order> List<BookOffer<O>> reduced(
      List<BookOffer<O>> offers, Map<Bytes32, Long> used) {
    return offers.stream()
        .map(
            offer ->
                new BookOffer<>(
                    offer.signed(),
                    offer.available() - used.getOrDefault(offer.signed().hash(), 0L),
                    offer.publishedAt()))
        .toList();
  }

  private Offers sorted(Offers offers, RequestOrder request) {
    return new Offers(
        offers.apps.stream().sorted(BookOffer.apps()).toList(),
        request.dataset().isZero()
            ? List.of(noDataset())
            : offers.datasets.stream().sorted(BookOffer.datasets()).toList(),
        offers.pools.stream().sorted(BookOffer.pools()).toList());
  }

  private BookOffer<DatasetOrder> noDataset() {
    Bytes32 hash = DatasetOrder.NONE.hash(separator);
    return new BookOffer<>(
        new Signed<>(DatasetOrder.NONE, hash, "0x"), Long.MAX_VALUE, java.time.Instant.EPOCH);
  }

  /** One wish, while its matches are found. */
  private final class Search implements MatchRules.Facts {
    private final Signed<RequestOrder> request;
    private final long leastFill;
    private final Offers offers;
    private final MatchRules rules = new MatchRules(this);
    private final Map<Bytes32, Long> available = new HashMap<>();
    private long wanted;

    Search(Signed<RequestOrder> request, long volume, long leastFill, Offers offers) {
      this.request = request;
      this.leastFill = leastFill;
      this.offers = offers;
      this.wanted = volume;
      offers.apps.forEach(this::offer);
      offers.datasets.forEach(this::offer);
      offers.pools.forEach(this::offer);
    }

    private void offer(BookOffer<?> offer) {
      available.put(offer.signed().hash(), offer.available());
    }

    /** The cheapest match of what is left; of equal ones the first in the book. */
    Optional<Fill> best() {
      Optional<Fill> best = Optional.empty();
      if (wanted == 0) {
        return best;
      }
      for (BookOffer<AppOrder> app : offers.apps) {
        for (BookOffer<DatasetOrder> dataset : offers.datasets) {
          best = cheaper(best, app, dataset);
        }
      }
      return best;
    }

    /** Pools come by price: the first that fits is the best with this app and dataset. */
    private Optional<Fill> cheaper(
        Optional<Fill> best, BookOffer<AppOrder> app, BookOffer<DatasetOrder> dataset) {
      for (BookOffer<PoolOrder> pool : offers.pools) {
        Quartet quartet = new Quartet(app.signed(), dataset.signed(), pool.signed(), request);
        boolean isCheaper =
            best.isEmpty() || isLess(quartet.pricePerTask(), best.get().pricePerTask());
        if (!isCheaper) {
          return best;
        }
        if (rules.judge(quartet) instanceof Verdict.Matched matched
            && matched.volume() >= Math.min(leastFill, wanted)) {
          return Optional.of(new Fill(quartet, matched.volume()));
        }
      }
      return best;
    }

    void take(Fill fill) {
      wanted -= fill.volume();
      available.merge(fill.orders().app().hash(), -fill.volume(), Long::sum);
      available.merge(fill.orders().pool().hash(), -fill.volume(), Long::sum);
      if (fill.orders().dataset().order().isPresent()) {
        available.merge(fill.orders().dataset().hash(), -fill.volume(), Long::sum);
      }
    }

    /** Why pool orders are not used: for each the reason that the ledger would find last. */
    Map<MatchRefusal, Long> refusals(List<Fill> fills) {
      Map<MatchRefusal, Long> counts = new EnumMap<>(MatchRefusal.class);
      Set<Bytes32> used = new HashSet<>();
      fills.forEach(fill -> used.add(fill.orders().pool().hash()));
      for (BookOffer<PoolOrder> pool : offers.pools) {
        if (!used.contains(pool.signed().hash())) {
          closest(pool).ifPresent(reason -> counts.merge(reason, 1L, Long::sum));
        }
      }
      return counts;
    }

    private Optional<MatchRefusal> closest(BookOffer<PoolOrder> pool) {
      Optional<MatchRefusal> closest = Optional.empty();
      for (BookOffer<AppOrder> app : offers.apps) {
        for (BookOffer<DatasetOrder> dataset : offers.datasets) {
          Quartet quartet = new Quartet(app.signed(), dataset.signed(), pool.signed(), request);
          MatchRefusal reason =
              rules.judge(quartet) instanceof Verdict.Refused refused
                  ? refused.reason()
                  : MatchRefusal.NO_VOLUME_LEFT;
          if (wanted == 0 && reason == MatchRefusal.NO_VOLUME_LEFT) {
            return Optional.empty(); // It would do, but is not needed.
          }
          closest =
              closest
                  .filter(before -> before.code() >= reason.code())
                  .or(() -> Optional.of(reason));
        }
      }
      return closest;
    }

    @Override
    public long consumed(Signed<? extends Order> order) {
      long left =
          order.order() instanceof RequestOrder
              ? wanted
              : Math.max(0, available.getOrDefault(order.hash(), 0L));
      return order.order().volume() - left;
    }

    @Override
    public boolean categoryExists(long category) {
      return facts.categoryExists(category);
    }

    @Override
    public boolean isRegistered(Address entry) {
      return facts.isRegistered(entry);
    }

    @Override
    public boolean isSignedByOwner(Signed<? extends Order> order) {
      return facts.isSignedByOwner(order);
    }

    @Override
    public boolean isMember(Address restriction, Address account) {
      return facts.isMember(restriction, account);
    }
  }

  private static boolean isLess(NanoRlc one, NanoRlc other) {
    return one.compareTo(other) < 0;
  }
}
