package io.gridbourse.domain.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Allocation.Fill;
import io.gridbourse.domain.market.MatchEngine.Offers;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatchEngineTest {
  private static final Address APP = address(1);
  private static final Address DATASET = address(2);
  private static final Address GROUP = address(9);

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatItBuysTheLedgerMatchesTheCheapestFirstUntilNothingIsLeft(long seed) {
    World world = new World(new SplittableRandom(seed));
    Signed<RequestOrder> request = world.request();
    Offers offers = world.offers();
    long volume = request.order().volume();
    Allocation bought = world.engine().buy(request, volume, 1, offers);
    LedgerModel ledger = world.ledger(offers);
    NanoRlc last = NanoRlc.ZERO;
    for (Fill fill : bought.fills()) {
      Optional<NanoRlc> cheapest = cheapest(ledger, offers, request);
      assertThat(cheapest).as("seed %d", seed).contains(fill.pricePerTask());
      assertThat(ledger.match(fill.orders())).as("seed %d", seed).isEqualTo(LedgerModel.MATCHED);
      assertThat(ledger.lastVolume()).as("seed %d", seed).isEqualTo(fill.volume());
      assertThat(fill.pricePerTask()).as("seed %d", seed).isGreaterThanOrEqualTo(last);
      last = fill.pricePerTask();
    }
    assertThat(bought.matched()).as("seed %d", seed).isLessThanOrEqualTo(volume);
    if (!bought.isWhole()) {
      assertThat(cheapest(ledger, offers, request)).as("seed %d", seed).isEmpty();
    }
    assertConserved(bought.fills(), offers, seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatItSellsTheLedgerMatchesTheBestPaidFirstAtTheRequestsPrice(long seed) {
    World world = new World(new SplittableRandom(seed));
    Offers offers = world.offers();
    List<BookOffer<RequestOrder>> requests = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Signed<RequestOrder> request = world.request();
      requests.add(new BookOffer<>(request, request.order().volume(), world.time()));
    }
    PoolOrder offer = world.pool();
    Allocation sold = world.engine().sell(offer, requests, offers);
    LedgerModel ledger = world.ledger(offers);
    NanoRlc last = new NanoRlc(java.math.BigInteger.TWO.pow(200));
    for (Fill fill : sold.fills()) {
      RequestOrder request = fill.orders().request().order();
      NanoRlc price = fill.orders().pool().order().price();
      assertThat(price).as("seed %d", seed).isEqualTo(request.poolMaxPrice());
      assertThat(price).as("seed %d", seed).isBetween(offer.price(), last);
      last = price;
      assertThat(ledger.match(fill.orders())).as("seed %d", seed).isEqualTo(LedgerModel.MATCHED);
      assertThat(ledger.lastVolume()).as("seed %d", seed).isEqualTo(fill.volume());
    }
    assertThat(sold.matched()).as("seed %d", seed).isLessThanOrEqualTo(offer.volume());
    assertConserved(sold.fills(), offers, seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aWishForAllAtOnceIsServedByOneMatchOrNotAtAll(long seed) {
    World world = new World(new SplittableRandom(seed));
    Signed<RequestOrder> request = world.request();
    long volume = request.order().volume();
    Allocation bought = world.engine().buy(request, volume, volume, world.offers());
    assertThat(bought.fills().size()).as("seed %d", seed).isLessThanOrEqualTo(1);
    assertThat(bought.matched()).as("seed %d", seed).isIn(0L, volume);
  }

  @Test
  void ofEqualPricesTheOlderOrderIsServedFirst() {
    World world = new World(new SplittableRandom(1));
    PoolOrder young = pool(7, 100, 1);
    PoolOrder old = pool(8, 100, 2);
    Offers offers =
        new Offers(
            List.of(offer(AppOrder.open(APP, NanoRlc.of(1), 100, salt(1)), 1)),
            List.of(),
            List.of(offer(young, 20), offer(old, 10)));
    Allocation bought = world.engine().buy(plain(150), 150, 1, offers);
    assertThat(bought.fills()).hasSize(1);
    assertThat(bought.fills().get(0).orders().pool().order()).isEqualTo(old);
    // The app offers a hundred tasks only, which is why the second pool is of no use.
    assertThat(bought.refusals()).isEqualTo(Map.of(MatchRefusal.NO_VOLUME_LEFT, 1L));
  }

  @Test
  void whyTheRestDoesNotMatchIsCountedByReason() {
    World world = new World(new SplittableRandom(1));
    Offers offers =
        new Offers(
            List.of(offer(AppOrder.open(APP, NanoRlc.of(1), 100, salt(1)), 1)),
            List.of(),
            List.of(
                offer(pool(7, 100, 1), 1),
                offer(pool(8, 1_000, 2), 1),
                offer(pool(8, 2_000, 3), 1)));
    Allocation bought = world.engine().buy(plain(10), 10, 1, offers);
    assertThat(bought.isWhole()).isTrue();
    assertThat(bought.total()).isEqualTo(NanoRlc.of(1_010));
    assertThat(bought.refusals()).isEqualTo(Map.of(MatchRefusal.POOL_TOO_DEAR, 2L));
  }

  private static Optional<NanoRlc> cheapest(
      LedgerModel ledger, Offers offers, Signed<RequestOrder> request) {
    List<NanoRlc> prices = new ArrayList<>();
    List<Signed<DatasetOrder>> datasets =
        request.order().dataset().isZero()
            ? List.of(signed(DatasetOrder.NONE))
            : offers.datasets().stream().map(BookOffer::signed).toList();
    for (BookOffer<AppOrder> app : offers.apps()) {
      for (Signed<DatasetOrder> dataset : datasets) {
        for (BookOffer<PoolOrder> pool : offers.pools()) {
          Quartet quartet = new Quartet(app.signed(), dataset, pool.signed(), request);
          if (ledger.copy().match(quartet) == LedgerModel.MATCHED) {
            prices.add(quartet.pricePerTask());
          }
        }
      }
    }
    return prices.stream().min(Comparator.naturalOrder());
  }

  private static void assertConserved(List<Fill> fills, Offers offers, long seed) {
    Map<Bytes32, Long> used = new HashMap<>();
    for (Fill fill : fills) {
      used.merge(fill.orders().app().hash(), fill.volume(), Long::sum);
      used.merge(fill.orders().dataset().hash(), fill.volume(), Long::sum);
      used.merge(fill.orders().pool().hash(), fill.volume(), Long::sum);
    }
    List<BookOffer<?>> all = new ArrayList<>(offers.apps());
    all.addAll(offers.datasets());
    all.addAll(offers.pools());
    for (BookOffer<?> offer : all) {
      assertThat(used.getOrDefault(offer.signed().hash(), 0L))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(offer.available());
    }
  }

  private static Signed<RequestOrder> plain(long volume) {
    return signed(
        new RequestOrder(
            APP,
            NanoRlc.of(10),
            Address.ZERO,
            NanoRlc.ZERO,
            Address.ZERO,
            NanoRlc.of(500),
            address(4),
            volume,
            Tag.NONE,
            0,
            1,
            Address.ZERO,
            Address.ZERO,
            "",
            salt(5)));
  }

  private static PoolOrder pool(int number, long price, int salt) {
    return new PoolOrder(
        address(number),
        NanoRlc.of(price),
        200,
        Tag.NONE,
        0,
        10,
        Address.ZERO,
        Address.ZERO,
        Address.ZERO,
        salt(salt));
  }

  private static <O extends Order> BookOffer<O> offer(O order, long second) {
    return new BookOffer<>(signed(order), order.volume(), Instant.ofEpochSecond(second));
  }

  private static <O extends Order> Signed<O> signed(O order) {
    return new Signed<>(order, order.hash(Bytes32.ZERO), "0x");
  }

  private static Address address(int number) {
    return new Address("0x" + String.format("%040x", number));
  }

  private static Bytes32 salt(int number) {
    return new Bytes32("0x" + String.format("%064x", number));
  }

  /** Orders that often fit and often just do not. */
  private static final class World implements MatchRules.Facts {
    private final SplittableRandom random;
    private final Map<Address, Set<Address>> groups = Map.of(GROUP, Set.of(address(7), APP));
    private int salts = 100;

    World(SplittableRandom random) {
      this.random = random;
    }

    MatchEngine engine() {
      return new MatchEngine(this, Bytes32.ZERO);
    }

    /** The ledger after what was used of the offers before. */
    LedgerModel ledger(Offers offers) {
      LedgerModel ledger = new LedgerModel(groups);
      List<BookOffer<?>> all = new ArrayList<>(offers.apps());
      all.addAll(offers.datasets());
      all.addAll(offers.pools());
      all.forEach(
          offer ->
              ledger.consume(offer.signed().hash(), offer.order().volume() - offer.available()));
      return ledger;
    }

    Offers offers() {
      List<BookOffer<AppOrder>> apps = new ArrayList<>();
      List<BookOffer<DatasetOrder>> datasets = new ArrayList<>();
      List<BookOffer<PoolOrder>> pools = new ArrayList<>();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        apps.add(listed(app()));
        datasets.add(listed(dataset()));
      }
      for (int i = random.nextInt(1, 7); i > 0; i--) {
        pools.add(listed(pool()));
      }
      return new Offers(apps, datasets, pools);
    }

    private <O extends Order> BookOffer<O> listed(O order) {
      return new BookOffer<>(signed(order), random.nextLong(1, order.volume() + 1), time());
    }

    Instant time() {
      return Instant.ofEpochSecond(random.nextInt(5));
    }

    AppOrder app() {
      return new AppOrder(
          APP,
          NanoRlc.of(random.nextLong(4)),
          random.nextLong(1, 20),
          tag(),
          restriction(DATASET),
          restriction(address(7)),
          restriction(address(4)),
          salt(salts++));
    }

    DatasetOrder dataset() {
      return new DatasetOrder(
          DATASET,
          NanoRlc.of(random.nextLong(4)),
          random.nextLong(1, 20),
          tag(),
          restriction(APP),
          restriction(address(7)),
          restriction(address(4)),
          salt(salts++));
    }

    PoolOrder pool() {
      return new PoolOrder(
          address(random.nextInt(6, 9)),
          NanoRlc.of(random.nextLong(6)),
          random.nextLong(1, 20),
          random.nextBoolean() ? Tag.ofBits(0, 1, 8) : Tag.NONE,
          random.nextInt(8) == 0 ? 1 : 0,
          random.nextLong(1, 5),
          restriction(APP),
          restriction(DATASET),
          restriction(address(4)),
          salt(salts++));
    }

    Signed<RequestOrder> request() {
      return signed(
          new RequestOrder(
              APP,
              NanoRlc.of(random.nextLong(1, 5)),
              random.nextBoolean() ? DATASET : Address.ZERO,
              NanoRlc.of(random.nextLong(1, 5)),
              restriction(address(7)),
              NanoRlc.of(random.nextLong(1, 7)),
              random.nextInt(5) == 0 ? address(5) : address(4),
              random.nextLong(1, 40),
              random.nextInt(5) == 0 ? Tag.ofBits(8) : Tag.NONE,
              0,
              random.nextLong(0, 4),
              Address.ZERO,
              Address.ZERO,
              "",
              salt(salts++)));
    }

    private Tag tag() {
      return switch (random.nextInt(8)) {
        case 0 -> Tag.ofBits(0, 1);
        case 1 -> Tag.ofBits(8);
        default -> Tag.NONE;
      };
    }

    /** Mostly none, sometimes the one that fits, a group, or a stranger. */
    private Address restriction(Address fitting) {
      return switch (random.nextInt(12)) {
        case 0 -> fitting;
        case 1 -> GROUP;
        case 2 -> random.nextBoolean() ? address(5) : Address.ZERO;
        default -> Address.ZERO;
      };
    }

    @Override
    public boolean categoryExists(long category) {
      return category <= 4;
    }

    @Override
    public boolean isRegistered(Address entry) {
      return true;
    }

    @Override
    public boolean isSignedByOwner(Signed<? extends Order> order) {
      return true;
    }

    @Override
    public long consumed(Signed<? extends Order> order) {
      throw new IllegalStateException("volumes are those of the offers");
    }

    @Override
    public boolean isMember(Address restriction, Address account) {
      return groups.getOrDefault(restriction, Set.of()).contains(account);
    }
  }
}
