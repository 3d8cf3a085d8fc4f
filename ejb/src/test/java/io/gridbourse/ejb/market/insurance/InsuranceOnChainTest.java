package io.gridbourse.ejb.market.insurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.InsuranceCalls;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.PartitionGrid;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.DomainSeparator;
import io.gridbourse.domain.ledger.Experience;
import io.gridbourse.domain.ledger.LossRate;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.Premium;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.wire.InsuranceViews.AssessmentView;
import io.gridbourse.domain.wire.InsuranceViews.PolicyView;
import io.gridbourse.domain.wire.LedgerViews.StatementLineView;
import io.gridbourse.domain.wire.LedgerViews.StatementView;
import io.gridbourse.ejb.bag.Partitions;
import io.gridbourse.ejb.bag.StoredBags;
import io.gridbourse.ejb.chain.JsonRpcChain;
import io.gridbourse.ejb.chain.LedgerInsurance;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.AccountStatements;
import io.gridbourse.ejb.ledger.OutboxSettlements;
import io.gridbourse.ejb.ledger.PoolOwnerKeys;
import io.gridbourse.ejb.market.Submission;
import io.gridbourse.ejb.market.SubmitOptions;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.InsuranceSettings;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Insurance from the price to the claim, through the outbox and a real ledger. */
class InsuranceOnChainTest {
  private static final int TASKS = 20;
  private static final int PER_PARTITION = 10;
  private static final NanoRlc PRICE = NanoRlc.of(1_001_000);
  private static final NanoRlc COVER = PRICE.times(TASKS);
  private static final NanoRlc CAPITAL = new NanoRlc(TestChain.RLC);

  @RegisterExtension
  static final FreshChain FRESH =
      FreshChain.after(
          chain -> {
            chain.insure();
            chain.newKey("insurer", 5);
            chain.pledge("good1", "good2");
          });

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private InMemoryBags bags;
  private TestMarket market;
  private LedgerInsurance ledger;
  private SignQuote quotes;
  private CarryOutWishes wishes;
  private AssessPolicies assess;
  private MoveCapital capital;
  private InsuranceQueries queries;

  @BeforeEach
  void investInAnInsurance() {
    database = TestDatabase.create();
    bags = new InMemoryBags();
    Clock clock = Clock.systemUTC();
    market = new TestMarket(chain, database, bags, home);
    JsonRpcChain rpc = new JsonRpcChain(market.endpoint);
    ChainSettings settings = market.settings.chain();
    InsuranceSettings insured = market.settings.insurance();
    ledger = new LedgerInsurance(market.endpoint, insured);
    quotes =
        new SignQuote(database, bags, market.underwrite, rpc, chain.keys, settings, insured, clock);
    wishes =
        new CarryOutWishes(
            database, quotes, bags, market.hub, market.leases, settings, insured, clock);
    assess = new AssessPolicies(database, rpc, chain.keys, market.leases, settings, insured, clock);
    capital = new MoveCapital(database, ledger, market.hub, insured, clock);
    queries = new InsuranceQueries(database, ledger, insured);
    market.open();
    assertThat(move(MoveCapital.Direction.IN, CAPITAL)).isInstanceOf(MoveCapital.Move.Wanted.class);
    rounds(8);
  }

  @Test
  void theFormulaMakesThePriceAndTheMarketTellsItBeforeAnythingIsBought() {
    LossRate rate = LossRate.after(Experience.NONE, Experience.NONE);
    NanoRlc premium = Premium.of(PRICE, TASKS, new Premium.Perils(rate, rate, rate));
    Submission.Quoted quoted =
        (Submission.Quoted) market.submit(spec(""), new SubmitOptions(false, true));
    assertThat(quoted.quote().premium()).isEqualTo(premium.units().toString());
    NanoRlc total = PRICE.times(TASKS);
    Submission.Refused poor =
        (Submission.Refused)
            market.submit(spec(", budget: " + total.units() + " nRLC"), SubmitOptions.NOW);
    assertThat(poor.reason()).isEqualTo(Submission.Reason.OVER_BUDGET);
    assertThat(poor.remedy()).contains(total.plus(premium).toString());
    assertThat(queries.policies(market.user("requester"), 10, Optional.empty()).items()).isEmpty();
  }

  @Test
  void aDealThatNobodySettlesPaysItsCoverAndTheBooksBalance() {
    BigInteger before = free("requester");
    DealId deal = buy("");
    PolicyView policy = policy(deal);
    assertThat(policy.state()).isEqualTo("OPEN");
    assertThat(policy.tasksOpen()).isEqualTo(TASKS);
    assertThat(policy.isFinal()).isTrue();
    assertThat(ledger.capital().reserved()).isEqualTo(COVER);
    settle(deal, 0, 1);
    rounds(8);
    assertThat(policy(deal).assessments())
        .extracting(AssessmentView::partition, AssessmentView::failed, AssessmentView::paid)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(0L, 1L, PRICE.units().toString()));
    assertThat(policy(deal).tasksOpen()).isEqualTo(PER_PARTITION);
    warp(3_001);
    rounds(10);
    PolicyView closed = policy(deal);
    assertThat(closed.state()).as("%s", closed).isEqualTo("CLOSED");
    assertThat(closed.assessments()).hasSize(2);
    BigInteger paid = PRICE.times(11).units();
    assertThat(closed.paid()).isEqualTo(paid.toString());
    assertThat(ledger.capital().reserved()).isEqualTo(NanoRlc.ZERO);
    BigInteger nine = PRICE.times(9).units();
    BigInteger premium = new BigInteger(closed.premium());
    assertThat(free("requester")).isEqualTo(before.subtract(nine).subtract(premium).add(paid));
    assertThat(market.audit.audit().discrepancies()).isEmpty();
    assertThat(kinds("requester")).contains("PREMIUM", "COVER");
    assertThat(kinds("insurer")).contains("CAPITAL_IN");
    chargesTellTheWholeChange(nine, premium, paid);
  }

  private void chargesTellTheWholeChange(BigInteger spent, BigInteger premium, BigInteger covers) {
    Address requester = chain.keys.addressOf("requester");
    AccountStatements statements = new AccountStatements(database);
    assertThat(statements.charges(all(), Optional.of(requester)))
        .singleElement()
        .satisfies(
            charge -> {
              assertThat(charge.project()).isEqualTo("wing");
              assertThat(charge.spent()).isEqualTo(spent.toString());
              assertThat(charge.premiums()).isEqualTo(premium.toString());
              assertThat(charge.covers()).isEqualTo(covers.toString());
              assertThat(charge.received()).isEqualTo("0");
              assertThat(charge.cost()).isEqualTo(spent.add(premium).subtract(covers).toString());
            });
    StatementView wing =
        statements.statement(
            requester, all(), new AccountStatements.Only(Optional.of("wing"), Optional.empty()));
    BigInteger change =
        new BigInteger(wing.closing().free()).add(new BigInteger(wing.closing().locked()));
    assertThat(change).isEqualTo(covers.subtract(spent).subtract(premium));
    assertThat(statements.charges(all(), Optional.of(chain.keys.addressOf("insurer")))).isEmpty();
  }

  @Test
  void aGoodDealPaysNothingAndSetsItsReserveFree() {
    DealId deal = buy("");
    settle(deal, 0, 0);
    settle(deal, 1, 0);
    rounds(9);
    PolicyView policy = policy(deal);
    assertThat(policy.state()).as("%s", policy).isEqualTo("CLOSED");
    assertThat(policy.paid()).isEqualTo("0");
    assertThat(ledger.capital().reserved()).isEqualTo(NanoRlc.ZERO);
    assertThat(ledger.capital().total()).isEqualTo(CAPITAL.plus(NanoRlc.parse(policy.premium())));
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void whatComesAfterTheInsuredDeadlineIsLate() {
    DealId deal = buy(", deadline: 10m");
    warp(700);
    settle(deal, 0, 0);
    rounds(8);
    assertThat(policy(deal).assessments())
        .extracting(AssessmentView::failed, AssessmentView::late)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(0L, (long) PER_PARTITION));
    assertThat(policy(deal).paid()).isEqualTo(PRICE.times(PER_PARTITION).units().toString());
  }

  @Test
  void aPurchaseThatAReorganisationDropsIsMadeOnceNevertheless() {
    DealId deal = deal("");
    roundsUntilMined(deal);
    assertThat(queries.policy(market.user("requester"), deal.hex())).isPresent();
    chain.reorg(1);
    market.follow.round();
    assertThat(queries.policy(market.user("requester"), deal.hex()))
        .as("the row went with its block")
        .isEmpty();
    rounds(8);
    assertThat(policy(deal).isFinal()).isTrue();
    assertThat(new Sql(database).list("select 1 from insurance_policy", row -> 1)).hasSize(1);
    assertThat(ledger.capital().reserved()).isEqualTo(COVER);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void capitalThatIsReservedIsNotWithdrawnAndTheRestIs() {
    buy("");
    MoveCapital.Move refused = move(MoveCapital.Direction.OUT, CAPITAL);
    assertThat(((MoveCapital.Move.Declined) refused).refusal().reason())
        .isEqualTo(Refusal.Reason.CAPITAL_TOO_SMALL);
    NanoRlc free = ledger.capital().free();
    assertThat(move(MoveCapital.Direction.OUT, free)).isInstanceOf(MoveCapital.Move.Wanted.class);
    rounds(6);
    assertThat(ledger.capital().free()).isEqualTo(NanoRlc.ZERO);
    assertThat(queries.moves(market.user("insurer"), 10, Long.MAX_VALUE).items())
        .extracting(move -> move.kind())
        .containsExactly("WITHDRAWN", "INVESTED");
    assertThat(market.audit.audit().discrepancies()).isEmpty();
    assertThat(
            chain
                .insurance()
                .map(
                    contract ->
                        new JsonRpcChain(market.endpoint)
                            .simulate(
                                chain.keys.addressOf("insurer"),
                                new Address(contract),
                                InsuranceCalls.withdraw(
                                    BigInteger.ONE, chain.keys.addressOf("insurer").hex())))
                .orElseThrow())
        .as("the ledger itself refuses what is reserved")
        .isInstanceOf(io.gridbourse.ejb.chain.Chain.Simulation.Reverted.class);
  }

  @Test
  void whoIsQuotedDoesNotCancelAndWhoCancelsIsNotQuoted() {
    DealId deal = deal("");
    DealId other = deal("");
    SignQuote.Wanted wanted =
        new SignQuote.Wanted(
            deal, chain.keys.addressOf("requester"), Optional.empty(), Optional.empty());
    assertThat(market.insuredBags.heldBy(BagId.of(deal), deal)).isEmpty();
    assertThat(database.call(() -> quotes.sign(wanted)))
        .isInstanceOf(SignQuote.Quoting.Given.class);
    assertThat(market.insuredBags.heldBy(BagId.of(deal), deal)).isPresent();
    warp(600);
    market.rounds(1);
    assertThat(market.insuredBags.heldBy(BagId.of(deal), deal)).as("the quote is over").isEmpty();
    bags.requestCancel(BagId.of(other));
    SignQuote.Quoting declined =
        quotes.estimate(
            new SignQuote.Wanted(
                other, chain.keys.addressOf("requester"), Optional.empty(), Optional.empty()));
    assertThat(((SignQuote.Quoting.Declined) declined).refusal().reason())
        .isEqualTo(Refusal.Reason.TOO_LATE_TO_INSURE);
    rounds(4);
    assertThat(market.insuredBags.view(BagId.of(other), other).orElseThrow().state())
        .isEqualTo("NOT_INSURED");
  }

  @Test
  void aQuoteIsBoughtByAnyWalletWithTheCallsThatComeWithIt() {
    DealId deal = dealOf(spec("").replace(", onTime: insure", ""));
    QuoteDeal quoting = quoting();
    BuyPolicy.Order order = new BuyPolicy.Order(deal, Optional.empty(), Optional.empty());
    Address requester = chain.keys.addressOf("requester");
    QuoteDeal.Answer strange =
        database.call(() -> quoting.quote(chain.keys.addressOf("insurer"), order, true));
    assertThat(((QuoteDeal.Answer.Declined) strange).refusal().reason())
        .isEqualTo(Refusal.Reason.UNKNOWN_DEAL);
    QuoteDeal.Answer asked = database.call(() -> quoting.quote(requester, order, false));
    assertThat(((QuoteDeal.Answer.Quoted) asked).quote().calls()).isEmpty();
    QuoteDeal.Answer given = database.call(() -> quoting.quote(requester, order, true));
    ((QuoteDeal.Answer.Quoted) given)
        .quote()
        .calls()
        .forEach(call -> chain.send("requester", call.to(), call.data()));
    rounds(4);
    assertThat(policy(deal).state()).isEqualTo("OPEN");
    assertThat(ledger.capital().reserved()).isEqualTo(COVER);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void whatTheRequesterCannotPayIsNotSignedAndDoesNotHoldTheBag() {
    DealId deal = dealOf(spec("").replace(", onTime: insure", ""));
    BuyPolicy.Order order = new BuyPolicy.Order(deal, Optional.empty(), Optional.empty());
    Address requester = chain.keys.addressOf("requester");
    NanoRlc free = market.hub.balance(requester, OptionalLong.empty()).free();
    chain.send(
        "requester", chain.ledger().hub(), HubCalls.withdraw(free.minus(NanoRlc.of(1)).units()));
    QuoteDeal.Answer asked = database.call(() -> quoting().quote(requester, order, false));
    NanoRlc premium =
        new NanoRlc(new BigInteger(((QuoteDeal.Answer.Quoted) asked).quote().premium()));
    Refusal refusal =
        ((QuoteDeal.Answer.Declined) database.call(() -> quoting().quote(requester, order, true)))
            .refusal();
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.NO_FUNDS);
    assertThat(refusal.remedy()).contains("deposit " + premium.minus(NanoRlc.of(1)));
    assertThat(market.insuredBags.heldBy(BagId.of(deal), deal)).isEmpty();
  }

  @Test
  void aCoverThatTheCapitalDoesNotBearIsRefusedWithItsReason() {
    Submission.Refused refused =
        (Submission.Refused) market.submit(spec("").replace("0-19", "0-599"), SubmitOptions.NOW);
    assertThat(refused.reason()).isEqualTo(Submission.Reason.NOT_INSURABLE);
    assertThat(refused.detail()).startsWith("CAPITAL_TOO_SMALL").contains("50 %");
  }

  @Test
  void whoOwnsTheAppOrThePoolIsNotInsured() {
    Underwrite.Parties parties =
        new Underwrite.Parties(
            new Address(chain.pool()),
            chain.keys.addressOf("operator"),
            Address.ZERO,
            chain.keys.addressOf("operator"));
    Underwrite.Offer offer =
        market.underwrite.price(
            new Underwrite.Risk(
                Optional.empty(),
                parties,
                io.gridbourse.domain.market.Category.XS,
                PRICE,
                TASKS,
                Duration.ofMinutes(50),
                Optional.empty()));
    assertThat(((Underwrite.Offer.Declined) offer).refusal().reason())
        .isEqualTo(Refusal.Reason.INTERESTED_PARTY);
  }

  // ---- how it is done ----

  private QuoteDeal quoting() {
    return new QuoteDeal(quotes, market.settings.insurance(), market.settings.chain(), market.hub);
  }

  private static String spec(String more) {
    return """
        apiVersion: gridbourse/v1
        kind: Bag
        metadata: {name: lift, project: wing}
        spec:
          app: {ref: noop}
          params: {task: {range: "0-19"}}
          trust: {confidence: 0.5}
          market: {category: XS, onTime: insure%s}
        """
        .formatted(more);
  }

  /** A final deal whose bag wants insurance, and is cut into two partitions. */
  private DealId deal(String more) {
    return dealOf(spec(more));
  }

  private DealId dealOf(String spec) {
    Submission.Accepted accepted = (Submission.Accepted) market.submit(spec, SubmitOptions.NOW);
    market.rounds(4);
    Bag bag = bags.find(accepted.bag()).orElseThrow();
    new StoredBags(database, Clock.systemUTC(), event -> {}).add(bag);
    new Partitions(database).create(bag.id(), new PartitionGrid(TASKS, PER_PARTITION));
    return bag.deal();
  }

  private DealId buy(String more) {
    DealId deal = deal(more);
    rounds(10);
    assertThat(market.insuredBags.view(BagId.of(deal), deal).orElseThrow().state())
        .as("%s", queries.wishes(market.user("requester"), 5, Long.MAX_VALUE))
        .isEqualTo("INSURED");
    return deal;
  }

  private void roundsUntilMined(DealId deal) {
    for (int i = 0; i < 40 && queries.policy(market.user("requester"), deal.hex()).isEmpty(); i++) {
      wishes.carryOut();
      market.follow.round();
    }
  }

  private MoveCapital.Move move(MoveCapital.Direction direction, NanoRlc amount) {
    return database.call(() -> capital.move(market.user("insurer"), direction, amount));
  }

  private PolicyView policy(DealId deal) {
    return queries.policy(market.user("requester"), deal.hex()).orElseThrow();
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      wishes.carryOut();
      assess.assess();
      market.rounds(1);
    }
  }

  private void warp(int seconds) {
    chain.rpc("evm_increaseTime", seconds);
    chain.mine(1);
  }

  private void settle(DealId deal, int partition, int failed) {
    int certified = PER_PARTITION - failed;
    List<SignedCommitment> commitments =
        List.of("good1", "good2").stream()
            .sorted((a, b) -> chain.keys.addressOf(a).compareTo(chain.keys.addressOf(b)))
            .map(worker -> commitment(deal, worker, partition, certified))
            .toList();
    new OutboxSettlements(market.outbox, new PoolOwnerKeys(database), market.settings.chain())
        .plan(
            new PartitionSettlement(
                deal,
                partition,
                PER_PARTITION,
                Bytes32.of(Keccak256.of(new byte[] {1})),
                "/api/v1/bags/" + BagId.of(deal),
                failed,
                commitments,
                List.of(
                    new PartitionSettlement.Ballot(
                        certified,
                        IntStream.range(0, 2).boxed().collect(Collectors.toList()),
                        List.of(),
                        List.of()))));
  }

  private SignedCommitment commitment(DealId deal, String worker, int partition, int tasks) {
    Bytes32 accumulator =
        SignedCommitment.accumulate(Bytes32.ZERO, Bytes32.of(Keccak256.of(new byte[] {2})));
    Bytes32 separator = DomainSeparator.of(chain.chainId(), new Address(chain.ledger().hub()));
    byte[] hash = SignedCommitment.hash(separator, deal, partition, tasks, accumulator);
    return new SignedCommitment(
        deal,
        partition,
        chain.keys.addressOf(worker),
        tasks,
        accumulator,
        Hex.of(chain.keys.key(worker).sign(hash)));
  }

  private BigInteger free(String key) {
    return market.hub.balance(chain.keys.addressOf(key), OptionalLong.empty()).free().units();
  }

  private static AccountStatements.Period all() {
    return new AccountStatements.Period(Instant.EPOCH, Instant.now().plus(Duration.ofDays(1)));
  }

  private List<String> kinds(String key) {
    return new AccountStatements(database)
            .statement(
                chain.keys.addressOf(key),
                all(),
                new AccountStatements.Only(Optional.empty(), Optional.empty()))
            .lines()
            .stream()
            .map(StatementLineView::kinds)
            .toList();
  }
}
