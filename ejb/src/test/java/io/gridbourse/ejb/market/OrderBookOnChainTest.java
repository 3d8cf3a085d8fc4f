package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.HubCalls.OrderOperation;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.OrderStatus;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.chain.LedgerCalls;
import io.gridbourse.ejb.chain.LedgerEntries;
import io.gridbourse.ejb.chain.LedgerOrders;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.settings.MarketSettings;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The order book over a real chain and a real database. */
class OrderBookOnChainTest {
  @RegisterExtension static final FreshChain FRESH = FreshChain.plain();

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private TestMarket market;
  private Address app;

  @BeforeEach
  void openTheMarket() {
    database = TestDatabase.create();
    market = new TestMarket(chain, database, new InMemoryBags(), home);
    market.open();
    app = new Apps(database).find("noop").orElseThrow().address();
  }

  @Test
  void anOrderIsListedWithEitherFormOfItsSignature() {
    Signed<RequestOrder> first = request(3, 1);
    assertThat(listed(publish(first)).remaining()).isEqualTo(3);
    Signed<RequestOrder> second = request(3, 2);
    Signed<RequestOrder> compact =
        new Signed<>(second.order(), second.hash(), compact(second.signature()));
    assertThat(listed(publish(compact)).status()).isEqualTo(OrderStatus.OPEN);
    assertThat(market.book.count(BookFilter.open(OrderKind.REQUEST))).isEqualTo(2);
  }

  @Test
  void theSameOrderTwiceIsOneOrder() {
    Signed<RequestOrder> request = request(3, 1);
    assertThat(((Publication.Listed) publish(request)).isNew()).isTrue();
    assertThat(((Publication.Listed) publish(request)).isNew()).isFalse();
    assertThat(market.book.count(BookFilter.open(OrderKind.REQUEST))).isEqualTo(1);
  }

  @Test
  void aWalletHasAsManyOpenOrdersAsTheSettingsAllow() {
    PublishOrder strict =
        new PublishOrder(
            database,
            database,
            market.signing,
            new LedgerEntries(market.endpoint, market.settings.chain()),
            market.hub,
            new MarketSettings(2, 16, true),
            Clock.systemUTC());
    assertThat(publish(strict, request(3, 1))).isInstanceOf(Publication.Listed.class);
    assertThat(publish(strict, request(3, 2))).isInstanceOf(Publication.Listed.class);
    Publication third = publish(strict, request(3, 3));
    assertThat(refusal(third)).isEqualTo(Publication.Reason.QUOTA_EXCEEDED);
    assertThat(((Publication.Refused) third).detail()).contains("has 2 open orders");
    assertThat(publish(strict, request(3, 2))).isInstanceOf(Publication.Listed.class);
  }

  @Test
  void whatOthersOrOtherKeysSignedIsRefused() {
    AppOrder offer = AppOrder.open(app, NanoRlc.of(5), 10, Bytes32.ZERO);
    assertThat(refusal(publish(market.signing.sign("requester", offer))))
        .isEqualTo(Publication.Reason.NOT_SIGNED_BY_OWNER);
    Signed<AppOrder> elsewhere =
        new Signed<>(offer, offer.hash(Bytes32.ZERO), sign("provider", offer.hash(Bytes32.ZERO)));
    assertThat(refusal(publish(elsewhere))).isEqualTo(Publication.Reason.NOT_SIGNED_BY_OWNER);
    Signed<AppOrder> right = market.signing.sign("provider", offer);
    assertThat(refusal(publish(new Signed<>(offer, right.hash(), highS(right.signature())))))
        .isEqualTo(Publication.Reason.NOT_SIGNED_BY_OWNER);
    assertThat(refusal(publish(new Signed<>(offer, right.hash(), "0x"))))
        .isEqualTo(Publication.Reason.NOT_SIGNED_BY_OWNER);
    String lowV = right.signature().substring(0, 130) + "00";
    assertThat(refusal(publish(new Signed<>(offer, right.hash(), lowV))))
        .isEqualTo(Publication.Reason.NOT_SIGNED_BY_OWNER);
    AppOrder foreign = AppOrder.open(chain.keys.addressOf("provider"), NanoRlc.of(5), 1, salt(9));
    assertThat(refusal(publish(market.signing.sign("provider", foreign))))
        .isEqualTo(Publication.Reason.ENTRY_NOT_REGISTERED);
    assertThat(publish(right)).isInstanceOf(Publication.Listed.class);
  }

  @Test
  void anOrderThatWasSignedOnTheLedgerNeedsNoSignature() {
    AppOrder offer = AppOrder.open(app, NanoRlc.of(5), 10, salt(4));
    Signed<AppOrder> bare =
        new Signed<>(offer, market.signing.sign("provider", offer).hash(), "0x");
    chain.send(
        "provider",
        chain.ledger().hub(),
        HubCalls.manage(LedgerOrders.app(bare), OrderOperation.SIGN));
    assertThat(publish(bare)).isInstanceOf(Publication.Listed.class);
  }

  @Test
  void aRequestThatNoOfferMeetsIsRefused() {
    RequestOrder order = request(3, 1).order();
    RequestOrder mean =
        new RequestOrder(
            order.app(),
            NanoRlc.ZERO,
            order.dataset(),
            order.datasetMaxPrice(),
            order.pool(),
            order.poolMaxPrice(),
            order.requester(),
            order.volume(),
            order.tag(),
            order.category(),
            order.trust(),
            order.beneficiary(),
            order.callback(),
            order.params(),
            order.salt());
    assertThat(refusal(publish(market.signing.sign("requester", mean))))
        .isEqualTo(Publication.Reason.NOT_MATCHABLE);
  }

  @Test
  void aDealTakesVolumeAndAReorganisationGivesItBack() {
    Signed<RequestOrder> request = request(7, 1);
    Signed<AppOrder> offer = appOrder(10);
    publish(offer);
    publish(request);
    chain.send("requester", chain.ledger().hub(), match(offer, request));
    market.reconcile.reconcile();
    assertThat(found(request).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(found(offer).remaining()).isEqualTo(3);
    chain.reorg(1);
    market.reconcile.reconcile();
    assertThat(found(request).status()).isEqualTo(OrderStatus.OPEN);
    assertThat(found(request).remaining()).isEqualTo(7);
    assertThat(found(offer).remaining()).isEqualTo(10);
  }

  @Test
  void whatWasUsedBeforeItsPublicationIsKnown() {
    Signed<RequestOrder> request = request(4, 1);
    Signed<AppOrder> offer = appOrder(10);
    chain.send("requester", chain.ledger().hub(), match(offer, request));
    market.rounds(1);
    assertThat(listed(publish(offer)).remaining()).isEqualTo(6);
    assertThat(refusal(publish(request))).isEqualTo(Publication.Reason.USED_UP);
  }

  @Test
  void anOrderThatIsClosedOnTheLedgerLeavesTheBookUnlessItsBlockDoes() {
    Signed<AppOrder> offer = appOrder(10);
    publish(offer);
    chain.send(
        "provider",
        chain.ledger().hub(),
        HubCalls.manage(LedgerOrders.app(offer), OrderOperation.CLOSE));
    market.reconcile.reconcile();
    assertThat(found(offer).status()).isEqualTo(OrderStatus.CLOSED);
    assertThat(found(offer).remaining()).isZero();
    chain.reorg(1);
    market.reconcile.reconcile();
    assertThat(found(offer).status()).isEqualTo(OrderStatus.OPEN);
  }

  @Test
  void anOwnerWithdrawsOneTheLastOrAllAndNobodyElseDoes() {
    Signed<AppOrder> first = appOrder(10);
    Signed<AppOrder> second = market.signing.sign("provider", open(11));
    publish(first);
    publish(second);
    Address owner = chain.keys.addressOf("provider");
    assertThat(market.withdrawing.one(Address.ZERO, OrderKind.APP, first.hash())).isEmpty();
    assertThat(market.withdrawing.one(owner, OrderKind.POOL, first.hash())).isEmpty();
    assertThat(market.withdrawing.last(owner, OrderKind.APP, app))
        .containsExactly(second.hash().hex());
    assertThat(market.withdrawing.one(owner, OrderKind.APP, first.hash()))
        .containsExactly(first.hash().hex());
    // The offer that came with the app's registration is still there.
    assertThat(market.withdrawing.all(owner, OrderKind.APP, app)).hasSize(1);
    assertThat(market.book.count(BookFilter.open(OrderKind.APP))).isZero();
    assertThat(((Publication.Listed) publish(first)).isNew()).isTrue();
    assertThat(found(first).status()).isEqualTo(OrderStatus.OPEN);
  }

  @Test
  void anOrderThatIsBroadcastOnTheLedgerComesIntoTheBook() {
    Signed<AppOrder> offer = appOrder(10);
    broadcast(HubCalls.broadcast(LedgerOrders.app(offer)));
    assertThat(market.book.find(offer.hash())).as("not before it is looked at").isEmpty();
    assertThat(market.broadcasts.list()).isTrue();
    assertThat(found(offer).status()).isEqualTo(OrderStatus.OPEN);
    Signed<RequestOrder> request = request(3, 1);
    broadcast(HubCalls.broadcast(LedgerOrders.request(request)));
    market.broadcasts.list();
    assertThat(found(request).remaining()).isEqualTo(3);
    assertThat(outcomes()).containsExactly("LISTED", "LISTED");
    assertThat(market.broadcasts.list()).as("once").isFalse();
  }

  @Test
  void whatIsBroadcastWithoutTheOwnersSignatureIsNotListed() {
    AppOrder offer = open(10);
    Signed<AppOrder> forged = market.signing.sign("requester", offer);
    broadcast(HubCalls.broadcast(LedgerOrders.app(forged)));
    Bytes32 none = DatasetOrder.NONE.hash(market.signing.separator());
    Signed<DatasetOrder> empty = new Signed<>(DatasetOrder.NONE, none, "0x");
    broadcast(HubCalls.broadcast(LedgerOrders.dataset(empty)));
    assertThat(market.broadcasts.list()).isFalse();
    assertThat(market.book.find(forged.hash())).isEmpty();
    assertThat(outcomes()).containsExactly("NOT_SIGNED_BY_OWNER", "MEMBER_INVALID");
  }

  @Test
  void aBroadcastIsForgottenWithItsBlockUnlessItIsListed() {
    Signed<AppOrder> offer = appOrder(10);
    broadcast(HubCalls.broadcast(LedgerOrders.app(offer)));
    chain.reorg(1);
    market.reconcile.reconcile();
    assertThat(market.broadcasts.list()).isFalse();
    assertThat(market.book.find(offer.hash())).isEmpty();
    broadcast(HubCalls.broadcast(LedgerOrders.app(offer)));
    market.broadcasts.list();
    chain.reorg(1);
    market.reconcile.reconcile();
    assertThat(found(offer).status()).as("its owner signed it").isEqualTo(OrderStatus.OPEN);
  }

  /** By anybody. */
  private void broadcast(String call) {
    chain.send("deployer", chain.ledger().hub(), call);
    market.reconcile.reconcile();
  }

  private List<String> outcomes() {
    return new Sql(database)
        .list("select outcome from order_broadcast order by event_id", row -> row.getString(1));
  }

  private Publication publish(Signed<? extends Order> signed) {
    return publish(market.publishing, signed);
  }

  private static Publication publish(PublishOrder publishing, Signed<? extends Order> signed) {
    try {
      JsonNode tree = Json.mapper().readTree(OrderForm.write(signed));
      return publishing.publish(
          OrderKind.of(signed.order()), tree, Optional.empty(), Optional.empty());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ListedOrder listed(Publication publication) {
    assertThat(publication).isInstanceOf(Publication.Listed.class);
    return ((Publication.Listed) publication).order();
  }

  private static Publication.Reason refusal(Publication publication) {
    assertThat(publication).isInstanceOf(Publication.Refused.class);
    return ((Publication.Refused) publication).reason();
  }

  private ListedOrder found(Signed<? extends Order> signed) {
    return market.book.find(signed.hash()).orElseThrow();
  }

  private Signed<AppOrder> appOrder(long volume) {
    return market.signing.sign("provider", open(volume));
  }

  private AppOrder open(long volume) {
    return AppOrder.open(app, NanoRlc.of(5), volume, salt((int) volume));
  }

  private Signed<RequestOrder> request(long volume, int salt) {
    Address requester = chain.keys.addressOf("requester");
    return market.signing.sign(
        "requester",
        new RequestOrder(
            app,
            NanoRlc.of(1_000),
            Address.ZERO,
            NanoRlc.ZERO,
            Address.ZERO,
            NanoRlc.of(1_000_000),
            requester,
            volume,
            Tag.NONE,
            0,
            1,
            requester,
            Address.ZERO,
            "{\"iexec_args\":\"run {index}\"}",
            salt(salt)));
  }

  private String match(Signed<AppOrder> offer, Signed<RequestOrder> request) {
    Signed<PoolOrder> pool = new Orders(database, market.signing.separator()).ofPools().get(0);
    Bytes32 none = DatasetOrder.NONE.hash(market.signing.separator());
    return LedgerCalls.match(
        new Quartet(offer, new Signed<>(DatasetOrder.NONE, none, "0x"), pool, request));
  }

  private String sign(String key, Bytes32 hash) {
    return chain.keys.sign(key, hash);
  }

  private static Bytes32 salt(int number) {
    return new Bytes32("0x" + String.format("%064x", number));
  }

  /** EIP-2098. */
  private static String compact(String signature) {
    byte[] bytes = Hex.bytes(signature);
    byte[] compact = java.util.Arrays.copyOf(bytes, 64);
    if (bytes[64] == 28) {
      compact[32] |= (byte) 0x80;
    }
    return Hex.of(compact);
  }

  /** The other signature that the curve has for every signature. */
  private static String highS(String signature) {
    java.math.BigInteger order =
        new java.math.BigInteger(
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    java.math.BigInteger s = new java.math.BigInteger(signature.substring(66, 130), 16);
    String v = signature.endsWith("1b") ? "1c" : "1b";
    return signature.substring(0, 66) + String.format("%064x", order.subtract(s)) + v;
  }
}
