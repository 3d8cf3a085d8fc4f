package io.gridbourse.contracts;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthEstimateGas;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.TransactionException;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/**
 * Puts a new ledger on a chain: token, registries, libraries, parts, and the hub linked to them,
 * with its five categories. The deployer owns the hub and holds all tokens. Nothing is resumed: a
 * deployment that failed half way is left behind, and a new one starts afresh.
 */
public final class LedgerDeployment {
  /** 87 million RLC, in nRLC. */
  public static final BigInteger SUPPLY = new BigInteger("87000000000000000");

  private static final String CODE = "code/";
  private static final BigInteger BASE_FEE_MARGIN = BigInteger.TWO;

  private final Web3j web3j;
  private final Credentials owner;
  private final long chainId;
  private final RawTransactionManager transactions;
  private final PollingTransactionReceiptProcessor receipts;

  private LedgerDeployment(Web3j web3j, Credentials owner, Duration receiptTimeout)
      throws IOException {
    this.web3j = web3j;
    this.owner = owner;
    this.chainId = web3j.ethChainId().send().getChainId().longValueExact();
    Duration poll = Duration.ofMillis(100);
    int attempts = Math.toIntExact(Math.max(1, receiptTimeout.dividedBy(poll)));
    this.receipts = new PollingTransactionReceiptProcessor(web3j, poll.toMillis(), attempts);
    this.transactions = new RawTransactionManager(web3j, owner, chainId, receipts);
  }

  /**
   * Deploys a ledger.
   *
   * @param receiptTimeout how long each transaction may take to be mined
   * @throws LedgerException when the chain refuses a transaction or does not mine it in time
   */
  public static LedgerAddresses deploy(
      Web3j web3j, Credentials owner, BigInteger supply, Duration receiptTimeout) {
    try {
      return new LedgerDeployment(web3j, owner, receiptTimeout).run(supply);
    } catch (IOException | TransactionException problem) {
      throw new LedgerException("The ledger was not deployed: " + problem.getMessage(), problem);
    }
  }

  /**
   * Deploys an insurance for a ledger. The deployer owns it and may have another key sign quotes.
   *
   * @param underwriter who signs quotes
   * @param receiptTimeout how long the transaction may take to be mined
   * @return its address
   * @throws LedgerException when the chain refuses the transaction or does not mine it in time
   */
  public static String deployInsurance(
      Web3j web3j, Credentials owner, String hub, String underwriter, Duration receiptTimeout) {
    try {
      return new LedgerDeployment(web3j, owner, receiptTimeout)
          .create("Insurance", code("Insurance"), new Address(hub), new Address(underwriter));
    } catch (IOException | TransactionException problem) {
      throw new LedgerException("The insurance was not deployed: " + problem.getMessage(), problem);
    }
  }

  /**
   * Deploys the contract that keeps the roots of a grid's side record.
   *
   * @param keeper account that may anchor: the server's
   * @return its address
   * @throws LedgerException when the chain refuses the transaction or does not mine it in time
   */
  public static String deployAnchors(
      Web3j web3j, Credentials owner, String keeper, Duration receiptTimeout) {
    try {
      return new LedgerDeployment(web3j, owner, receiptTimeout)
          .create("Anchors", code("Anchors"), new Address(keeper));
    } catch (IOException | TransactionException problem) {
      throw new LedgerException("The anchors were not deployed: " + problem.getMessage(), problem);
    }
  }

  /**
   * Checks that the ledger is on the chain that the node serves.
   *
   * @throws LedgerException naming the first thing that does not fit
   */
  public static void verify(Web3j web3j, LedgerAddresses addresses) {
    try {
      BigInteger chainId = web3j.ethChainId().send().getChainId();
      if (!chainId.equals(BigInteger.valueOf(addresses.chainId()))) {
        throw new LedgerException(
            "The node serves chain %s and the ledger is on chain %d: point the server at a node of that chain"
                .formatted(chainId, addresses.chainId()));
      }
      requireCode(web3j, "hub", addresses.hub());
      requireCode(web3j, "token", addresses.token());
      requireCode(web3j, "app registry", addresses.appRegistry());
      requireCode(web3j, "dataset registry", addresses.datasetRegistry());
      requireCode(web3j, "pool registry", addresses.workerpoolRegistry());
      LedgerAddresses linked = new EthCalls(web3j, addresses).viewAddresses();
      if (!linked.equals(addresses)) {
        throw new LedgerException(
            "The hub at %s belongs to %s, not to %s: correct the addresses"
                .formatted(addresses.hub(), linked, addresses));
      }
    } catch (IOException problem) {
      throw new LedgerException("The node does not answer: " + problem.getMessage(), problem);
    }
  }

  private static void requireCode(Web3j web3j, String what, String address) throws IOException {
    String code = web3j.ethGetCode(address, DefaultBlockParameterName.LATEST).send().getCode();
    if (code == null || code.equals("0x")) {
      throw new LedgerException(
          "There is no %s at %s: deploy a ledger, or correct its address".formatted(what, address));
    }
  }

  private LedgerAddresses run(BigInteger supply) throws IOException, TransactionException {
    Address none = Address.DEFAULT;
    String token = create("RLC", code("RLC"), new Address(owner.getAddress()), new Uint256(supply));
    String apps = create("AppRegistry", code("AppRegistry"), none);
    String datasets = create("DatasetRegistry", code("DatasetRegistry"), none);
    String pools = create("WorkerpoolRegistry", code("WorkerpoolRegistry"), none);
    String settler = create("Settler", code("Settler"));
    String deliveries = create("Deliveries", code("Deliveries"), none);
    String court = create("Court", code("Court"), new Address(deliveries));
    String relay = create("Relay", code("Relay"), new Address(court));
    String tasks = create("Tasks", code("Tasks"), new Address(relay));
    String hub =
        create(
            "Hub",
            linkedCode("Hub"),
            new Address(token),
            new Address(apps),
            new Address(datasets),
            new Address(pools),
            new Address(settler),
            new Address(tasks));
    return new LedgerAddresses(hub, token, apps, datasets, pools, chainId);
  }

  /** The code of a contract with the places of its libraries filled in; they are deployed first. */
  private String linkedCode(String contract) throws IOException, TransactionException {
    String code = code(contract);
    for (Map.Entry<String, String> library : libraries().entrySet()) {
      if (code.contains(library.getValue())) {
        String address = create(library.getKey(), code(library.getKey()));
        code = code.replace(library.getValue(), address.substring(2));
      }
    }
    return code;
  }

  private String create(String contract, String code, Type<?>... arguments)
      throws IOException, TransactionException {
    String data = code + FunctionEncoder.encodeConstructor(List.of(arguments));
    EthSendTransaction sent = send(data, estimate(contract, data));
    if (sent.hasError()) {
      throw new LedgerException(
          "%s was not deployed: %s".formatted(contract, sent.getError().getMessage()));
    }
    TransactionReceipt receipt = receipts.waitForTransactionReceipt(sent.getTransactionHash());
    if (!receipt.isStatusOK()) {
      throw new LedgerException(
          "%s was not deployed: transaction %s failed"
              .formatted(contract, receipt.getTransactionHash()));
    }
    return receipt.getContractAddress();
  }

  /**
   * The node's tip, on top of twice the base fee: a price that follows the node's own advice
   * upwards runs away.
   */
  private EthSendTransaction send(String data, BigInteger gas) throws IOException {
    BigInteger tip = web3j.ethMaxPriorityFeePerGas().send().getMaxPriorityFeePerGas();
    BigInteger baseFee =
        web3j
            .ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false)
            .send()
            .getBlock()
            .getBaseFeePerGas();
    BigInteger feeMax = baseFee.multiply(BASE_FEE_MARGIN).add(tip);
    return transactions.sendEIP1559Transaction(
        chainId, tip, feeMax, gas, "", data, BigInteger.ZERO);
  }

  private BigInteger estimate(String contract, String data) throws IOException {
    EthEstimateGas answer =
        web3j
            .ethEstimateGas(
                Transaction.createContractTransaction(
                    owner.getAddress(), null, null, null, BigInteger.ZERO, data))
            .send();
    if (answer.hasError()) {
      throw new LedgerException(
          "%s cannot be deployed from %s: %s"
              .formatted(contract, owner.getAddress(), answer.getError().getMessage()));
    }
    return answer.getAmountUsed();
  }

  /** The code of a contract that needs no library. */
  static String codeOf(String contract) {
    try {
      return code(contract);
    } catch (IOException problem) {
      throw new LedgerException("The code of " + contract + " cannot be read", problem);
    }
  }

  private static String code(String contract) throws IOException {
    return resource(contract + ".bin").strip();
  }

  private static Map<String, String> libraries() throws IOException {
    return ObjectMapperFactory.getObjectMapper()
        .readValue(
            resource("libraries.json"), new TypeReference<LinkedHashMap<String, String>>() {});
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = LedgerDeployment.class.getResourceAsStream(CODE + name)) {
      if (in == null) {
        throw new LedgerException("The build left out " + CODE + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
