package io.gridbourse.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.web3j.protocol.core.DefaultBlockParameterName.LATEST;

import io.gridbourse.contracts.PartitionResult.Ballot;
import io.gridbourse.contracts.PartitionResult.Commitment;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Hash;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** The court and the insurance by their Java side, on a development chain. */
class CourtOnChainTest {
  private static final BigInteger RLC = BigInteger.TEN.pow(9);
  private static final String ZERO = Hex.ADDRESS_ZERO;
  private static final String WORD = Hex.WORD_ZERO;
  private static final long WINDOW = 3_600;
  private static final String LIE = Hash.sha3("0x01");
  private static final String TRUTH = Hash.sha3("0x02");

  private static DevelopmentChain chain;
  private static SigningKey deployer;
  private static SigningKey requester;
  private static SigningKey poolOwner;
  private static SigningKey challenger;
  private static final List<SigningKey> WORKERS = new ArrayList<>();
  private static LedgerAddresses ledger;
  private static SigningDomain domain;
  private static String insurance;
  private static String app;
  private static String pool;

  @BeforeAll
  static void deployALedgerWithAnInsurance() throws IOException, InterruptedException {
    chain = DevelopmentChain.start();
    deployer = chain.fundedKey();
    Duration timeout = Duration.ofSeconds(20);
    ledger =
        LedgerDeployment.deploy(
            chain.web3j(), deployer.credentials(), LedgerDeployment.SUPPLY, timeout);
    domain = ledger.signingDomain();
    requester = rich(1000);
    poolOwner = rich(1000);
    challenger = rich(100);
    insurance =
        LedgerDeployment.deployInsurance(
            chain.web3j(), deployer.credentials(), ledger.hub(), poolOwner.address(), timeout);
    for (int i = 0; i < 4; i++) {
      SigningKey worker = rich(10);
      chain.send(worker, ledger.hub(), HubCalls.pledge(RLC.multiply(BigInteger.valueOf(5))));
      chain.send(worker, ledger.hub(), CourtCalls.enlist(worker.address()));
      WORKERS.add(worker);
    }
    EthCalls calls = new EthCalls(chain.web3j(), ledger);
    String owner = poolOwner.address();
    app = calls.predictApp(owner, "vanity", "bundle:1", WORD);
    pool = calls.predictWorkerpool(owner, "test pool");
    chain.send(
        poolOwner, ledger.appRegistry(), HubCalls.createApp(owner, "vanity", "bundle:1", WORD));
    chain.send(
        poolOwner, ledger.workerpoolRegistry(), HubCalls.createWorkerpool(owner, "test pool"));
  }

  @AfterAll
  static void stopTheChain() throws InterruptedException {
    chain.stop();
  }

  @Test
  void aLieIsAcceptedChallengedCorrectedAndInsured() throws IOException {
    CourtViews court = new CourtViews(chain.web3j(), ledger.hub());
    String deal = deal(4);
    InsuranceQuote quote = insure(deal);
    PartitionResult result = accept(deal);
    assertThat(court.acceptance(deal, 0).accepted()).isTrue();
    CourtViews.Stakes stakes = court.stakes(deal);
    assertThat(stakes.stake()).isEqualTo(RLC.multiply(BigInteger.valueOf(7)));
    BigInteger before = free(challenger);

    long trial = challenge(deal);
    assertThat(free(challenger)).isEqualTo(before.subtract(stakes.stake()));
    List<String> jury = draw(trial, result);
    assertThat(jury).hasSize(2).doesNotContain(WORKERS.get(0).address());
    openTheSeal(trial, result);
    vote(trial, deal, jury);
    TransactionReceipt ruled = chain.send(deployer, ledger.hub(), CourtCalls.rule(trial));
    HubEvent.TrialEnded ended = only(HubEvent.TrialEnded.class, ruled);
    assertThat(ended.end()).isEqualTo(HubEvent.TrialEnd.UPHELD);
    assertThat(ended.verdict()).isEqualTo(TRUTH);
    assertThat(only(HubEvent.ResultCorrected.class, ruled).corrected()).isEqualTo(TRUTH);
    assertThat(court.corrected(deal, BigInteger.ZERO)).contains(TRUTH);
    assertThat(free(challenger)).isGreaterThan(before);

    assertThat(chain.refusal(deployer, ledger.hub(), CourtCalls.releasePartition(result)))
        .contains("WindowStillOpen");
    chain.advance(Duration.ofSeconds(WINDOW + 1));
    TransactionReceipt released =
        chain.send(deployer, ledger.hub(), CourtCalls.releasePartition(result));
    assertThat(only(HubEvent.PartitionSettled.class, released).certifiedTasks()).isEqualTo(1);
    BigInteger insured = free(requester);
    chain.send(deployer, insurance, InsuranceCalls.assess(deal, 0));
    assertThat(free(requester).subtract(insured)).isEqualTo(quote.coverPerTask());
    assertThat(new InsuranceViews(chain.web3j(), insurance).wasAssessed(deal, 0)).isTrue();
  }

  @Test
  void aWorkerEntersAndLeavesTheRoll() throws IOException {
    SigningKey worker = rich(1);
    String owner = poolOwner.address();
    CourtViews court = new CourtViews(chain.web3j(), ledger.hub());
    chain.send(worker, ledger.hub(), HubCalls.pledge(RLC));
    TransactionReceipt enlisted = chain.send(worker, ledger.hub(), CourtCalls.enlist(owner));
    assertThat(only(HubEvent.JurorEnlisted.class, enlisted))
        .isEqualTo(new HubEvent.JurorEnlisted(worker.address(), owner));
    assertThat(court.isJuror(worker.address())).isTrue();
    TransactionReceipt struck =
        chain.send(worker, ledger.hub(), CourtCalls.strike(worker.address()));
    assertThat(only(HubEvent.JurorStruck.class, struck))
        .isEqualTo(new HubEvent.JurorStruck(worker.address()));
    assertThat(court.isJuror(worker.address())).isFalse();
  }

  @Test
  void theInsuranceTellsItsCapitalAndItsInsurers() throws IOException {
    InsuranceViews views = new InsuranceViews(chain.web3j(), insurance);
    invest(deployer, 20);
    assertThat(views.underwriter()).isEqualTo(poolOwner.address());
    assertThat(views.hub()).isEqualTo(ledger.hub());
    InsuranceViews.Capital capital = views.capital();
    assertThat(capital.total()).isEqualTo(capital.reserved().add(capital.free()));
    InsuranceViews.Holding holding = views.holding(deployer.address());
    assertThat(holding.worth()).isPositive();
    chain.send(deployer, insurance, InsuranceCalls.withdraw(RLC, deployer.address()));
    assertThat(views.holding(deployer.address()).worth()).isLessThan(holding.worth());
    assertThat(views.policy(WORD)).isEmpty();
    assertThat(chain.refusal(requester, insurance, InsuranceCalls.changeUnderwriter(ZERO)))
        .contains("OwnableUnauthorizedAccount");
  }

  private static InsuranceQuote insure(String deal) throws IOException {
    invest(deployer, 20);
    long now = now();
    BigInteger cover = RLC.divide(BigInteger.TWO);
    InsuranceQuote quote =
        new InsuranceQuote(
            deal, requester.address(), BigInteger.TEN.pow(8), cover, now + 2_000, now + 600);
    String sign = Hex.text(poolOwner.sign(quote.digest(ledger.chainId(), insurance)));
    chain.send(requester, ledger.hub(), InsuranceCalls.approve(insurance, quote.premium()));
    chain.send(requester, insurance, quote.buy(sign));
    InsuranceViews.Policy policy =
        new InsuranceViews(chain.web3j(), insurance).policy(deal).orElseThrow();
    assertThat(policy)
        .isEqualTo(
            new InsuranceViews.Policy(
                requester.address(), quote.deadline(), cover, quote.premium(), 1));
    return quote;
  }

  private static void invest(SigningKey insurer, int rlc) throws IOException {
    BigInteger amount = RLC.multiply(BigInteger.valueOf(rlc));
    chain.send(insurer, ledger.token(), HubCalls.approveAndCall(ledger.hub(), amount));
    chain.send(insurer, ledger.hub(), InsuranceCalls.approve(insurance, amount));
    chain.send(insurer, insurance, InsuranceCalls.invest(amount, insurer.address()));
  }

  /** The answer of worker 0, a lie, accepted at once. */
  private static PartitionResult accept(String deal) throws IOException {
    SigningKey liar = WORKERS.get(0);
    String accumulator = Hash.sha3(WORD + seal(liar, deal).substring(2));
    String signed = Hex.text(liar.sign(domain.digestOfCommitment(deal, 0, 1, accumulator)));
    String root = Hash.sha3(SigningDomain.taskId(deal, BigInteger.ZERO) + LIE.substring(2));
    PartitionResult result =
        new PartitionResult(
            deal,
            0,
            1,
            root,
            "bags/1",
            0,
            List.of(new Commitment(liar.address(), 1, accumulator, signed)),
            List.of(new Ballot(1, List.of(0), List.of(), List.of())));
    String terms = Hex.text(requester.sign(domain.digestOfTerms(deal, WINDOW)));
    TransactionReceipt receipt =
        chain.send(poolOwner, ledger.hub(), CourtCalls.acceptPartition(result, WINDOW, terms));
    HubEvent.PartitionAccepted accepted = only(HubEvent.PartitionAccepted.class, receipt);
    assertThat(accepted.resultsRoot()).isEqualTo(root);
    assertThat(accepted.certifiedTasks()).isEqualTo(1);
    return result;
  }

  private static String seal(SigningKey worker, String deal) {
    String task = SigningDomain.taskId(deal, BigInteger.ZERO);
    return Hash.sha3(worker.address() + task.substring(2) + LIE.substring(2));
  }

  private static long challenge(String deal) throws IOException {
    TransactionReceipt receipt =
        chain.send(
            challenger, ledger.hub(), CourtCalls.challenge(deal, BigInteger.ZERO, LIE, List.of()));
    HubEvent.TaskChallenged challenged = only(HubEvent.TaskChallenged.class, receipt);
    assertThat(challenged.challenger()).isEqualTo(challenger.address());
    return challenged.trial();
  }

  private static List<String> draw(long trial, PartitionResult result) throws IOException {
    chain.advance(Duration.ofSeconds(1));
    chain.advance(Duration.ofSeconds(1));
    TransactionReceipt receipt =
        chain.send(deployer, ledger.hub(), CourtCalls.drawJury(trial, result));
    return all(HubEvent.JurorDrawn.class, receipt).stream()
        .map(HubEvent.JurorDrawn::juror)
        .toList();
  }

  private static void openTheSeal(long trial, PartitionResult result) throws IOException {
    CourtCalls.Opening opening = new CourtCalls.Opening(List.of(), WORD, List.of());
    TransactionReceipt receipt =
        chain.send(deployer, ledger.hub(), CourtCalls.openSeal(trial, result, 0, opening));
    assertThat(only(HubEvent.SealOpened.class, receipt))
        .isEqualTo(new HubEvent.SealOpened(trial, WORKERS.get(0).address()));
  }

  private static void vote(long trial, String deal, List<String> jury) throws IOException {
    String task = SigningDomain.taskId(deal, BigInteger.ZERO);
    List<HubEvent.RevealOpened> opened = new ArrayList<>();
    for (String juror : jury) {
      SigningKey key = keyOf(juror);
      String seal = CourtCalls.voteSeal(juror, task, TRUTH, WORD);
      String sign = Hex.text(key.sign(domain.digestOfVote(trial, seal)));
      TransactionReceipt receipt =
          chain.send(deployer, ledger.hub(), CourtCalls.commitVote(trial, juror, seal, sign));
      assertThat(only(HubEvent.VoteCommitted.class, receipt).seal()).isEqualTo(seal);
      opened.addAll(all(HubEvent.RevealOpened.class, receipt));
    }
    assertThat(opened).hasSize(1);
    for (String juror : jury) {
      TransactionReceipt receipt =
          chain.send(deployer, ledger.hub(), CourtCalls.revealVote(trial, juror, TRUTH, WORD));
      assertThat(only(HubEvent.VoteRevealed.class, receipt).digest()).isEqualTo(TRUTH);
    }
  }

  private static SigningKey keyOf(String worker) {
    return WORKERS.stream().filter(key -> key.address().equals(worker)).findFirst().orElseThrow();
  }

  private static String deal(int trust) throws IOException {
    BigInteger one = BigInteger.ONE;
    BigInteger price = BigInteger.valueOf(1_000);
    BigInteger asked = BigInteger.valueOf(trust);
    AppOrder appOrder = new AppOrder(app, price, one, WORD, ZERO, ZERO, ZERO, WORD, "0x");
    WorkerpoolOrder poolOrder =
        new WorkerpoolOrder(
            pool, RLC, one, WORD, BigInteger.ZERO, asked, ZERO, ZERO, ZERO, WORD, "0x");
    RequestOrder request =
        new RequestOrder(
            app,
            price,
            ZERO,
            BigInteger.ZERO,
            ZERO,
            RLC,
            requester.address(),
            one,
            WORD,
            BigInteger.ZERO,
            asked,
            requester.address(),
            ZERO,
            "{}",
            WORD,
            "0x");
    TransactionReceipt receipt =
        chain.send(
            deployer,
            ledger.hub(),
            HubCalls.matchOrders(
                poolOwner.sign(appOrder, domain),
                DatasetOrder.none(),
                poolOwner.sign(poolOrder, domain),
                requester.sign(request, domain)));
    return only(HubEvent.OrdersMatched.class, receipt).dealId();
  }

  private static SigningKey rich(int rlc) throws IOException {
    SigningKey key = chain.fundedKey();
    BigInteger amount = RLC.multiply(BigInteger.valueOf(rlc));
    chain.send(deployer, ledger.token(), HubCalls.transfer(key.address(), amount));
    chain.send(key, ledger.token(), HubCalls.approveAndCall(ledger.hub(), amount));
    return key;
  }

  private static BigInteger free(SigningKey key) {
    return new EthCalls(chain.web3j(), ledger).viewAccount(key.address(), LATEST).free();
  }

  private static long now() throws IOException {
    return chain
        .web3j()
        .ethGetBlockByNumber(LATEST, false)
        .send()
        .getBlock()
        .getTimestamp()
        .longValueExact();
  }

  private static <T> List<T> all(Class<T> kind, TransactionReceipt receipt) {
    return HubLogs.decodeAll(receipt.getLogs()).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static <T> T only(Class<T> kind, TransactionReceipt receipt) {
    List<T> found = all(kind, receipt);
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
