package io.gridbourse.ejb.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.contracts.LedgerErrors;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The chain by JSON-RPC. */
@ApplicationScoped
public class JsonRpcChain implements Chain {
  private static final String LATEST = "latest";
  private static final String BLOCK = "eth_getBlockByNumber";
  private static final String RECEIPT = "eth_getTransactionReceipt";
  private static final int HEX_DATA_MIN = 10;
  private Endpoint endpoint;

  protected JsonRpcChain() {}

  /** The chain behind an endpoint. */
  @Inject
  public JsonRpcChain(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public long chainId() {
    return number("eth_chainId", "the chain id");
  }

  @Override
  public Block head() {
    return byNumber(LATEST).orElseThrow(() -> new ChainUnavailable("the chain has no head"));
  }

  @Override
  public Block finalized() {
    return byNumber("finalized")
        .orElseThrow(
            () ->
                new ChainUnavailable(
                    "the chain calls no block finalized; set gridbourse.chain.finality to"
                        + " confirmations:N"));
  }

  @Override
  public Optional<Block> block(long number) {
    return byNumber(Quantity.text(number));
  }

  @Override
  public List<LogEntry> logs(Block block, Set<Address> contracts) {
    return endpoint
        .ask(
            "eth_getLogs",
            answer -> entries(answer.required("eth_getLogs"), block),
            Map.of("blockHash", block.hash().hex()))
        .stream()
        .filter(log -> contracts.contains(log.contract()))
        .toList();
  }

  /** All events of a block; the filter in its header tells whether some were left out. */
  private static List<LogEntry> entries(JsonNode logs, Block block) {
    if (!logs.isArray()) {
      throw new ChainUnavailable("the chain's endpoint gave no list of events");
    }
    List<LogEntry> entries = new ArrayList<>();
    for (JsonNode log : logs) {
      if (!word(log.path("blockHash")).equals(block.hash())) {
        throw new ChainUnavailable("the chain's endpoint gave events of another block");
      }
      entries.add(entry(log));
    }
    if (!LogsBloom.isOf(block.bloom(), entries)) {
      throw new ChainUnavailable("the chain's endpoint left out events of block " + block.number());
    }
    return entries;
  }

  @Override
  public long nonce(Address account) {
    return number("eth_getTransactionCount", "a nonce", account.hex(), LATEST);
  }

  @Override
  public long nonce(Address account, long block) {
    return number("eth_getTransactionCount", "a nonce", account.hex(), Quantity.text(block));
  }

  @Override
  public Simulation simulate(Address from, Address to, String calldata) {
    Map<String, String> call = Map.of("from", from.hex(), "to", to.hex(), "data", calldata);
    Simulation outcome =
        endpoint.ask(
            "eth_call",
            answer ->
                answer.error() == null
                    ? new Simulation.Passed(BigInteger.ZERO)
                    : reverted(answer.error()),
            call,
            LATEST);
    if (outcome instanceof Simulation.Reverted) {
      return outcome;
    }
    return endpoint.ask(
        "eth_estimateGas",
        gas ->
            gas.error() == null
                ? new Simulation.Passed(Quantity.big(gas.result(), "an amount of gas"))
                : reverted(gas.error()),
        call);
  }

  @Override
  public Fees fees() {
    BigInteger base =
        endpoint.ask(
            BLOCK,
            answer -> {
              JsonNode head = answer.required(BLOCK);
              return head.hasNonNull("baseFeePerGas")
                  ? Quantity.big(head.get("baseFeePerGas"), "the base fee")
                  : BigInteger.ZERO;
            },
            LATEST,
            false);
    BigInteger tip =
        endpoint.ask(
            "eth_maxPriorityFeePerGas",
            answer ->
                answer.error() == null ? Quantity.big(answer.result(), "the tip") : BigInteger.ONE);
    return new Fees(base, tip);
  }

  @Override
  public Sent send(String raw) {
    return endpoint.ask("eth_sendRawTransaction", JsonRpcChain::sent, raw);
  }

  private static Sent sent(Endpoint.Answer answer) {
    if (answer.error() == null) {
      return new Sent(Sent.Outcome.ACCEPTED, "");
    }
    String message = answer.error().message();
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("already known") || lower.contains("already imported")) {
      return new Sent(Sent.Outcome.ACCEPTED, message);
    }
    if (lower.contains("nonce too low")) {
      return new Sent(Sent.Outcome.NONCE_TOO_LOW, message);
    }
    return lower.contains("underpriced")
        ? new Sent(Sent.Outcome.UNDERPRICED, message)
        : new Sent(Sent.Outcome.REFUSED, message);
  }

  @Override
  public Optional<Receipt> receipt(Bytes32 transaction) {
    return endpoint.ask(RECEIPT, answer -> receipt(answer, transaction), transaction.hex());
  }

  @Override
  public Optional<Receipt> agreedReceipt(Bytes32 transaction) {
    return endpoint.agreed(RECEIPT, answer -> receipt(answer, transaction), transaction.hex());
  }

  @Override
  public Optional<Bytes32> agreedHash(long number) {
    return endpoint.agreed(
        BLOCK, answer -> block(answer).map(Block::hash), Quantity.text(number), false);
  }

  private static Optional<Receipt> receipt(Endpoint.Answer answer, Bytes32 transaction) {
    JsonNode receipt = answer.required(RECEIPT);
    if (receipt.isNull()) {
      return Optional.empty();
    }
    if (!word(receipt.path("transactionHash")).equals(transaction)) {
      throw new ChainUnavailable("the chain's endpoint gave the receipt of another transaction");
    }
    return Optional.of(
        new Receipt(
            word(receipt.path("blockHash")),
            Quantity.number(receipt.path("blockNumber"), "a block"),
            Quantity.number(receipt.path("status"), "a status") == 1));
  }

  @Override
  public boolean knows(Bytes32 transaction) {
    return !endpoint.result("eth_getTransactionByHash", transaction.hex()).isNull();
  }

  @Override
  public boolean hasCode(Address address) {
    return endpoint.result("eth_getCode", address.hex(), LATEST).asText().length() > 2;
  }

  private Optional<Block> byNumber(String number) {
    return endpoint.ask(BLOCK, JsonRpcChain::block, number, false);
  }

  private static Optional<Block> block(Endpoint.Answer answer) {
    JsonNode block = answer.required(BLOCK);
    if (block.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new Block(
            Quantity.number(block.path("number"), "a block"),
            word(block.path("hash")),
            word(block.path("parentHash")),
            Instant.ofEpochSecond(Quantity.number(block.path("timestamp"), "a block's time")),
            block.path("logsBloom").asText("")));
  }

  private static LogEntry entry(JsonNode log) {
    List<String> topics = new ArrayList<>();
    log.path("topics").forEach(topic -> topics.add(word(topic).hex()));
    return new LogEntry(
        word(log.path("transactionHash")),
        (int) Quantity.number(log.path("logIndex"), "an event"),
        address(log.path("address")),
        topics,
        log.path("data").asText("0x"));
  }

  private long number(String method, String what, Object... params) {
    return endpoint.ask(method, answer -> Quantity.number(answer.required(method), what), params);
  }

  static Bytes32 word(JsonNode node) {
    try {
      return new Bytes32(node.asText());
    } catch (IllegalArgumentException e) {
      throw new ChainUnavailable("the chain's endpoint gave no hash: " + e.getMessage(), e);
    }
  }

  private static Address address(JsonNode node) {
    try {
      return new Address(node.asText());
    } catch (IllegalArgumentException e) {
      throw new ChainUnavailable("the chain's endpoint gave no address: " + e.getMessage(), e);
    }
  }

  /** An endpoint that refuses for lack of gas money or by a bug of its own is no revert. */
  private static Simulation reverted(Endpoint.RpcError error) {
    String data = revertData(error);
    String message = error.message();
    if (data.isEmpty() && !message.toLowerCase(Locale.ROOT).contains("revert")) {
      throw new RpcRefusal("the chain's endpoint could not simulate: " + message);
    }
    String reason = LedgerErrors.explain(data).orElse(message);
    int bracket = reason.indexOf('(');
    return new Simulation.Reverted(bracket > 0 ? reason.substring(0, bracket) : "", reason);
  }

  private static String revertData(Endpoint.RpcError error) {
    String data = error.data();
    return data.startsWith("0x") && data.length() >= HEX_DATA_MIN ? data : "";
  }
}
