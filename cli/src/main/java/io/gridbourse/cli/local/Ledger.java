package io.gridbourse.cli.local;

import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.LedgerAddresses;
import io.gridbourse.contracts.LedgerDeployment;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.http.HttpService;
import org.web3j.utils.Numeric;

/**
 * The ledger of this installation as its owner sees it. The treasury deployed it and holds all
 * tokens that nobody was given: it is the first account of the development chain, whose key
 * everybody knows. The server does not use it.
 */
public final class Ledger implements AutoCloseable {
  /** Who may spend and stake: 1,000,000 RLC for the requester and for the pool's owner. */
  private static final BigInteger TEAM_FUNDS = BigInteger.TEN.pow(15);

  /** What a worker puts up against wrong answers: 10,000 RLC. */
  private static final BigInteger WORKER_PLEDGE = BigInteger.TEN.pow(13);

  private static final BigInteger TREASURY_DEPOSIT =
      BigInteger.TEN.pow(16).multiply(BigInteger.TWO);

  /** What a pool's owner keeps of the price, as in pools that say nothing. */
  private static final int POOL_REWARD_PERCENT = 1;

  private static final Duration MINED_WITHIN = Duration.ofSeconds(30);

  /** Where the stakes of failed pools go; nobody has its key. */
  public static final String KITTY =
      Numeric.toHexStringWithPrefixZeroPadded(
          Numeric.toBigInt(Hash.sha3("iExecKitty".getBytes(StandardCharsets.UTF_8)))
              .subtract(BigInteger.ONE)
              .mod(BigInteger.TWO.pow(160)),
          40);

  private final DevelopmentChain chain;
  private final Credentials treasury;
  private final Web3j web3j;
  private LedgerAddresses addresses;

  Ledger(Home home, DevelopmentChain chain) {
    this.chain = chain;
    this.treasury = treasury(home);
    this.web3j = connect(chain.rpc());
  }

  private static Web3j connect(URI rpc) {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectTimeout(5, TimeUnit.SECONDS)
            .readTimeout(30, TimeUnit.SECONDS)
            .build();
    return Web3j.build(new HttpService(rpc.toString(), client));
  }

  /** Deploys the contracts. */
  LedgerAddresses deploy() {
    chain.fund(treasury().getAddress());
    addresses = LedgerDeployment.deploy(web3j, treasury(), LedgerDeployment.SUPPLY, MINED_WITHIN);
    treasurySends()
        .send(
            "deposit",
            addresses.token(),
            HubCalls.approveAndCall(addresses.hub(), TREASURY_DEPOSIT));
    return addresses;
  }

  /** Deploys the contract that keeps the roots of the side record; its address. */
  String deployAnchors(String keeper) {
    return LedgerDeployment.deployAnchors(web3j, treasury(), keeper, MINED_WITHIN);
  }

  /** Deploys an insurance whose quotes the server's underwriter signs; its address. */
  String deployInsurance(String underwriter) {
    return LedgerDeployment.deployInsurance(
        web3j, treasury(), addresses.hub(), underwriter, MINED_WITHIN);
  }

  /** Uses contracts that were deployed before, after a look whether they are there. */
  void use(LedgerAddresses known) {
    LedgerDeployment.verify(web3j, known);
    addresses = known;
  }

  /** Registers a pool; its address. */
  String createPool(String owner, String description) {
    treasurySends()
        .send(
            "register the pool",
            addresses.workerpoolRegistry(),
            HubCalls.createWorkerpool(owner, description));
    return calls().predictWorkerpool(owner, description);
  }

  /** Sets what workers of a pool lose by a wrong answer, in percent of the price of a task. */
  void setStake(Credentials owner, String pool, int percent) {
    new Transactions(web3j, owner, addresses.chainId())
        .send(
            "set the stake of workers", pool, HubCalls.changePolicy(percent, POOL_REWARD_PERCENT));
  }

  /** Gives a team ether for its transactions and money in the hub. */
  void endow(String account) {
    chain.fund(account);
    give(account, TEAM_FUNDS);
  }

  /** Gives a worker money, and puts it up against wrong answers in the worker's name. */
  public void pledge(Credentials worker) {
    String account = worker.getAddress();
    if (calls().viewPledge(account, DefaultBlockParameterName.LATEST).pledged().signum() > 0) {
      return;
    }
    chain.fund(account);
    give(account, WORKER_PLEDGE);
    new Transactions(web3j, worker, addresses.chainId())
        .send("pledge", addresses.hub(), HubCalls.pledge(WORKER_PLEDGE));
  }

  /** Gives an account or a contract nRLC of the treasury, in the hub. */
  public void give(String account, BigInteger amount) {
    treasurySends().send("fund " + account, addresses.hub(), HubCalls.transfer(account, amount));
  }

  /**
   * Sends a transaction of a key that is not the server's, and waits until it is mined.
   *
   * @param purpose what it is for, told if the ledger refuses it
   * @param contract empty where the data create one
   */
  public TransactionReceipt send(
      Credentials key, String purpose, Optional<String> contract, String data) {
    return new Transactions(web3j, key, addresses.chainId())
        .send(purpose, contract.orElse(null), data);
  }

  private Transactions treasurySends() {
    return new Transactions(web3j, treasury(), addresses.chainId());
  }

  private Credentials treasury() {
    return treasury;
  }

  /** Homes of earlier versions have a treasury with a key of its own. */
  private static Credentials treasury(Home home) {
    return Files.exists(home.at("chain/treasury/treasury.json"))
        ? new KeyFolder(home, "chain/treasury").key("treasury")
        : DevelopmentChain.account();
  }

  /** The account that holds all tokens that nobody was given. */
  public String treasuryAddress() {
    return treasury().getAddress();
  }

  public LedgerAddresses addresses() {
    return addresses;
  }

  /** What the ledger says. */
  public EthCalls calls() {
    return new EthCalls(web3j, addresses);
  }

  /** The node, for receipts and logs. */
  public Web3j node() {
    return web3j;
  }

  @Override
  public void close() {
    web3j.shutdown();
  }
}
