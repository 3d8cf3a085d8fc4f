package io.gridbourse.worker.pledge;

import io.gridbourse.contracts.CourtCalls;
import io.gridbourse.contracts.CourtViews;
import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.LedgerAddresses;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.worker.link.WorkerKey;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthEstimateGas;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.TransactionException;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/**
 * Sees to it that the worker has a pledge: what it may lose for wrong answers, and what limits how
 * many tasks it may hold unsettled. Deposits from the worker's tokens what is missing.
 */
public final class Pledging implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 250;
  private static final int POLLS_MAX = 480;

  private final Web3j web3j;
  private final WorkerKey key;
  private final EthCalls calls;
  private final LedgerAddresses ledger;
  private final RawTransactionManager transactions;
  private final PollingTransactionReceiptProcessor receipts;

  private Pledging(Web3j web3j, WorkerKey key, Address hub, long chainId) {
    this.web3j = web3j;
    this.key = key;
    LedgerAddresses known =
        new LedgerAddresses(hub.hex(), hub.hex(), hub.hex(), hub.hex(), hub.hex(), chainId);
    this.ledger = new EthCalls(web3j, known).viewAddresses();
    this.calls = new EthCalls(web3j, ledger);
    this.transactions = new RawTransactionManager(web3j, key.signingKey().credentials(), chainId);
    this.receipts = new PollingTransactionReceiptProcessor(web3j, POLL_MILLIS, POLLS_MAX);
  }

  /**
   * Connects to a node of the chain.
   *
   * @throws LedgerException if the hub is not on that chain
   * @throws IOException if the node does not answer
   */
  public static Pledging open(URI rpc, Address hub, WorkerKey key) throws IOException {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectTimeout(TIMEOUT)
            .readTimeout(TIMEOUT)
            .callTimeout(TIMEOUT)
            .build();
    Web3j web3j = Web3j.build(new HttpService(rpc.toString(), client, false));
    long chainId = web3j.ethChainId().send().getChainId().longValueExact();
    return new Pledging(web3j, key, hub, chainId);
  }

  /**
   * Raises the pledge to {@code wanted} if it is less.
   *
   * @return the pledge then
   * @throws LedgerException if the worker's account holds too little, or the ledger refuses
   */
  public NanoRlc raiseTo(NanoRlc wanted) throws IOException {
    String worker = key.address().hex();
    BigInteger pledged = calls.viewPledge(worker, DefaultBlockParameterName.LATEST).pledged();
    BigInteger missing = wanted.units().subtract(pledged);
    if (missing.signum() <= 0) {
      return new NanoRlc(pledged);
    }
    BigInteger free = calls.viewAccount(worker, DefaultBlockParameterName.LATEST).free();
    BigInteger deposit = missing.subtract(free);
    if (deposit.signum() > 0) {
      BigInteger tokens = calls.tokenBalance(worker, DefaultBlockParameterName.LATEST);
      if (tokens.compareTo(deposit) < 0) {
        throw new LedgerException(
            "A pledge of %s nRLC needs %s nRLC more, but %s holds %s nRLC. Send it some"
                .formatted(wanted.units(), deposit, worker, tokens));
      }
      send("deposit", ledger.token(), HubCalls.approveAndCall(ledger.hub(), deposit));
    }
    send("pledge", ledger.hub(), HubCalls.pledge(missing));
    return new NanoRlc(calls.viewPledge(worker, DefaultBlockParameterName.LATEST).pledged());
  }

  /**
   * Enters the roll of jurors, or names another owner.
   *
   * @throws LedgerException if the worker has no pledge, or the ledger refuses
   */
  public void enlist(Address owner) throws IOException {
    CourtViews court = new CourtViews(web3j, ledger.hub());
    String worker = key.address().hex();
    boolean isKnown = new Address(court.ownerOf(worker)).equals(owner);
    if (!court.isJuror(worker) || !isKnown) {
      send("enlistment", ledger.hub(), CourtCalls.enlist(owner.hex()));
    }
  }

  /** Leaves the roll of jurors. */
  public void strike() throws IOException {
    String worker = key.address().hex();
    if (new CourtViews(web3j, ledger.hub()).isJuror(worker)) {
      send("leave of the roll", ledger.hub(), CourtCalls.strike(worker));
    }
  }

  private void send(String what, String to, String data) throws IOException {
    Transaction call =
        Transaction.createFunctionCallTransaction(key.address().hex(), null, null, null, to, data);
    EthEstimateGas gas = web3j.ethEstimateGas(call).send();
    if (gas.hasError()) {
      throw new LedgerException(
          "The ledger refuses the worker's " + what + ": " + gas.getError().getMessage());
    }
    BigInteger tip = web3j.ethMaxPriorityFeePerGas().send().getMaxPriorityFeePerGas();
    BigInteger baseFee =
        web3j
            .ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false)
            .send()
            .getBlock()
            .getBaseFeePerGas();
    BigInteger limit = gas.getAmountUsed().multiply(BigInteger.valueOf(5)).shiftRight(2);
    EthSendTransaction sent =
        transactions.sendEIP1559Transaction(
            ledger.chainId(), tip, baseFee.shiftLeft(1).add(tip), limit, to, data, BigInteger.ZERO);
    if (sent.hasError()) {
      throw new LedgerException(
          "The worker's " + what + " cannot be sent: " + sent.getError().getMessage());
    }
    try {
      TransactionReceipt receipt = receipts.waitForTransactionReceipt(sent.getTransactionHash());
      if (!receipt.isStatusOK()) {
        throw new LedgerException("The worker's " + what + " was refused by the ledger");
      }
    } catch (TransactionException e) {
      throw new LedgerException("The worker's " + what + " was not mined in time", e);
    }
  }

  @Override
  public void close() {
    web3j.shutdown();
  }
}
