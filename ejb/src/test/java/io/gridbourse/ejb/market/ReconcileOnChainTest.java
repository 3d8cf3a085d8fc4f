package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.LedgerCalls;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.AuditAccounts;
import io.gridbourse.ejb.ledger.LedgerAlarm;
import io.gridbourse.ejb.ledger.LedgerIncident;
import io.gridbourse.ejb.ledger.OutboxState;
import io.gridbourse.ejb.settings.SettingsRefusal;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The reader of the chain against reorganisations, restarts, and what others do on the ledger. */
class ReconcileOnChainTest {
  private static final String BAG =
      """
      apiVersion: gridbourse/v1
      kind: Bag
      spec:
        app: {ref: noop}
        params: {task: {range: "0-9"}}
        market: {category: XS}
      """;

  @RegisterExtension static final FreshChain FRESH = FreshChain.plain();

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private InMemoryBags bags;
  private TestMarket market;
  private Sql sql;

  @BeforeEach
  void openTheMarket() {
    database = TestDatabase.create();
    sql = new Sql(database);
    bags = new InMemoryBags();
    market = newNode();
    market.open();
  }

  @Test
  void anEventThatAReorganisationDroppedIsTakenBackAndComesAgain() {
    BagId bag = submitted();
    minedAndSeen();
    assertThat(events("ORPHANED")).isZero();
    chain.reorg(1);
    market.reconcile.reconcile();
    assertThat(events("ORPHANED")).isPositive();
    assertThat(compensations()).isPositive();
    assertThat(market.audit.audit().discrepancies()).isEmpty();
    market.rounds(6);
    assertQueuedOnce(bag);
  }

  @Test
  void aDealThatADeepReorganisationDropsIsSentAgainAndStaysOneDeal() {
    BagId bag = submitted();
    market.rounds(4);
    assertQueuedOnce(bag);
    long block = sql.first("select block_number from deal", row -> row.getLong(1)).orElseThrow();
    chain.reorg((int) (chain.head() - block + 1));
    market.reconcile.reconcile();
    assertThat(events("ORPHANED")).isPositive();
    assertThat(market.incidents.isFrozen()).isTrue();
    assertThat(market.alarms.fired())
        .extracting(LedgerAlarm::kind)
        .containsExactly("DEEP_REORGANISATION");
    assertThat(market.audit.audit().discrepancies()).isEmpty();
    market.rounds(6);
    assertQueuedOnce(bag);
    assertThat(market.incidents.isFrozen()).isFalse();
    LedgerIncident incident = market.incidents.list(OptionalLong.empty(), 10).get(0);
    assertThat(incident.kind()).isEqualTo(LedgerIncident.Kind.DEEP_REORGANISATION);
    assertThat(incident.endedBy()).contains("audit");
    assertThat(incident.remedy().orElseThrow()).startsWith("the books equal the contract at block");
    assertThat(sql.first("select lost_at is null from deal", row -> row.getBoolean(1)))
        .contains(true);
    assertThat(market.handled.heard().stream().filter(heard -> heard.contains("OrdersMatched")))
        .containsExactly(
            "seen OrdersMatched",
            "final OrdersMatched",
            "undone OrdersMatched final",
            "seen OrdersMatched",
            "final OrdersMatched");
  }

  @Test
  void aDealThatVanishedForGoodStopsItsBagAndSaysSo() {
    BagId bag = submitted();
    market.rounds(4);
    assertQueuedOnce(bag);
    long block = sql.first("select block_number from deal", row -> row.getLong(1)).orElseThrow();
    chain.reorg((int) (chain.head() - block + 1));
    BigInteger free =
        market.hub.balance(chain.keys.addressOf("requester"), OptionalLong.empty()).free().units();
    chain.send("requester", chain.ledger().hub(), HubCalls.withdraw(free));
    for (int i = 0; i < 40 && !bags.find(bag).orElseThrow().cancelRequested(); i++) {
      market.rounds(1);
      sql.update("update outbox_tx set updated_at = updated_at - interval '1 minute'");
    }
    assertThat(bags.find(bag).orElseThrow().cancelRequested()).isTrue();
    assertThat(market.incidents.open())
        .extracting(LedgerIncident::kind)
        .containsExactly(LedgerIncident.Kind.DEALS_LOST);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void whileBooksDifferNothingNewIsSignedAndAnAuditExplains() {
    sql.update(
        "insert into account_entry (event_id, block_number, account, bucket, amount)"
            + " select event_id, block_number, account, bucket, 7 from account_entry where"
            + " bucket = 'FREE' order by id desc limit 1");
    AuditAccounts.Discrepancy found = market.audit.audit().discrepancies().get(0);
    assertThat(found.ours().subtract(found.theirs())).isEqualTo(7);
    long block =
        sql.first("select block_number from account_entry where amount = 7", row -> row.getLong(1))
            .orElseThrow();
    assertThat(market.audit.explain(found)).contains("different from block " + block);
    market.incidents.raise(LedgerIncident.Kind.BOOKS_DIFFER, "by hand", OptionalLong.empty());
    BagId bag = submitted();
    market.rounds(3);
    assertThat(bags.find(bag).orElseThrow().state()).isEqualTo(BagState.MATCHING);
    assertThat(market.incidents.isFrozen()).isTrue();
    sql.update("delete from account_entry where amount = 7");
    sql.update("update node_lease set expires = '-infinity'");
    market = newNode();
    market.follow.start();
    market.rounds(6);
    assertThat(market.incidents.isFrozen()).isFalse();
    assertQueuedOnce(bag);
  }

  @Test
  void aServerWhoseBlocksAreAllGoneReadsTheChainAgainFromItsStart() {
    BagId bag = submitted();
    market.rounds(4);
    assertQueuedOnce(bag);
    long events = events("FINAL");
    sql.update(
        "update chain_block set hash = '0x' || md5(hash) || md5('x') || '' where number > 0");
    sql.update(
        "update chain_cursor set hash = (select max(b.hash) from chain_block b"
            + " where b.number = chain_cursor.number and b.canonical)");
    sql.update("delete from chain_block where number < 5 and number > 0");
    sql.update("update chain_block set hash = '0x' || md5('0') || md5('x') where number = 0");
    market.rounds(6);
    assertThat(events("FINAL")).isEqualTo(events);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
    assertThat(market.incidents.isFrozen()).isFalse();
    assertThat(bags.moves()).isEqualTo(2);
  }

  @Test
  void anEventThatMovesToAnotherBlockCountsOnceAtTheNewBlock() {
    BagId bag = submitted();
    minedAndSeen();
    String raw =
        sql.first("select raw from outbox_tx where intent like 'match:%'", r -> r.getString(1))
            .orElseThrow();
    chain.mine(1);
    chain.reorg(2, raw, 1);
    market.rounds(6);
    assertQueuedOnce(bag);
    assertThat(
            sql.list(
                "select state from chain_event where kind = 'OrdersMatched' order by id",
                row -> row.getString(1)))
        .containsExactly("ORPHANED", "FINAL");
  }

  @Test
  void aNodeThatEndsAfterEveryRoundLosesAndRepeatsNothing() {
    BagId bag = submitted();
    for (int i = 0; i < 8; i++) {
      newNode().follow.round();
      market.leases.release();
      sql.update("update node_lease set expires = '-infinity'");
      chain.mine(1);
    }
    assertThat(bags.find(bag).orElseThrow().state()).isEqualTo(BagState.QUEUED);
    market = newNode();
    assertQueuedOnce(bag);
  }

  @Test
  void aBagThatCannotBeOpenedLeavesItsEventOpen() {
    BagId bag = submitted();
    market.send.send();
    chain.mine(4);
    sql.update("alter table deal rename to deal_away");
    assertThatThrownBy(() -> market.reconcile.reconcile()).hasMessageContaining("deal");
    sql.update("alter table deal_away rename to deal");
    assertThat(events("SEEN") + events("CONFIRMED")).isPositive();
    market.rounds(2);
    assertQueuedOnce(bag);
  }

  @Test
  void aDealThatOthersMadeBecomesABagOfItsOwn() {
    Signed<RequestOrder> request = foreignRequest("{\"iexec_args\":\"run --index {index} 'a b'\"}");
    chain.send("requester", chain.ledger().hub(), matchOf(request));
    market.rounds(4);
    Bag bag = bags.inState(BagState.QUEUED, 10).get(0);
    assertThat(bag.spec().command()).containsExactly("noop", "run", "--index", "{index}", "a b");
    assertThat(bag.spec().tasks()).isEqualTo(7);
    assertThat(bag.spec().app()).isEqualTo("noop");
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void theBooksBalanceWithTheHubAtEveryBlock() {
    for (int i = 0; i < 3; i++) {
      submitted();
      market.rounds(1);
      assertThat(market.audit.audit().discrepancies()).isEmpty();
    }
    sql.update("update account_entry set amount = amount + 1 where id = 1");
    assertThat(market.audit.audit().balances()).isFalse();
  }

  @Test
  void aChainThatIsNotOursIsRefusedWithTheRemedy() {
    sql.update("update chain_cursor set genesis = ?", "0x" + "ab".repeat(32));
    assertThatThrownBy(() -> newNode().follow.start())
        .isInstanceOf(SettingsRefusal.class)
        .hasMessageContaining("set up anew")
        .hasMessageContaining("empty database");
    sql.update("update chain_cursor set chain_id = 1");
    assertThatThrownBy(() -> newNode().follow.start())
        .isInstanceOf(SettingsRefusal.class)
        .hasMessageContaining("follows the chain 1");
  }

  @Test
  void onAQuietChainARoundWritesNothing() {
    market.rounds(4);
    long before = rows();
    for (int i = 0; i < 5; i++) {
      market.reconcile.reconcile();
    }
    assertThat(rows()).isEqualTo(before);
  }

  private BagId submitted() {
    Submission submission = market.submit(BAG, SubmitOptions.NOW);
    return ((Submission.Accepted) submission).bag();
  }

  private void minedAndSeen() {
    market.send.send();
    market.send.send();
    market.reconcile.reconcile();
    String state =
        sql.first("select state from outbox_tx where intent like 'match:%'", r -> r.getString(1))
            .orElseThrow();
    assertThat(state).isEqualTo(OutboxState.MINED.name());
    assertThat(events("SEEN")).isPositive();
  }

  private void assertQueuedOnce(BagId bag) {
    market.rounds(1);
    assertThat(bags.find(bag).orElseThrow().state()).isEqualTo(BagState.QUEUED);
    assertThat(bags.moves()).isEqualTo(2);
    assertThat(sql.first("select count(*) from deal", row -> row.getLong(1))).contains(1L);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  private Signed<RequestOrder> foreignRequest(String params) {
    Orders orders = new Orders(database, market.signing.separator());
    Address app = new Apps(database).find("noop").orElseThrow().address();
    NanoRlc price = orders.ofPools().get(0).order().price();
    return market.signing.sign(
        "requester",
        new RequestOrder(
            app,
            NanoRlc.of(1000),
            Address.ZERO,
            NanoRlc.ZERO,
            Address.ZERO,
            price,
            chain.keys.addressOf("requester"),
            7,
            Tag.NONE,
            0,
            1,
            Address.ZERO,
            Address.ZERO,
            params,
            Bytes32.ZERO));
  }

  private String matchOf(Signed<RequestOrder> request) {
    Orders orders = new Orders(database, market.signing.separator());
    return LedgerCalls.match(
        new io.gridbourse.domain.market.MatchRules.Quartet(
            orders.ofApp(request.order().app()).orElseThrow(),
            new Signed<>(
                io.gridbourse.domain.market.DatasetOrder.NONE,
                io.gridbourse.domain.market.DatasetOrder.NONE.hash(market.signing.separator()),
                "0x"),
            orders.ofPools().get(0),
            request));
  }

  private TestMarket newNode() {
    return new TestMarket(chain, database, bags, home);
  }

  private long events(String state) {
    return sql.first(
            "select count(*) from chain_event where state = ?", row -> row.getLong(1), state)
        .orElseThrow();
  }

  private long compensations() {
    return sql.first("select count(*) from account_entry where compensates", row -> row.getLong(1))
        .orElseThrow();
  }

  private long rows() {
    return sql.first(
            "select (select count(*) from chain_block) + (select count(*) from chain_event)"
                + " + (select count(*) from account_entry)",
            row -> row.getLong(1))
        .orElseThrow();
  }
}
