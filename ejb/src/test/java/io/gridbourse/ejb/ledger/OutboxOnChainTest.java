package io.gridbourse.ejb.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Endpoint;
import io.gridbourse.ejb.chain.JsonRpcChain;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The outbox against a real chain that loses, refuses and reorders. */
class OutboxOnChainTest {
  private static final String KEY = "requester";

  @RegisterExtension static final FreshChain FRESH = FreshChain.plain();

  @TempDir private Path home;
  private final MovableClock clock = new MovableClock();
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private TestMarket market;
  private JsonRpcChain rpc;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    market = new TestMarket(chain, database, new InMemoryBags(), home, clock);
    rpc = new JsonRpcChain(new Endpoint(chain.rpc(), clock));
  }

  @Test
  void anIntentIsStoredOnceAndBecomesFinal() {
    assertThat(plan("a", 1)).isTrue();
    assertThat(plan("a", 1)).isFalse();
    rounds(3);
    assertThat(state("a")).isEqualTo(OutboxState.FINAL);
    assertThat(market.outbox.find("a").orElseThrow().mined()).isPresent();
  }

  @Test
  void aRefusalOfTheContractIsStoredWithItsReason() {
    plan("too much", 1_000_000_000);
    for (int i = 0; i < SendTransactions.REFUSALS_MAX; i++) {
      market.send.send();
      clock.advance(Duration.ofSeconds(1));
    }
    OutboxEntry entry = market.outbox.find("too much").orElseThrow();
    assertThat(entry.state()).isEqualTo(OutboxState.REFUSED);
    assertThat(entry.reasonCode()).contains("InsufficientFunds");
    assertThat(entry.reason().orElseThrow()).contains("InsufficientFunds(");
    assertThat(entry.nonce()).isEmpty();
  }

  @Test
  void aNodeThatEndsAfterSigningIsFollowedByOneThatSendsTheSameBytes() {
    chain.automine(false);
    plan("a", 1);
    market.send.send();
    String raw = entry("a").signed().orElseThrow().raw();
    chain.rpc("anvil_dropTransaction", entry("a").signed().orElseThrow().hash().hex());
    new Sql(database).update("update outbox_tx set state = 'SIGNED', sent_at = null");
    market.leases.release();
    TestMarket next = new TestMarket(chain, database, new InMemoryBags(), home, clock);
    next.send.send();
    chain.automine(true);
    chain.mine(1);
    for (int i = 0; i < 3; i++) {
      next.send.send();
      chain.mine(2);
    }
    next.send.send();
    assertThat(state("a")).isEqualTo(OutboxState.FINAL);
    assertThat(entry("a").signed().orElseThrow().raw()).isEqualTo(raw);
    assertThat(entry("a").attempts()).isEqualTo(1);
  }

  @Test
  void aTransactionThatTheChainLostIsSentAgainWithTheSameBytes() {
    chain.automine(false);
    plan("a", 1);
    market.send.send();
    Bytes32 hash = entry("a").signed().orElseThrow().hash();
    chain.rpc("anvil_dropTransaction", hash.hex());
    clock.advance(Duration.ofSeconds(3));
    market.send.send();
    assertThat(state("a")).isEqualTo(OutboxState.DROPPED);
    market.send.send();
    assertThat(rpc.knows(hash)).isTrue();
    chain.automine(true);
    chain.mine(1);
    rounds(3);
    assertThat(state("a")).isEqualTo(OutboxState.FINAL);
    assertThat(entry("a").signed().orElseThrow().hash()).isEqualTo(hash);
  }

  @Test
  void feesAreRaisedByAnEighthAtTheSameNonceAndOneFormIsMined() {
    chain.automine(false);
    plan("a", 1);
    market.send.send();
    OutboxEntry before = entry("a");
    clock.advance(Duration.ofSeconds(31));
    market.send.send();
    OutboxEntry after = entry("a");
    assertThat(after.nonce()).isEqualTo(before.nonce());
    assertThat(after.attempts()).isEqualTo(2);
    assertRaised(before.signed().orElseThrow().maxFee(), after.signed().orElseThrow().maxFee());
    assertRaised(before.signed().orElseThrow().tip(), after.signed().orElseThrow().tip());
    chain.automine(true);
    chain.mine(1);
    rounds(3);
    assertThat(state("a")).isEqualTo(OutboxState.FINAL);
    assertThat(forms()).hasSize(2);
    assertThat(forms().stream().filter(hash -> rpc.receipt(hash).isPresent())).hasSize(1);
  }

  @Test
  void afterFiveRaisesAnOperatorIsCalledAndNothingIsSignedAnyMore() {
    chain.automine(false);
    plan("a", 1);
    for (int i = 0; i < 9; i++) {
      market.send.send();
      clock.advance(Duration.ofSeconds(31));
    }
    assertThat(entry("a").attempts()).isEqualTo(1 + SendTransactions.BUMPS_MAX);
    assertThat(alarms()).isEqualTo(1);
  }

  @Test
  void manyIntentsGetNoncesWithoutGapAndSomebodyElsesTransactionIsStepped() {
    for (int i = 0; i < 5; i++) {
      plan("a" + i, 1);
    }
    market.send.send();
    chain.send(KEY, chain.ledger().hub(), HubCalls.pledge(BigInteger.ONE));
    for (int i = 5; i < 10; i++) {
      plan("a" + i, 1);
    }
    rounds(4);
    Set<Long> nonces = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      assertThat(state("a" + i)).isEqualTo(OutboxState.FINAL);
      assertThat(nonces.add(entry("a" + i).nonce().orElseThrow())).isTrue();
    }
  }

  @Test
  void aNonceGapIsFilledByAnEmptyTransferToOneself() {
    plan("first", 1);
    rounds(3);
    new Sql(database).update("update key_nonce set next = next + 1 where key_name = ?", KEY);
    plan("after the gap", 1);
    rounds(5);
    assertThat(state("after the gap")).isEqualTo(OutboxState.FINAL);
    assertThat(fillers()).containsExactly("FINAL");
  }

  @Test
  void aTransactionThatAReorganisationDropsIsSentAgain() {
    plan("a", 1);
    market.send.send();
    market.send.send();
    assertThat(state("a")).isEqualTo(OutboxState.MINED);
    chain.reorg(1);
    rounds(5);
    assertThat(state("a")).isEqualTo(OutboxState.FINAL);
    Bytes32 hash = entry("a").signed().orElseThrow().hash();
    assertThat(rpc.receipt(hash).orElseThrow().block())
        .isEqualTo(entry("a").mined().orElseThrow().block());
  }

  @Test
  void aFinalTransactionThatADeepReorganisationDropsIsSentAgainWithTheSameBytes() {
    plan("a", 1);
    rounds(3);
    assertThat(state("a")).isEqualTo(OutboxState.FINAL);
    market.reconcile.reconcile();
    Bytes32 hash = entry("a").signed().orElseThrow().hash();
    forgetFrom("a");
    assertThat(rpc.receipt(hash)).isEmpty();
    market.reconcile.reconcile();
    assertThat(state("a")).isEqualTo(OutboxState.DROPPED);
    rounds(3);
    assertThat(state("a")).isEqualTo(OutboxState.FINAL);
    assertThat(entry("a").signed().orElseThrow().hash()).isEqualTo(hash);
    assertThat(rpc.receipt(hash).orElseThrow().succeeded()).isTrue();
  }

  @Test
  void aDeepReorganisationNeverBlocksLaterTransactionsOfTheKey() {
    plan("a", 1);
    plan("b", 2);
    rounds(3);
    market.reconcile.reconcile();
    forgetFrom("a");
    plan("after", 3);
    for (int i = 0; i < 3; i++) {
      market.reconcile.reconcile();
      rounds(2);
    }
    assertThat(List.of(state("a"), state("b"))).containsOnly(OutboxState.FINAL);
    assertThat(state("after"))
        .as("nothing new is signed before an audit")
        .isEqualTo(OutboxState.PLANNED);
    market.incidents.thaw("auditor", "looked at it");
    rounds(3);
    assertThat(state("after")).isEqualTo(OutboxState.FINAL);
    assertThat(List.of("a", "b", "after").stream().map(this::nonceOf)).isSorted();
    assertThat(fillers()).isEmpty();
  }

  @Test
  void aNonceThatWentBackIsNoticedWithoutTheReaderOfBlocks() {
    plan("a", 1);
    plan("b", 2);
    rounds(3);
    forgetFrom("a");
    plan("after", 3);
    rounds(4);
    assertThat(List.of(state("a"), state("b"), state("after"))).containsOnly(OutboxState.FINAL);
    assertThat(fillers()).isEmpty();
  }

  @Test
  void aTransactionThatFailedInABlockThatIsGoneGetsAnotherChance() {
    plan("a", 1);
    rounds(3);
    market.reconcile.reconcile();
    new Sql(database)
        .update("update outbox_tx set state = 'REFUSED', reason = 'full', reason_code = 'Full'");
    forgetFrom("a");
    market.reconcile.reconcile();
    assertThat(state("a")).isEqualTo(OutboxState.DROPPED);
    assertThat(entry("a").reason()).isEmpty();
    rounds(3);
    assertThat(state("a")).isEqualTo(OutboxState.FINAL);
  }

  @Test
  void aRefusalDoesNotCountWhileEarlierTransactionsAreNotInABlock() {
    plan("a", 1);
    rounds(3);
    chain.automine(false);
    plan("b", 1);
    market.send.send();
    plan("too much", 1_000_000_000);
    for (int i = 0; i < 2 * SendTransactions.REFUSALS_MAX; i++) {
      market.send.send();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(state("b")).isEqualTo(OutboxState.SENT);
    assertThat(state("too much")).isEqualTo(OutboxState.PLANNED);
  }

  @Test
  void twoNodesNeverWorkOnOneKey() {
    plan("a", 1);
    TestMarket other = new TestMarket(chain, database, new InMemoryBags(), home, clock);
    assertThat(market.send.send()).isTrue();
    assertThat(other.send.send()).isFalse();
    market.leases.release();
    chain.mine(3);
    assertThat(other.send.send()).isTrue();
  }

  private boolean plan(String intent, long rlc) {
    String amount = HubCalls.pledge(TestChain.RLC.multiply(BigInteger.valueOf(rlc)));
    return market.outbox.plan(intent, KEY, new Address(chain.ledger().hub()), amount);
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      market.send.send();
      chain.mine(3);
    }
    market.send.send();
  }

  private OutboxEntry entry(String intent) {
    return market.outbox.find(intent).orElseThrow();
  }

  private OutboxState state(String intent) {
    return entry(intent).state();
  }

  /** Replaces the block of a transaction and all above it by empty ones, final or not. */
  private void forgetFrom(String intent) {
    long block = entry(intent).mined().orElseThrow().number();
    chain.reorg((int) (rpc.head().number() - block + 1));
  }

  private long nonceOf(String intent) {
    return entry(intent).nonce().orElseThrow();
  }

  private List<String> fillers() {
    return new Sql(database)
        .list("select state from outbox_tx where intent like 'fill:%'", row -> row.getString(1));
  }

  private List<Bytes32> forms() {
    return new Sql(database)
        .list("select tx_hash from outbox_attempt", row -> new Bytes32(row.getString(1)));
  }

  private long alarms() {
    return new Sql(database)
        .first("select count(*) from outbox_tx where alarm", row -> row.getLong(1))
        .orElseThrow();
  }

  private static void assertRaised(BigInteger before, BigInteger after) {
    assertThat(after.multiply(BigInteger.valueOf(8)))
        .isGreaterThanOrEqualTo(before.multiply(BigInteger.valueOf(9)));
  }
}
