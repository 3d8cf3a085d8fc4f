package io.gridbourse.ejb.chain;

import io.gridbourse.contracts.WorkerpoolOrder;
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
import java.math.BigInteger;

/** Orders in the ledger's words, and back. */
public final class LedgerOrders {
  private LedgerOrders() {}

  /** The order as the ledger takes it. */
  public static io.gridbourse.contracts.AppOrder app(Signed<AppOrder> signed) {
    AppOrder order = signed.order();
    return new io.gridbourse.contracts.AppOrder(
        order.app().hex(),
        order.price().units(),
        BigInteger.valueOf(order.volume()),
        order.tag().word().hex(),
        order.datasetRestrict().hex(),
        order.poolRestrict().hex(),
        order.requesterRestrict().hex(),
        order.salt().hex(),
        signed.signature());
  }

  /** The order as the ledger takes it. */
  public static io.gridbourse.contracts.DatasetOrder dataset(Signed<DatasetOrder> signed) {
    DatasetOrder order = signed.order();
    return new io.gridbourse.contracts.DatasetOrder(
        order.dataset().hex(),
        order.price().units(),
        BigInteger.valueOf(order.volume()),
        order.tag().word().hex(),
        order.appRestrict().hex(),
        order.poolRestrict().hex(),
        order.requesterRestrict().hex(),
        order.salt().hex(),
        signed.signature());
  }

  /** The order as the ledger takes it. */
  public static WorkerpoolOrder pool(Signed<PoolOrder> signed) {
    PoolOrder order = signed.order();
    return new WorkerpoolOrder(
        order.pool().hex(),
        order.price().units(),
        BigInteger.valueOf(order.volume()),
        order.tag().word().hex(),
        BigInteger.valueOf(order.category()),
        BigInteger.valueOf(order.trust()),
        order.appRestrict().hex(),
        order.datasetRestrict().hex(),
        order.requesterRestrict().hex(),
        order.salt().hex(),
        signed.signature());
  }

  /** The order as the ledger takes it. */
  public static io.gridbourse.contracts.RequestOrder request(Signed<RequestOrder> signed) {
    RequestOrder order = signed.order();
    return new io.gridbourse.contracts.RequestOrder(
        order.app().hex(),
        order.appMaxPrice().units(),
        order.dataset().hex(),
        order.datasetMaxPrice().units(),
        order.pool().hex(),
        order.poolMaxPrice().units(),
        order.requester().hex(),
        BigInteger.valueOf(order.volume()),
        order.tag().word().hex(),
        BigInteger.valueOf(order.category()),
        BigInteger.valueOf(order.trust()),
        order.beneficiary().hex(),
        order.callback().hex(),
        order.params(),
        order.salt().hex(),
        signed.signature());
  }

  /** An app order from the ledger's words. */
  public static Signed<AppOrder> app(io.gridbourse.contracts.AppOrder order, Bytes32 separator) {
    return signed(
        new AppOrder(
            new Address(order.app()),
            new NanoRlc(order.appprice()),
            order.volume().longValueExact(),
            tag(order.tag()),
            new Address(order.datasetrestrict()),
            new Address(order.workerpoolrestrict()),
            new Address(order.requesterrestrict()),
            new Bytes32(order.salt())),
        separator,
        order.sign());
  }

  /** A dataset order from the ledger's words. */
  public static Signed<DatasetOrder> dataset(
      io.gridbourse.contracts.DatasetOrder order, Bytes32 separator) {
    return signed(
        new DatasetOrder(
            new Address(order.dataset()),
            new NanoRlc(order.datasetprice()),
            order.volume().longValueExact(),
            tag(order.tag()),
            new Address(order.apprestrict()),
            new Address(order.workerpoolrestrict()),
            new Address(order.requesterrestrict()),
            new Bytes32(order.salt())),
        separator,
        order.sign());
  }

  /** A pool order from the ledger's words. */
  public static Signed<PoolOrder> pool(WorkerpoolOrder order, Bytes32 separator) {
    return signed(
        new PoolOrder(
            new Address(order.workerpool()),
            new NanoRlc(order.workerpoolprice()),
            order.volume().longValueExact(),
            tag(order.tag()),
            order.category().longValueExact(),
            order.trust().longValueExact(),
            new Address(order.apprestrict()),
            new Address(order.datasetrestrict()),
            new Address(order.requesterrestrict()),
            new Bytes32(order.salt())),
        separator,
        order.sign());
  }

  /** A request order from the ledger's words. */
  public static Signed<RequestOrder> request(
      io.gridbourse.contracts.RequestOrder order, Bytes32 separator) {
    return signed(
        new RequestOrder(
            new Address(order.app()),
            new NanoRlc(order.appmaxprice()),
            new Address(order.dataset()),
            new NanoRlc(order.datasetmaxprice()),
            new Address(order.workerpool()),
            new NanoRlc(order.workerpoolmaxprice()),
            new Address(order.requester()),
            order.volume().longValueExact(),
            tag(order.tag()),
            order.category().longValueExact(),
            order.trust().longValueExact(),
            new Address(order.beneficiary()),
            new Address(order.callback()),
            order.params(),
            new Bytes32(order.salt())),
        separator,
        order.sign());
  }

  private static <O extends Order> Signed<O> signed(O order, Bytes32 separator, String signature) {
    return new Signed<>(order, order.hash(separator), signature);
  }

  private static Tag tag(String word) {
    return new Tag(new Bytes32(word));
  }
}
