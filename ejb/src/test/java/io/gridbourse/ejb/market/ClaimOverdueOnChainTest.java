package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.DomainSeparator;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.ejb.chain.JsonRpcChain;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.OutboxSettlements;
import io.gridbourse.ejb.ledger.PoolOwnerKeys;
import io.gridbourse.ejb.settings.MarketSettings;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Deals that nobody settles, on a real ledger: requesters get their money back without asking. */
class ClaimOverdueOnChainTest {
  private static final int PER_PARTITION = 10;
  private static final int FINAL_DEADLINE_SECONDS = 3_000;
  private static final String BAG =
      """
      apiVersion: gridbourse/v1
      kind: Bag
      spec:
        app: {ref: noop}
        params: {task: {range: "0-19"}}
        trust: {confidence: 0.5}
        market: {category: XS}
      """;

  @RegisterExtension static final FreshChain FRESH = FreshChain.withPledges("good1", "good2");

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private TestMarket market;
  private DealId deal;
  private BigInteger before;

  @BeforeEach
  void makeADeal() {
    database = TestDatabase.create();
    InMemoryBags bags = new InMemoryBags();
    market = new TestMarket(chain, database, bags, home).open();
    before = balance().free().units();
    deal = market.deal(BAG);
  }

  @Test
  void whatNobodySettledIsClaimedOnceAfterTheDeadlineAndNotBefore() {
    ClaimOverdue claim = claim(true, chain.keys);
    assertThat(claim.round()).as("the deadline is ahead").isFalse();
    passTheDeadline();
    assertThat(claim.round()).isTrue();
    assertThat(claim.round()).as("it is on its way").isFalse();
    market.rounds(4);
    assertThat(balance().free().units()).isEqualTo(before);
    assertThat(balance().locked().isZero()).isTrue();
    assertThat(isLookedAt()).isTrue();
    assertThat(claim.round()).isFalse();
    assertThat(isLookedAt()).as("nothing is left").isFalse();
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void ofADealThatIsHalfSettledTheOtherHalfIsClaimed() {
    settle(0);
    market.rounds(4);
    BigInteger paid = before.subtract(balance().free().units()).subtract(locked());
    assertThat(paid).isPositive();
    passTheDeadline();
    ClaimOverdue claim = claim(true, chain.keys);
    assertThat(claim.round()).isTrue();
    market.rounds(4);
    assertThat(locked()).isZero();
    assertThat(balance().free().units()).isEqualTo(before.subtract(paid));
    assertThat(market.outbox.find("claim:" + deal.hex() + ":0")).isEmpty();
    assertThat(market.outbox.find("claim:" + deal.hex() + ":1")).isPresent();
  }

  @Test
  void aDealThatIsSettledWholeIsLeftAloneWithoutAskingTheLedger() {
    settle(0);
    settle(1);
    market.rounds(4);
    passTheDeadline();
    assertThat(claim(true, chain.keys).round()).isFalse();
    assertThat(isLookedAt()).isFalse();
  }

  @Test
  void nothingIsClaimedWhereTheSettingOrTheKeyIsMissing() {
    passTheDeadline();
    assertThat(claim(false, chain.keys).round()).isFalse();
    assertThat(claim(true, new WithoutRequester(chain.keys)).round()).isFalse();
    assertThat(market.outbox.find("claim:" + deal.hex() + ":0")).isEmpty();
  }

  private ClaimOverdue claim(boolean isOn, Keys keys) {
    return new ClaimOverdue(
        database,
        new JsonRpcChain(market.endpoint),
        keys,
        market.leases,
        market.settings.chain(),
        new MarketSettings(10, 10, isOn),
        Clock.systemUTC());
  }

  private void passTheDeadline() {
    chain.rpc("evm_increaseTime", FINAL_DEADLINE_SECONDS + 1);
    chain.mine(1);
    market.rounds(2);
  }

  private boolean isLookedAt() {
    return new Sql(database)
        .first("select 1 from deal where id = ? and nothing_left_at is null", row -> 1, deal.hex())
        .isPresent();
  }

  private io.gridbourse.ejb.chain.Hub.Balance balance() {
    return market.hub.balance(chain.keys.addressOf("requester"), OptionalLong.empty());
  }

  private BigInteger locked() {
    return balance().locked().units();
  }

  private void settle(int partition) {
    List<SignedCommitment> commitments =
        List.of("good1", "good2").stream()
            .sorted((a, b) -> chain.keys.addressOf(a).compareTo(chain.keys.addressOf(b)))
            .map(worker -> commitment(worker, partition))
            .toList();
    new OutboxSettlements(market.outbox, new PoolOwnerKeys(database), market.settings.chain())
        .plan(
            new PartitionSettlement(
                deal,
                partition,
                PER_PARTITION,
                Bytes32.of(Keccak256.of(new byte[] {1})),
                "/api/v1/bags/none",
                0,
                commitments,
                List.of(
                    new PartitionSettlement.Ballot(
                        PER_PARTITION, List.of(0, 1), List.of(), List.of()))));
  }

  private SignedCommitment commitment(String worker, int partition) {
    Bytes32 accumulator =
        SignedCommitment.accumulate(Bytes32.ZERO, Bytes32.of(Keccak256.of(new byte[] {2})));
    Bytes32 separator = DomainSeparator.of(chain.chainId(), new Address(chain.ledger().hub()));
    byte[] hash = SignedCommitment.hash(separator, deal, partition, PER_PARTITION, accumulator);
    return new SignedCommitment(
        deal,
        partition,
        chain.keys.addressOf(worker),
        PER_PARTITION,
        accumulator,
        Hex.of(chain.keys.key(worker).sign(hash)));
  }

  /** The keys of a server that does not have the requester's. */
  private record WithoutRequester(Keys keys) implements Keys {
    @Override
    public Set<String> names() {
      return Set.of("operator");
    }

    @Override
    public Address addressOf(String name) {
      return keys.addressOf(name);
    }

    @Override
    public String sign(String name, Bytes32 hash) {
      return keys.sign(name, hash);
    }

    @Override
    public byte[] signTransaction(String name, Transaction transaction) {
      return keys.signTransaction(name, transaction);
    }
  }
}
