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
import org.web3j.protocol.core.Response;

/** The chain by JSON-RPC. */
@ApplicationScoped
public class JsonRpcChain implements Chain {
  private static final String LATEST = "latest";
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
    return Quantity.number(endpoint.result("eth_chainId"), "the chain id");
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
  public List<LogEntry> logs(Bytes32 blockHash, List<Address> contracts) {
    JsonNode logs =
        endpoint.result(
            "eth_getLogs",
            Map.of(
                "blockHash",
                blockHash.hex(),
                "address",
                contracts.stream().map(Address::hex).toList()));
    if (!logs.isArray()) {
      throw new ChainUnavailable("the chain's endpoint gave no list of events");
    }
    List<LogEntry> entries = new ArrayList<>();
    for (JsonNode log : logs) {
      if (!word(log.path("blockHash")).equals(blockHash)) {
        throw new ChainUnavailable("the chain's endpoint gave events of another block");
      }
      entries.add(entry(log));
    }
    return entries;
  }

  @Override
  public long nonce(Address account) {
    return Quantity.number(
        endpoint.result("eth_getTransactionCount", account.hex(), LATEST), "a nonce");
  }

  @Override
  public Simulation simulate(Address from, Address to, String calldata) {
    Map<String, String> call = Map.of("from", from.hex(), "to", to.hex(), "data", calldata);
    Endpoint.Answer outcome = endpoint.ask("eth_call", call, LATEST);
    if (outcome.error() != null) {
      return reverted(outcome.error());
    }
    Endpoint.Answer gas = endpoint.ask("eth_estimateGas", call);
    return gas.error() == null
        ? new Simulation.Passed(Quantity.big(gas.result(), "an amount of gas"))
        : reverted(gas.error());
  }

  @Override
  public Fees fees() {
    JsonNode head = endpoint.result("eth_getBlockByNumber", LATEST, false);
    BigInteger base =
        head.hasNonNull("baseFeePerGas")
            ? Quantity.big(head.get("baseFeePerGas"), "the base fee")
            : BigInteger.ZERO;
    Endpoint.Answer tip = endpoint.ask("eth_maxPriorityFeePerGas");
    return new Fees(
        base, tip.error() == null ? Quantity.big(tip.result(), "the tip") : BigInteger.ONE);
  }

  @Override
  public Sent send(String raw) {
    Response.Error error = endpoint.ask("eth_sendRawTransaction", raw).error();
    if (error == null) {
      return new Sent(Sent.Outcome.ACCEPTED, "");
    }
    String message = String.valueOf(error.getMessage());
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
    JsonNode receipt = endpoint.result("eth_getTransactionReceipt", transaction.hex());
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
    JsonNode block = endpoint.result("eth_getBlockByNumber", number, false);
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

  private static Bytes32 word(JsonNode node) {
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
  private static Simulation reverted(Response.Error error) {
    String data = revertData(error);
    String message = String.valueOf(error.getMessage());
    if (data.isEmpty() && !message.toLowerCase(Locale.ROOT).contains("revert")) {
      throw new ChainUnavailable("the chain's endpoint could not simulate: " + message);
    }
    String reason = LedgerErrors.explain(data).orElse(message);
    int bracket = reason.indexOf('(');
    return new Simulation.Reverted(bracket > 0 ? reason.substring(0, bracket) : "", reason);
  }

  private static String revertData(Response.Error error) {
    String data = error.getData() == null ? "" : error.getData().replace("\"", "");
    return data.startsWith("0x") && data.length() >= HEX_DATA_MIN ? data : "";
  }
}
