package io.gridbourse.contracts;

import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.web3j.crypto.RawTransaction;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.TransactionException;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/**
 * A chain of its own for one test class: Anvil on a free port, with a chain id that no other has.
 */
final class DevelopmentChain {
  private static final BigInteger ETHER = BigInteger.TEN.pow(18);
  private static final BigInteger GAS_MAX = BigInteger.valueOf(29_000_000);
  private static final BigInteger TIP = BigInteger.TEN.pow(9);
  private static final BigInteger FEE_MAX = BigInteger.TEN.pow(11);
  private static final Duration RECEIPT_POLL = Duration.ofMillis(20);
  private static final int RECEIPT_POLLS = 500;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private final Process process;
  private final HttpService http;
  private final Web3j web3j;
  private final long chainId;

  private DevelopmentChain(Process process, int port, long chainId) {
    this.process = process;
    this.chainId = chainId;
    this.http = new HttpService("http://127.0.0.1:" + port);
    this.web3j = Web3j.build(http);
  }

  static DevelopmentChain start() throws IOException, InterruptedException {
    long chainId = RandomGenerator.getDefault().nextLong(1_000_000, 2_000_000_000);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                anvil().toString(),
                "--silent",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--chain-id",
                String.valueOf(chainId))
            .redirectErrorStream(true)
            .redirectOutput(Path.of("target", "anvil.log").toFile())
            .start();
    DevelopmentChain chain = new DevelopmentChain(process, port, chainId);
    chain.awaitStart();
    return chain;
  }

  Web3j web3j() {
    return web3j;
  }

  /** A new key with ether to pay for gas. */
  SigningKey fundedKey() throws IOException {
    SigningKey key = SigningKey.generate();
    String ether = "0x" + ETHER.multiply(BigInteger.valueOf(100)).toString(16);
    send("anvil_setBalance", List.of(key.address(), ether));
    return key;
  }

  void advance(Duration time) throws IOException {
    send("evm_increaseTime", List.of(time.toSeconds()));
    send("evm_mine", List.of());
  }

  /**
   * Sends call data signed by this key, and gives the receipt of the transaction, which must
   * succeed.
   */
  TransactionReceipt send(SigningKey from, String to, String data) throws IOException {
    BigInteger nonce =
        web3j
            .ethGetTransactionCount(from.address(), DefaultBlockParameterName.LATEST)
            .send()
            .getTransactionCount();
    RawTransaction transaction =
        RawTransaction.createTransaction(
            chainId, nonce, GAS_MAX, to, BigInteger.ZERO, data, TIP, FEE_MAX);
    var sent = web3j.ethSendRawTransaction(from.signTransaction(transaction, chainId)).send();
    if (sent.hasError()) {
      throw new LedgerException(sent.getError().getMessage());
    }
    TransactionReceipt receipt = receiptOf(sent.getTransactionHash());
    if (!receipt.isStatusOK()) {
      throw new LedgerException(refusal(from, to, data));
    }
    return receipt;
  }

  /** Why the ledger would refuse this call now. */
  String refusal(SigningKey from, String to, String data) throws IOException {
    var answer =
        web3j
            .ethCall(
                Transaction.createEthCallTransaction(from.address(), to, data),
                DefaultBlockParameterName.LATEST)
            .send();
    if (!answer.hasError()) {
      return "";
    }
    return LedgerErrors.explain(answer.getError().getData())
        .orElseGet(() -> answer.getError().getMessage());
  }

  void stop() throws InterruptedException {
    web3j.shutdown();
    process.destroy();
    process.waitFor();
  }

  private TransactionReceipt receiptOf(String transaction) throws IOException {
    try {
      return new PollingTransactionReceiptProcessor(web3j, RECEIPT_POLL.toMillis(), RECEIPT_POLLS)
          .waitForTransactionReceipt(transaction);
    } catch (TransactionException problem) {
      throw new IOException(problem);
    }
  }

  private void awaitStart() throws InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        long found = web3j.ethChainId().send().getChainId().longValueExact();
        if (found == chainId) {
          return;
        }
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    process.destroy();
    throw new IllegalStateException("Anvil did not start, see target/anvil.log");
  }

  private void send(String method, List<?> parameters) throws IOException {
    Response<?> answer = new Request<>(method, parameters, http, Response.class).send();
    if (answer.hasError()) {
      throw new IllegalStateException(method + ": " + answer.getError().getMessage());
    }
  }

  private static Path anvil() throws IOException {
    Path scope = Path.of("node_modules", "@foundry-rs");
    try (var packages = Files.newDirectoryStream(scope, "anvil-*")) {
      return packages.iterator().next().resolve(Path.of("bin", "anvil"));
    }
  }
}
