package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.domain.ledger.DomainSeparator;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.chain.LedgerOrders;
import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The domain's order hashes against those that the contracts' tests prove right on chain. */
class OrderHashTest {
  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ordersHaveTheHashOfTheLedgerAndSurviveItsWords(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Address hub = address(random);
    long chainId = random.nextLong(1, Long.MAX_VALUE);
    Bytes32 separator = DomainSeparator.of(chainId, hub);
    SigningDomain domain = new SigningDomain(chainId, hub.hex());
    assertThat(separator.bytes()).isEqualTo(domain.separator());

    Signed<AppOrder> app = signed(app(random), separator);
    assertThat(app.hash().bytes()).isEqualTo(domain.digestOf(LedgerOrders.app(app)));
    assertThat(LedgerOrders.app(LedgerOrders.app(app), separator)).isEqualTo(app);
    Signed<DatasetOrder> dataset = signed(dataset(random), separator);
    assertThat(dataset.hash().bytes()).isEqualTo(domain.digestOf(LedgerOrders.dataset(dataset)));
    Signed<PoolOrder> pool = signed(pool(random), separator);
    assertThat(pool.hash().bytes()).isEqualTo(domain.digestOf(LedgerOrders.pool(pool)));
    assertThat(LedgerOrders.pool(LedgerOrders.pool(pool), separator)).isEqualTo(pool);
    Signed<RequestOrder> request = signed(request(random), separator);
    assertThat(request.hash().bytes()).isEqualTo(domain.digestOf(LedgerOrders.request(request)));
    assertThat(LedgerOrders.request(LedgerOrders.request(request), separator)).isEqualTo(request);
  }

  private static <O extends Order> Signed<O> signed(O order, Bytes32 separator) {
    return new Signed<>(order, order.hash(separator), "0x");
  }

  private static AppOrder app(SplittableRandom random) {
    return new AppOrder(
        address(random),
        amount(random),
        volume(random),
        tag(random),
        address(random),
        address(random),
        address(random),
        word(random));
  }

  private static DatasetOrder dataset(SplittableRandom random) {
    return new DatasetOrder(
        address(random),
        amount(random),
        volume(random),
        tag(random),
        address(random),
        address(random),
        address(random),
        word(random));
  }

  private static PoolOrder pool(SplittableRandom random) {
    return new PoolOrder(
        address(random),
        amount(random),
        volume(random),
        tag(random),
        random.nextInt(5),
        random.nextInt(1, 100_000),
        address(random),
        address(random),
        address(random),
        word(random));
  }

  private static RequestOrder request(SplittableRandom random) {
    return new RequestOrder(
        address(random),
        amount(random),
        address(random),
        amount(random),
        address(random),
        amount(random),
        address(random),
        volume(random),
        tag(random),
        random.nextInt(5),
        random.nextInt(100_000),
        address(random),
        address(random),
        "{\"iexec_args\":\"ä " + random.nextLong() + "\"}",
        word(random));
  }

  private static Address address(SplittableRandom random) {
    return new Address(Hex.of(bytes(random, 20)));
  }

  private static Bytes32 word(SplittableRandom random) {
    return Bytes32.of(bytes(random, 32));
  }

  private static Tag tag(SplittableRandom random) {
    return new Tag(word(random));
  }

  private static NanoRlc amount(SplittableRandom random) {
    return new NanoRlc(new BigInteger(1, bytes(random, random.nextInt(33))));
  }

  private static long volume(SplittableRandom random) {
    return random.nextLong(Order.VOLUME_MAX);
  }

  private static byte[] bytes(SplittableRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
