package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.DomainSeparator;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.Settlements.Progress;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.wire.Views.DealView;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.OutboxSettlements;
import io.gridbourse.ejb.ledger.PoolOwnerKeys;
import io.gridbourse.ejb.ledger.WorkerStanding;
import io.gridbourse.ejb.ledger.WorkerStandings;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.ejb.users.User;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From a certified partition to money on accounts, through the outbox and a real ledger. */
class SettleOnChainTest {
  private static final String BAG =
      """
      apiVersion: gridbourse/v1
      kind: Bag
      spec:
        app: {ref: noop}
        params: {task: {range: "0-9"}}
        trust: {confidence: 0.5}
        market: {category: XS}
      """;

  @RegisterExtension
  static final FreshChain FRESH = FreshChain.withPledges("good1", "good2", "liar");

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private InMemoryBags bags;
  private TestMarket market;
  private OutboxSettlements settlements;
  private DealId deal;

  @BeforeEach
  void makeADeal() {
    database = TestDatabase.create();
    bags = new InMemoryBags();
    market = new TestMarket(chain, database, bags, home).open();
    deal = market.deal(BAG);
    settlements =
        new OutboxSettlements(market.outbox, new PoolOwnerKeys(database), market.settings.chain());
  }

  @Test
  void aPartitionIsPaidOnceAndTheBooksBalance() {
    BigInteger before = free("good1");
    settlements.plan(settlement(0));
    settlements.plan(settlement(0));
    assertThat(settlements.progress(deal, 0)).contains(Progress.PLANNED);
    assertThat(settlements.progress(deal, 1)).isEmpty();
    market.rounds(4);
    assertThat(settlements.progress(deal, 0)).contains(Progress.FINAL);
    assertThat(settlements.transaction(deal, 0)).isPresent();
    assertThat(free("good1")).isGreaterThan(before);
    assertThat(locked("liar")).isLessThan(TestChain.RLC.multiply(BigInteger.TWO));
    assertThat(market.audit.audit().discrepancies()).isEmpty();
    DealView view = view();
    assertThat(view.state()).isEqualTo("SETTLED");
    assertThat(view.bag()).isEqualTo(BagId.of(deal).text());
    assertThat(view.partitions()).hasSize(1);
    assertThat(view.partitions().get(0).counts().certified()).isEqualTo(9);
    assertThat(view.partitions().get(0).counts().failed()).isEqualTo(1);
  }

  @Test
  void aSettlementThatAReorganisationDropsIsPaidOnceNevertheless() {
    settlements.plan(settlement(0));
    market.follow.round();
    market.follow.round();
    assertThat(settlements.progress(deal, 0)).contains(Progress.MINED);
    chain.reorg(1);
    market.rounds(6);
    assertThat(settlements.progress(deal, 0)).contains(Progress.FINAL);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
    assertThat(view().partitions()).hasSize(1);
  }

  @Test
  void aSettlementThatTheLedgerRefusesSaysWhy() {
    MovableClock clock = new MovableClock();
    market.leases.release();
    TestMarket node = new TestMarket(chain, database, bags, home, clock);
    settlements.plan(settlement(7));
    for (int i = 0; i < 4; i++) {
      node.follow.round();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(settlements.progress(deal, 7)).contains(Progress.REFUSED);
    assertThat(settlements.reason(deal, 7).orElseThrow()).startsWith("PartitionOutOfRange");
  }

  @Test
  void standingsAndPledgesAreThoseOfTheLedger() {
    WorkerStandings standings = new WorkerStandings(market.hub, Clock.systemUTC());
    Address worker = chain.keys.addressOf("good1");
    assertThat(standings.standing(worker, view().startedAt())).isEqualTo(new WorkerStanding(0, 2));
    assertThat(standings.pledge(worker).units()).isEqualTo(TestChain.RLC.multiply(BigInteger.TWO));
    assertThat(WorkerStanding.ofScore(300).weight()).isEqualTo(99);
    assertThat(WorkerStanding.ofScore(15).weight()).isEqualTo(4);
  }

  /** Nine tasks with two right answers and one wrong one, and a tenth that failed. */
  private PartitionSettlement settlement(int partition) {
    List<SignedCommitment> commitments =
        List.of(
            commitment("good1", partition),
            commitment("good2", partition),
            commitment("liar", partition));
    return new PartitionSettlement(
        deal,
        partition,
        10,
        Bytes32.of(Keccak256.of(new byte[] {1})),
        "/api/v1/bags/" + BagId.of(deal),
        1,
        commitments,
        List.of(new PartitionSettlement.Ballot(9, List.of(0, 1), List.of(List.of(2)), List.of())));
  }

  private SignedCommitment commitment(String worker, int partition) {
    Bytes32 accumulator =
        SignedCommitment.accumulate(Bytes32.ZERO, Bytes32.of(Keccak256.of(new byte[] {2})));
    Bytes32 separator = DomainSeparator.of(chain.chainId(), new Address(chain.ledger().hub()));
    byte[] hash = SignedCommitment.hash(separator, deal, partition, 9, accumulator);
    return new SignedCommitment(
        deal,
        partition,
        chain.keys.addressOf(worker),
        9,
        accumulator,
        Hex.of(chain.keys.key(worker).sign(hash)));
  }

  private DealView view() {
    User auditor =
        new User("auditor", Set.of(Role.AUDITOR), chain.keys.addressOf("operator"), "operator");
    return new DealQueries(new Deals(database), Clock.systemUTC())
        .find(auditor, deal.hex())
        .orElseThrow();
  }

  private BigInteger free(String key) {
    return market.hub.balance(chain.keys.addressOf(key), OptionalLong.empty()).free().units();
  }

  private BigInteger locked(String key) {
    return market.hub.balance(chain.keys.addressOf(key), OptionalLong.empty()).locked().units();
  }
}
