package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.CourtCalls;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.court.CourtRules;
import io.gridbourse.domain.proof.court.Trial;
import io.gridbourse.domain.proof.court.TrialState;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.LedgerViews.TransactionView;
import io.gridbourse.ejb.chain.JsonRpcChain;
import io.gridbourse.ejb.chain.LedgerCourtCalls;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestCourt;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.HandInTransaction;
import io.gridbourse.ejb.ledger.PoolOwnerKeys;
import io.gridbourse.ejb.ledger.UnsignedTransactions;
import io.gridbourse.ejb.proof.court.AcceptPartition;
import io.gridbourse.ejb.proof.court.AcceptPartition.Progress;
import io.gridbourse.ejb.proof.court.Acceptances;
import io.gridbourse.ejb.proof.court.CourtOutbox;
import io.gridbourse.ejb.proof.court.StoredTrials;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.RawTransaction;

/** From an optimistic bag to an acceptance, a trial and a release, on a real ledger. */
class AcceptOnChainTest {
  private static final int WINDOW_SECONDS = 3_600;
  private static final String BAG =
      """
      apiVersion: gridbourse/v1
      kind: Bag
      spec:
        app: {ref: noop}
        params: {task: {range: "0-1"}}
        trust: {confidence: 0.5, verify: optimistic, window: 1h}
        market: {category: XS}
      """;

  @RegisterExtension
  static final FreshChain FRESH =
      FreshChain.after(
          chain -> {
            chain.pledge("liar", "juror");
            new TestCourt(chain).enlist("juror");
          });

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private final TestCourt court = new TestCourt(chain);
  private TestDatabase database;
  private TestMarket market;
  private AcceptPartition accept;
  private Acceptances acceptances;
  private StoredTrials trials;
  private Deal deal;

  @BeforeEach
  void makeADeal() {
    database = TestDatabase.create();
    InMemoryBags bags = new InMemoryBags();
    market = new TestMarket(chain, database, bags, home).open();
    deal = new Deals(database).find(market.deal(BAG)).orElseThrow();
    assertThat(bags.find(BagId.of(deal.id())).orElseThrow().state()).isEqualTo(BagState.QUEUED);
    accept = accept(Clock.systemUTC());
    acceptances = new Acceptances(database);
    trials = new StoredTrials(database);
  }

  @Test
  void whatNoJuryCouldJudgeIsNotSubmitted() {
    String juror = chain.keys.addressOf("juror").hex();
    chain.send("juror", chain.ledger().hub(), CourtCalls.strike(juror));
    market.rounds(1);
    Submission.Refused refused = (Submission.Refused) market.submit(BAG, SubmitOptions.NOW);
    assertThat(refused.reason()).isEqualTo(Submission.Reason.NO_JURY);
    assertThat(refused.detail()).contains("needs 1 workers, and 0 are on the roll");
    court.enlist("juror");
    market.rounds(1);
    assertThat(market.submit(BAG, SubmitOptions.NOW)).isInstanceOf(Submission.Accepted.class);
  }

  private AcceptPartition accept(Clock clock) {
    return new AcceptPartition(
        database,
        new CourtOutbox(market.outbox, new PoolOwnerKeys(database), market.settings.chain(), clock),
        clock);
  }

  @Test
  void anAcceptanceMovesNothingUntilItIsReleased() {
    BigInteger before = free("liar");
    database.run(() -> accept.plan(result()));
    market.rounds(4);
    assertThat(accept.accepting(deal, 0)).isEqualTo(Progress.ACCEPTED);
    assertThat(accept.accepted(deal, 0)).isEqualTo(Progress.ACCEPTED);
    assertThat(free("liar")).isEqualTo(before);
    assertThat(market.audit.audit().discrepancies()).isEmpty();

    passTheWindow();
    assertThat(accept.accepted(deal, 0)).isEqualTo(Progress.RELEASABLE);
    accept.release(deal.id(), 0);
    market.rounds(4);
    assertThat(accept.accepted(deal, 0)).isEqualTo(Progress.SETTLED);
    assertThat(free("liar")).isGreaterThan(before);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void anAcceptanceIsTriedAgainUntilThereAreJurors() {
    MovableClock clock = new MovableClock();
    market.leases.release();
    market = new TestMarket(chain, database, new InMemoryBags(), home, clock);
    accept = accept(clock);
    String juror = chain.keys.addressOf("juror").hex();
    chain.send("juror", chain.ledger().hub(), CourtCalls.strike(juror));
    database.run(() -> accept.plan(result()));
    for (int i = 0; i < 4; i++) {
      market.follow.round();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(market.outbox.find(intent(0)).orElseThrow().reasonCode()).contains("RollTooShort");
    assertThat(accept.accepting(deal, 0)).isEqualTo(Progress.PLANNED);
    assertThat(market.outbox.find(intent(1))).isEmpty();
    court.enlist("juror");
    clock.advance(Duration.ofSeconds(10));
    assertThat(accept.accepting(deal, 0)).isEqualTo(Progress.PLANNED);
    assertThat(market.outbox.find(intent(1))).isPresent();
    market.rounds(4);
    assertThat(accept.accepting(deal, 0)).isEqualTo(Progress.ACCEPTED);
    assertThat(market.outbox.find(intent(2))).isEmpty();
  }

  @Test
  void whatAReorganisationDropsIsForgottenAndSaidAgain() {
    database.run(() -> accept.plan(result()));
    market.follow.round();
    market.follow.round();
    assertThat(acceptances.find(deal.id(), 0)).isPresent();
    chain.reorg(1);
    market.reconcile.reconcile();
    assertThat(acceptances.find(deal.id(), 0)).isEmpty();
    market.rounds(6);
    assertThat(accept.accepting(deal, 0)).isEqualTo(Progress.ACCEPTED);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void anOpenTrialHoldsTheReleaseUp() {
    database.run(() -> accept.plan(result()));
    market.rounds(4);
    challenge();
    passTheWindow();
    List<Trial> open = trials.open(deal.id());
    assertThat(open).hasSize(1);
    Trial trial = open.get(0);
    assertThat(trial.state()).isEqualTo(TrialState.DRAWING);
    assertThat(trial.subject().digest()).isEqualTo(TestCourt.LIE);
    assertThat(trial.subject().stake()).isEqualTo(CourtRules.of(deal).stake());
    assertThat(accept.accepted(deal, 0)).isEqualTo(Progress.ACCEPTED);

    drawAndKeepSilent(trial.number());
    market.rounds(4);
    StoredTrials.Recorded ended = trials.find(trial.number()).orElseThrow();
    assertThat(ended.trial().state()).isEqualTo(TrialState.UNDECIDED);
    assertThat(ended.trial().jury()).extracting(Trial.Juror::vote).containsOnly(Trial.Vote.SILENT);
    assertThat(ended.ended()).isPresent();
    assertThat(accept.accepted(deal, 0)).isEqualTo(Progress.RELEASABLE);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void aChallengeThatIsSignedElsewhereIsHandedInOnce() {
    database.run(() -> accept.plan(result()));
    market.rounds(4);
    chain.newKey("doubter", 10);
    Address doubter = chain.keys.addressOf("doubter");
    TransactionView prepared = prepared(doubter);
    assertThat(prepared.from()).isEqualTo(doubter.hex());
    assertThat(handIn(signed(prepared, chain.chainId() + 1)))
        .isInstanceOf(HandInTransaction.Outcome.Unfit.class);
    assertThat(handIn("0x1234")).isInstanceOf(HandInTransaction.Outcome.Unfit.class);
    assertThat(handIn(signed(elsewhere(prepared), chain.chainId())))
        .isInstanceOf(HandInTransaction.Outcome.Unfit.class);
    assertThat(trials.open(deal.id())).isEmpty();

    String raw = signed(prepared, chain.chainId());
    assertThat(handIn(raw)).isInstanceOf(HandInTransaction.Outcome.Sent.class);
    market.rounds(3);
    assertThat(trials.open(deal.id()))
        .singleElement()
        .satisfies(trial -> assertThat(trial.subject().challenger()).isEqualTo(doubter));
    assertThat(handIn(raw)).isInstanceOf(HandInTransaction.Outcome.Refused.class);
    assertThat(transactions().prepare(doubter, hub(), court.challengeCall(deal.id())))
        .isInstanceOf(UnsignedTransactions.Unsigned.Refused.class);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  private TransactionView prepared(Address from) {
    return ((UnsignedTransactions.Unsigned.Ready)
            transactions().prepare(from, hub(), court.challengeCall(deal.id())))
        .transaction();
  }

  private Address hub() {
    return new Address(chain.ledger().hub());
  }

  private UnsignedTransactions transactions() {
    return new UnsignedTransactions(new JsonRpcChain(market.endpoint), market.settings.chain());
  }

  private HandInTransaction.Outcome handIn(String raw) {
    return new HandInTransaction(
            new JsonRpcChain(market.endpoint), market.settings.chain(), market.settings.insurance())
        .handIn(raw);
  }

  private TransactionView elsewhere(TransactionView prepared) {
    return new TransactionView(
        prepared.chainId(),
        prepared.from(),
        chain.ledger().token(),
        prepared.data(),
        prepared.value(),
        prepared.nonce(),
        prepared.gas(),
        prepared.maxFeePerGas(),
        prepared.maxPriorityFeePerGas());
  }

  /** As a wallet signs it. */
  private String signed(TransactionView prepared, long chainId) {
    RawTransaction transaction =
        RawTransaction.createTransaction(
            chainId,
            BigInteger.valueOf(prepared.nonce()),
            BigInteger.valueOf(prepared.gas()),
            prepared.to(),
            BigInteger.ZERO,
            prepared.data(),
            new BigInteger(prepared.maxPriorityFeePerGas()),
            new BigInteger(prepared.maxFeePerGas()));
    return chain.keys.key("doubter").signTransaction(transaction, chainId);
  }

  private void challenge() {
    court.challengeFirst(deal.id());
    market.rounds(3);
  }

  /** Nobody answers: the next round finds no juror more. */
  private void drawAndKeepSilent(long trial) {
    chain.mine(2);
    draw(trial);
    chain.rpc("evm_increaseTime", 1_000);
    chain.mine(1);
    chain.send("operator", chain.ledger().hub(), CourtCalls.rule(trial));
    chain.mine(2);
    draw(trial);
  }

  private void draw(long trial) {
    chain.send(
        "operator",
        chain.ledger().hub(),
        LedgerCourtCalls.draw(trial, acceptances.planned(deal.id(), 0).orElseThrow()));
  }

  private void passTheWindow() {
    chain.rpc("evm_increaseTime", WINDOW_SECONDS + 1);
    chain.mine(1);
    market.rounds(2);
  }

  private String intent(int attempt) {
    return "accept:" + deal.id().hex() + ":0:" + attempt;
  }

  private PartitionSettlement result() {
    return court.result(deal);
  }

  private BigInteger free(String key) {
    return market.hub.balance(chain.keys.addressOf(key), OptionalLong.empty()).free().units();
  }
}
