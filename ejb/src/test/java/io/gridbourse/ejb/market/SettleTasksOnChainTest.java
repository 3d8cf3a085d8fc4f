package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.domain.ledger.DomainSeparator;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.ledger.Settlements.Progress;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.ledger.TaskSettlement;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.wire.LedgerViews.ChargeView;
import io.gridbourse.domain.wire.LedgerViews.StatementView;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.AccountStatements;
import io.gridbourse.ejb.ledger.AccountStatements.Only;
import io.gridbourse.ejb.ledger.AccountStatements.Period;
import io.gridbourse.ejb.ledger.OpenTasks;
import io.gridbourse.ejb.ledger.OutboxSettlements;
import io.gridbourse.ejb.ledger.PoolOwnerKeys;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Small bags on a real ledger, task by task: every client of the ledger can follow them. */
class SettleTasksOnChainTest {
  private static final Bytes32 RIGHT = Bytes32.of(Keccak256.of(new byte[] {1}));
  private static final Bytes32 WRONG = Bytes32.of(Keccak256.of(new byte[] {2}));
  private static final String BAG =
      """
      apiVersion: gridbourse/v1
      kind: Bag
      spec:
        app: {ref: noop}
        params: {task: {range: "0-2"}}
        trust: {confidence: 0.5}
        market: {category: XS}
      """;

  @RegisterExtension
  static final FreshChain FRESH = FreshChain.withPledges("good1", "good2", "liar");

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private TestMarket market;
  private OutboxSettlements settlements;
  private Deal deal;

  @BeforeEach
  void makeADeal() {
    database = TestDatabase.create();
    InMemoryBags bags = new InMemoryBags();
    market = new TestMarket(chain, database, bags, home).open();
    deal = new Deals(database).find(market.deal(BAG)).orElseThrow();
    PoolOwnerKeys keys = new PoolOwnerKeys(database);
    settlements = new OutboxSettlements(market.outbox, keys, market.settings.chain());
    new OpenTasks(market.outbox, keys, market.settings.chain()).open(deal);
  }

  @Test
  void tasksArePaidAloneGivenUpAloneAndTheBooksBalance() {
    BigInteger before = free("good1");
    settlements.plan(settlement(0, vote("good1", 0, RIGHT), vote("good2", 0, RIGHT)));
    settlements.plan(
        settlement(1, vote("good1", 1, RIGHT), vote("liar", 1, WRONG), vote("good2", 1, RIGHT)));
    settlements.plan(new TaskSettlement(deal.id(), 2, 2, Optional.empty()));
    market.rounds(5);
    for (int partition = 0; partition < 3; partition++) {
      assertThat(settlements.progress(deal.id(), partition))
          .as("%s", settlements.reason(deal.id(), partition))
          .contains(Progress.FINAL);
    }
    assertThat(free("good1")).isGreaterThan(before);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
    assertThat(new Deals(database).partitions(deal.id()))
        .extracting(Deals.SettledPartition::number, Deals.SettledPartition::certified)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, 1L),
            org.assertj.core.groups.Tuple.tuple(1, 1L),
            org.assertj.core.groups.Tuple.tuple(2, 0L));
    assertThat(new LedgerTasks(database).find(TaskId.of(deal.id(), 1)).orElseThrow().position())
        .isEqualTo(1);
    whatTasksCostIsChargedToTheirDeal();
  }

  private void whatTasksCostIsChargedToTheirDeal() {
    AccountStatements statements = new AccountStatements(database);
    Period all = new Period(Instant.EPOCH, Instant.parse("2999-01-01T00:00:00Z"));
    NanoRlc price = deal.prices().app().plus(deal.prices().pool());
    assertThat(statements.charges(all, Optional.of(deal.requester())))
        .extracting(ChargeView::bags, ChargeView::spent, ChargeView::cost)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                1L, price.times(2).units().toString(), price.times(2).units().toString()));
    StatementView atPool =
        statements.statement(
            deal.requester(), all, new Only(Optional.empty(), Optional.of(deal.pool())));
    assertThat(new BigInteger(atPool.closing().locked())).isZero();
    assertThat(new BigInteger(atPool.closing().free()).negate()).isEqualTo(price.times(2).units());
  }

  @Test
  void aTaskThatSomebodyElseOpenedIsPaidNevertheless() {
    chain.send("good1", chain.ledger().hub(), HubCalls.initialize(deal.id().hex(), BigInteger.ONE));
    settlements.plan(settlement(1, vote("good1", 1, RIGHT), vote("good2", 1, RIGHT)));
    settlements.plan(settlement(0, vote("good1", 0, RIGHT), vote("good2", 0, RIGHT)));
    market.rounds(5);
    assertThat(settlements.progress(deal.id(), 0)).contains(Progress.FINAL);
    assertThat(settlements.progress(deal.id(), 1)).contains(Progress.FINAL);
  }

  @Test
  void aPaymentThatAReorganisationDropsIsMadeOnceNevertheless() {
    settlements.plan(settlement(0, vote("good1", 0, RIGHT), vote("good2", 0, RIGHT)));
    market.follow.round();
    market.follow.round();
    chain.reorg(1);
    market.rounds(6);
    assertThat(settlements.progress(deal.id(), 0)).contains(Progress.FINAL);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
    assertThat(new Deals(database).partitions(deal.id())).hasSize(1);
  }

  private TaskSettlement settlement(int index, TaskSettlement.Vote... votes) {
    return new TaskSettlement(
        deal.id(),
        index,
        index,
        Optional.of(
            new TaskSettlement.Result(
                RIGHT, "{\"storage\":\"ipfs\",\"location\":\"/ipfs/x\"}", "0x", List.of(votes))));
  }

  private TaskSettlement.Vote vote(String worker, int index, Bytes32 digest) {
    Address account = chain.keys.addressOf(worker);
    Bytes32 accumulator =
        SignedCommitment.accumulate(
            Bytes32.ZERO, Seals.seal(account, TaskId.of(deal.id(), index), digest));
    Bytes32 separator = DomainSeparator.of(chain.chainId(), new Address(chain.ledger().hub()));
    byte[] hash = SignedCommitment.hash(separator, deal.id(), index, 1, accumulator);
    return new TaskSettlement.Vote(
        account, false, digest, Hex.of(chain.keys.key(worker).sign(hash)));
  }

  private BigInteger free(String key) {
    return market.hub.balance(chain.keys.addressOf(key), OptionalLong.empty()).free().units();
  }
}
