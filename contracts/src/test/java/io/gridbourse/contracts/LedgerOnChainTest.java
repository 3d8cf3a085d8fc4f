package io.gridbourse.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.contracts.HubEvent.OrdersMatched;
import io.gridbourse.contracts.HubEvent.PartitionContribution;
import io.gridbourse.contracts.HubEvent.PartitionSettled;
import io.gridbourse.contracts.PartitionResult.Ballot;
import io.gridbourse.contracts.PartitionResult.Commitment;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Hash;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/** The whole way of a deal on a real chain, through nothing but this package. */
class LedgerOnChainTest {
  private static final DefaultBlockParameter LATEST = DefaultBlockParameterName.LATEST;
  private static final BigInteger RLC = BigInteger.TEN.pow(9);
  private static final String ZERO = Hex.ADDRESS_ZERO;
  private static final String WORD = Hex.WORD_ZERO;
  private static final String EMPTY_PARAMS = "{}";

  private static DevelopmentChain chain;
  private static SigningKey deployer;
  private static SigningKey requester;
  private static SigningKey appOwner;
  private static SigningKey poolOwner;
  private static final List<SigningKey> WORKERS = new ArrayList<>();
  private static LedgerAddresses ledger;
  private static SigningDomain domain;
  private static EthCalls calls;
  private static String app;
  private static String pool;

  @BeforeAll
  static void deployALedger() throws IOException, InterruptedException {
    chain = DevelopmentChain.start();
    deployer = chain.fundedKey();
    ledger =
        LedgerDeployment.deploy(
            chain.web3j(), deployer.credentials(), LedgerDeployment.SUPPLY, Duration.ofSeconds(20));
    domain = ledger.signingDomain();
    calls = new EthCalls(chain.web3j(), ledger);
    requester = rich(1000);
    poolOwner = rich(1000);
    appOwner = chain.fundedKey();
    for (int i = 0; i < 4; i++) {
      SigningKey worker = rich(10);
      chain.send(worker, ledger.hub(), HubCalls.pledge(RLC.multiply(BigInteger.TWO)));
      WORKERS.add(worker);
    }
    app = calls.predictApp(appOwner.address(), "vanity", "bundle:1", WORD);
    pool = calls.predictWorkerpool(poolOwner.address(), "test pool");
    chain.send(
        appOwner,
        ledger.appRegistry(),
        HubCalls.createApp(appOwner.address(), "vanity", "bundle:1", WORD));
    chain.send(
        poolOwner,
        ledger.workerpoolRegistry(),
        HubCalls.createWorkerpool(poolOwner.address(), "test pool"));
  }

  @AfterAll
  static void stopTheChain() throws InterruptedException {
    chain.stop();
  }

  @Test
  void theHubIsVerifiedAndKnowsItsCategories() {
    LedgerDeployment.verify(chain.web3j(), ledger);
    assertThat(calls.viewCategory(0, LATEST).workClockSeconds()).isEqualTo(300);
    assertThat(calls.viewCategory(4, LATEST).name()).isEqualTo("XL");
    assertThat(calls.isRegistered(ledger.appRegistry(), app)).isTrue();
    assertThat(calls.isRegistered(ledger.workerpoolRegistry(), app)).isFalse();
  }

  @Test
  void entriesSayWhatTheyAreAndWhoseTheyAre() {
    assertThat(calls.viewApp(app, LATEST))
        .isEqualTo(new EthCalls.App(appOwner.address(), "vanity", "DOCKER", "bundle:1", WORD));
    assertThat(calls.ownerOf(pool, LATEST)).isEqualTo(poolOwner.address());
    assertThat(calls.viewPoolDescription(pool, LATEST)).isEqualTo("test pool");
    assertThatThrownBy(() -> calls.viewApp(deployer.address(), LATEST))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("is the address right");
  }

  @Test
  void aPledgeThatIsAskedBackStaysBound() throws IOException {
    SigningKey worker = rich(5);
    BigInteger now = calls.viewAccount(worker.address(), LATEST).free();
    chain.send(worker, ledger.hub(), HubCalls.pledge(now));
    TransactionReceipt receipt =
        chain.send(worker, ledger.hub(), HubCalls.requestUnpledge(BigInteger.TWO));
    HubEvent.UnpledgeRequested asked = only(HubEvent.UnpledgeRequested.class, receipt);
    EthCalls.Pledge pledge = calls.viewPledge(worker.address(), LATEST);
    assertThat(pledge.leaving()).isEqualTo(2);
    assertThat(pledge.seizable()).isEqualTo(now);
    assertThat(pledge.availableAt()).isEqualTo(asked.availableAt());
    assertThat(calls.unpledgeDelay(LATEST)).isEqualTo(Duration.ofHours(101));
    assertThat(calls.viewAccount(worker.address(), LATEST).locked()).isEqualTo(now);
    assertThat(chain.refusal(worker, ledger.hub(), HubCalls.unpledge()))
        .contains("PledgeStillBound(worker " + worker.address());
  }

  @Test
  void aLedgerOfAnotherChainIsRefused() {
    LedgerAddresses elsewhere =
        new LedgerAddresses(
            ledger.hub(),
            ledger.token(),
            ledger.appRegistry(),
            ledger.datasetRegistry(),
            ledger.workerpoolRegistry(),
            ledger.chainId() + 1);
    assertThatThrownBy(() -> LedgerDeployment.verify(chain.web3j(), elsewhere))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("point the server at a node of that chain");
  }

  @Test
  void anAddressWithoutCodeIsRefused() {
    LedgerAddresses wrong =
        new LedgerAddresses(
            deployer.address(),
            ledger.token(),
            ledger.appRegistry(),
            ledger.datasetRegistry(),
            ledger.workerpoolRegistry(),
            ledger.chainId());
    assertThatThrownBy(() -> LedgerDeployment.verify(chain.web3j(), wrong))
        .hasMessageContaining("There is no hub at");
  }

  @Test
  void fourOrdersBecomeADealWithTheHashesComputedHere() throws IOException {
    Offers offers = Offers.of("0x01", 10, 5);
    TransactionReceipt receipt = match(offers);
    OrdersMatched matched = only(OrdersMatched.class, receipt);
    byte[] requestHash = domain.digestOf(offers.request());
    assertThat(matched.appHash()).isEqualTo(Hex.text(domain.digestOf(offers.app())));
    assertThat(matched.datasetHash()).isEqualTo(Hex.text(domain.digestOf(DatasetOrder.none())));
    assertThat(matched.workerpoolHash()).isEqualTo(Hex.text(domain.digestOf(offers.pool())));
    assertThat(matched.requestHash()).isEqualTo(Hex.text(requestHash));
    assertThat(matched.dealId()).isEqualTo(SigningDomain.dealId(requestHash, BigInteger.ZERO));
    assertThat(matched.volume()).isEqualTo(10);
    DealView deal = calls.viewDeal(matched.dealId(), LATEST);
    assertThat(deal.botSize()).isEqualTo(10);
    assertThat(deal.trust()).isEqualTo(5);
    assertThat(deal.requester()).isEqualTo(requester.address());
    assertThat(deal.sponsor()).isEqualTo(requester.address());
    assertThat(deal.params()).isEqualTo(EMPTY_PARAMS);
    assertThat(deal.workerpool().owner()).isEqualTo(poolOwner.address());
    assertThat(deal.workerStake()).isEqualTo(300_000_000);
    assertThat(chain.refusal(requester, ledger.hub(), offers.call()))
        .contains("0x60: an order has no volume left");
  }

  @Test
  void aPartitionIsSettledPaidAndProven() throws IOException {
    String deal = only(OrdersMatched.class, match(Offers.of("0x02", 10, 5))).dealId();
    BigInteger before = calls.viewAccount(WORKERS.get(0).address(), LATEST).free();
    List<Ballot> ballots =
        List.of(
            new Ballot(3, List.of(0, 1, 2), List.of(), List.of()),
            new Ballot(2, List.of(0, 1, 2), List.of(), List.of(3)),
            new Ballot(1, List.of(2, 1, 0), List.of(List.of(3)), List.of()));
    List<String> leaves = leaves(deal, 6);
    PartitionResult result =
        new PartitionResult(
            deal,
            0,
            7,
            MerkleProofs.root(leaves),
            "bags/2",
            1,
            commitments(deal, 0, List.of(6, 6, 6, 3)),
            ballots);
    // One honest group of three fresh workers: 8 · 5 > 9 · 4. Against one other: 8 · 5 < 11 · 4.
    assertThat(chain.refusal(poolOwner, ledger.hub(), HubCalls.settlePartition(result)))
        .contains("TrustNotReached(ballot 2");
    PartitionResult enough = withBallots(result, ballots.subList(0, 2), 2);
    TransactionReceipt receipt =
        chain.send(poolOwner, ledger.hub(), HubCalls.settlePartition(enough));
    PartitionSettled settled = only(PartitionSettled.class, receipt);
    assertThat(settled.certifiedTasks()).isEqualTo(5);
    assertThat(settled.failedTasks()).isEqualTo(2);
    assertThat(settled.results()).isEqualTo("bags/2");
    List<PartitionContribution> contributions = all(PartitionContribution.class, receipt);
    assertThat(contributions).hasSize(4);
    PartitionContribution silent = of(contributions, WORKERS.get(3));
    assertThat(silent.seized()).isEqualTo(600_000_000);
    assertThat(silent.accepted()).isZero();
    assertThat(silent.rejected()).isEqualTo(2);
    PartitionContribution first = of(contributions, WORKERS.get(0));
    assertThat(first.reward()).isEqualTo(3 * 330_000_000L + 2 * 429_000_000L);
    assertThat(calls.viewAccount(WORKERS.get(0).address(), LATEST).free().subtract(before))
        .isEqualTo(first.reward());
    assertThat(calls.viewPledge(WORKERS.get(3).address(), LATEST).pledged())
        .isEqualTo(1_400_000_000);
    assertThat(calls.viewScore(WORKERS.get(0).address(), LATEST)).isEqualTo(5);
    assertThat(calls.viewPartition(deal, 0, LATEST).settled()).isTrue();
    assertThat(calls.viewPartition(deal, 1, LATEST).settled()).isFalse();
    assertThat(calls.viewPartitionSize(deal, LATEST)).isEqualTo(7);
    assertThat(
            calls.verifyResult(deal, 0, BigInteger.ONE, digest(1), MerkleProofs.proof(leaves, 1)))
        .isTrue();
    assertThat(
            calls.verifyResult(deal, 0, BigInteger.ONE, digest(2), MerkleProofs.proof(leaves, 1)))
        .isFalse();
    assertThat(chain.refusal(poolOwner, ledger.hub(), HubCalls.settlePartition(enough)))
        .contains("PartitionClosed");
    chain.advance(Duration.ofSeconds(3001));
    chain.send(requester, ledger.hub(), HubCalls.claimPartition(deal, 1));
    assertThat(chain.refusal(requester, ledger.hub(), HubCalls.claimPartition(deal, 1)))
        .contains("PartitionClosed");
  }

  @Test
  void aTaskIsSettledByRelayAndShown() throws IOException {
    String deal = only(OrdersMatched.class, match(Offers.of("0x04", 2, 3))).dealId();
    String task = SigningDomain.taskId(deal, BigInteger.ONE);
    List<TaskResult.Vote> votes =
        IntStream.range(0, 3).mapToObj(i -> vote(WORKERS.get(i), deal, task, i == 2)).toList();
    TaskResult result =
        new TaskResult(deal, BigInteger.ONE, 0, digest(1), "{\"storage\":\"ipfs\"}", "0x", votes);
    assertThat(
            chain.refusal(poolOwner, ledger.hub(), HubCalls.settleTasks(List.of(result, result))))
        .contains("TaskInState(taskid " + task + ", status 3");
    TransactionReceipt receipt = chain.send(poolOwner, ledger.hub(), HubCalls.settleTask(result));
    assertThat(
            HubLogs.decodeAll(receipt.getLogs()).stream()
                .filter(event -> event.getClass().getSimpleName().matches("Task.*|.*Contribution")))
        .containsExactly(
            new HubEvent.TaskInitialized(task, pool),
            new HubEvent.TaskContributed(task, voter(0), resultHash(task, 1)),
            new HubEvent.TaskContributed(task, voter(1), resultHash(task, 1)),
            new HubEvent.TaskContributed(task, voter(2), WORD),
            new HubEvent.TaskConsensus(task, resultHash(task, 1)),
            new HubEvent.TaskRevealed(task, voter(0), digest(1)),
            new HubEvent.TaskRevealed(task, voter(1), digest(1)),
            new HubEvent.AccurateContribution(voter(0), task),
            new HubEvent.AccurateContribution(voter(1), task),
            new HubEvent.FaultyContribution(voter(2), task),
            new HubEvent.TaskFinalized(task, "{\"storage\":\"ipfs\"}"));
    TaskView shown = calls.viewTask(task, LATEST);
    assertThat(shown.status()).isEqualTo(TaskView.Status.COMPLETED);
    assertThat(shown.dealId()).isEqualTo(deal);
    assertThat(shown.resultDigest()).isEqualTo(digest(1));
    assertThat(shown.results()).isEqualTo("{\"storage\":\"ipfs\"}");
    assertThat(shown.contributors()).containsExactly(voter(0));
    assertThat(calls.viewContributors(task, LATEST)).containsExactly(voter(0), voter(1), voter(2));
    TaskView.Contribution first = calls.viewContribution(task, voter(0), LATEST);
    assertThat(first.status()).isEqualTo(TaskView.ContributionStatus.PROVED);
    assertThat(first.resultSeal()).isEqualTo(SigningDomain.resultSeal(voter(0), task, digest(1)));
    chain.send(poolOwner, ledger.hub(), HubCalls.giveUp(deal, List.of(BigInteger.ZERO)));
    assertThat(calls.viewTask(SigningDomain.taskId(deal, BigInteger.ZERO), LATEST).status())
        .isEqualTo(TaskView.Status.FAILED);
  }

  @Test
  void aWorkerGoesTheWholeWayItself() throws IOException {
    String deal = only(OrdersMatched.class, match(Offers.of("0x05", 1, 1))).dealId();
    String task = SigningDomain.taskId(deal, BigInteger.ZERO);
    SigningKey worker = WORKERS.get(3);
    chain.send(worker, ledger.hub(), HubCalls.initialize(deal, BigInteger.ZERO));
    byte[] leave = SigningDomain.digestOfAuthorization(worker.address(), task);
    String seal = SigningDomain.resultSeal(worker.address(), task, digest(7));
    chain.send(
        worker,
        ledger.hub(),
        HubCalls.contribute(task, resultHash(task, 7), seal, Hex.text(poolOwner.sign(leave))));
    chain.send(worker, ledger.hub(), HubCalls.reveal(task, digest(7)));
    TransactionReceipt receipt =
        chain.send(poolOwner, ledger.hub(), HubCalls.finalizeTask(task, "there", "0x"));
    assertThat(only(HubEvent.TaskFinalized.class, receipt).results()).isEqualTo("there");
    assertThat(calls.viewTask(task, LATEST).status()).isEqualTo(TaskView.Status.COMPLETED);
  }

  @Test
  void aTaskOfTrustOneIsSettledInOneStepAndItsResultPulled() throws IOException {
    String receiver = chain.fundedKey().address();
    String deal = only(OrdersMatched.class, match(Offers.of("0x06", 2, 1, receiver))).dealId();
    String task = SigningDomain.taskId(deal, BigInteger.ONE);
    chain.send(deployer, ledger.hub(), HubCalls.initialize(deal, BigInteger.ONE));
    assertThatThrownBy(() -> calls.resultFor(task, LATEST)).hasMessageContaining("TaskPending");
    SigningKey worker = WORKERS.get(2);
    byte[] leave = SigningDomain.digestOfAuthorization(worker.address(), task);
    String oneStep =
        HubCalls.contributeAndFinalize(
            task, Hash.sha3("0xcafe"), "there", "0xcafe", Hex.text(poolOwner.sign(leave)));
    chain.send(worker, ledger.hub(), oneStep);
    assertThat(calls.resultFor(task, LATEST)).isEqualTo("0xcafe");
    assertThat(calls.viewTask(task, LATEST).resultsCallback()).isEqualTo("0xcafe");
    assertThat(
            chain.refusal(
                requester,
                ledger.hub(),
                HubCalls.initializeAndClaimArray(deal, List.of(BigInteger.ZERO))))
        .contains("TooEarly(dealid " + deal);
  }

  @Test
  void aDepositAndAMatchFitInOneTransaction() throws IOException {
    Offers offers = Offers.of("0x03", 1, 1);
    TransactionReceipt receipt =
        chain.send(
            requester,
            ledger.token(),
            HubCalls.approveAndCall(ledger.hub(), BigInteger.ZERO, offers.call()));
    assertThat(only(OrdersMatched.class, receipt).volume()).isEqualTo(1);
  }

  @Test
  void theLedgerKnowsOurSignatures() {
    byte[] digest = Hash.sha3(new byte[] {1});
    byte[] signature = requester.sign(digest);
    assertThat(calls.verifySignature(requester.address(), Hex.text(digest), Hex.text(signature)))
        .isTrue();
    assertThat(calls.verifySignature(poolOwner.address(), Hex.text(digest), Hex.text(signature)))
        .isFalse();
  }

  private static String voter(int number) {
    return WORKERS.get(number).address();
  }

  private static String resultHash(String task, int answer) {
    return SigningDomain.resultHash(task, digest(answer));
  }

  /** The answer of a worker that leased the task alone and nothing else in its partition. */
  private static TaskResult.Vote vote(SigningKey worker, String deal, String task, boolean silent) {
    String seal = SigningDomain.resultSeal(worker.address(), task, digest(1));
    String accumulator = Hash.sha3(WORD + seal.substring(2));
    byte[] digest = domain.digestOfCommitment(deal, 0, 1, accumulator);
    return new TaskResult.Vote(
        worker.address(),
        silent,
        silent ? seal : digest(1),
        List.of(),
        WORD,
        List.of(),
        1,
        Hex.text(worker.sign(digest)));
  }

  private static SigningKey rich(int rlc) throws IOException {
    SigningKey key = chain.fundedKey();
    BigInteger amount = RLC.multiply(BigInteger.valueOf(rlc));
    chain.send(deployer, ledger.token(), HubCalls.transfer(key.address(), amount));
    chain.send(key, ledger.token(), HubCalls.approveAndCall(ledger.hub(), amount));
    assertThat(calls.viewAccount(key.address(), LATEST).free()).isEqualTo(amount);
    return key;
  }

  private static TransactionReceipt match(Offers offers) throws IOException {
    return chain.send(deployer, ledger.hub(), offers.call());
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

  private static PartitionContribution of(List<PartitionContribution> found, SigningKey worker) {
    return found.stream()
        .filter(c -> c.worker().equals(worker.address()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Commitment> commitments(String deal, long partition, List<Integer> tasks) {
    return IntStream.range(0, tasks.size())
        .mapToObj(
            i -> {
              byte[] digest = domain.digestOfCommitment(deal, partition, tasks.get(i), WORD);
              String sign = Hex.text(WORKERS.get(i).sign(digest));
              return new Commitment(WORKERS.get(i).address(), tasks.get(i), WORD, sign);
            })
        .toList();
  }

  private static PartitionResult withBallots(
      PartitionResult result, List<Ballot> ballots, long failed) {
    return new PartitionResult(
        result.dealId(),
        result.partition(),
        result.partitionSize(),
        result.resultsRoot(),
        result.results(),
        failed,
        result.commitments(),
        ballots);
  }

  private static String digest(int idx) {
    return Hex.text(Hash.sha3(new byte[] {(byte) idx}));
  }

  private static List<String> leaves(String deal, int tasks) {
    return IntStream.range(0, tasks)
        .mapToObj(
            idx ->
                Hash.sha3(
                    SigningDomain.taskId(deal, BigInteger.valueOf(idx)) + digest(idx).substring(2)))
        .toList();
  }

  /** Signed orders for a bag: the app costs 1,000 nRLC and the pool 1 RLC per task. */
  private record Offers(AppOrder app, WorkerpoolOrder pool, RequestOrder request) {
    static Offers of(String salt, int volume, int trust) {
      return of(salt, volume, trust, ZERO);
    }

    static Offers of(String salt, int volume, int trust, String callback) {
      String word = Numeric.toHexStringWithPrefixZeroPadded(Numeric.toBigInt(salt), 64);
      BigInteger tasks = BigInteger.valueOf(volume);
      AppOrder app =
          new AppOrder(
              LedgerOnChainTest.app,
              BigInteger.valueOf(1000),
              tasks,
              WORD,
              ZERO,
              ZERO,
              ZERO,
              word,
              "0x");
      WorkerpoolOrder pool =
          new WorkerpoolOrder(
              LedgerOnChainTest.pool,
              RLC,
              tasks,
              WORD,
              BigInteger.ZERO,
              BigInteger.valueOf(trust),
              ZERO,
              ZERO,
              ZERO,
              word,
              "0x");
      RequestOrder request =
          new RequestOrder(
              LedgerOnChainTest.app,
              BigInteger.valueOf(1000),
              ZERO,
              BigInteger.ZERO,
              ZERO,
              RLC,
              requester.address(),
              tasks,
              WORD,
              BigInteger.ZERO,
              BigInteger.valueOf(trust),
              requester.address(),
              callback,
              EMPTY_PARAMS,
              word,
              "0x");
      return new Offers(
          appOwner.sign(app, domain),
          poolOwner.sign(pool, domain),
          requester.sign(request, domain));
    }

    String call() {
      return HubCalls.matchOrders(app, DatasetOrder.none(), pool, request);
    }
  }
}
