package io.gridbourse.ejb.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.web3j.protocol.Web3j;

/**
 * The endpoints of the chain as one. A request goes to the first that is well; one that does not
 * answer, answers nonsense or serves another chain is passed over, and after a while tried again.
 * From three endpoints on, what decides about money must be said by two.
 */
@ApplicationScoped
public class Endpoint {
  /** Endpoints from which two must agree. */
  static final int QUORUM_FROM = 3;

  /** Blocks that an endpoint may be behind the best before others are asked first. */
  static final long LAG_MAX = 8;

  private static final int LIMIT_EXCEEDED = -32005;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Logger LOG = Logger.getLogger(Endpoint.class.getName());

  private final AtomicLong id = new AtomicLong();
  private List<RpcNode> nodes;
  private Optional<Long> chainId = Optional.empty();
  private volatile Optional<Bytes32> genesis = Optional.empty();

  protected Endpoint() {}

  /** The endpoints of the settings. */
  @Inject
  public Endpoint(ChainSettings settings, Clock clock) {
    this(settings.rpcs(), Optional.of(settings.chainId()), clock);
  }

  /** One endpoint by its address, of whatever chain. */
  public Endpoint(URI rpc, Clock clock) {
    this(List.of(rpc), Optional.empty(), clock);
  }

  private Endpoint(List<URI> rpcs, Optional<Long> chainId, Clock clock) {
    this.nodes = rpcs.stream().map(rpc -> new RpcNode(rpc, clock)).toList();
    this.chainId = chainId;
  }

  /** Which chain an endpoint serves. */
  public record Identity(URI address, long chainId, Bytes32 genesis) {}

  /** Makes something of an answer, or throws {@link ChainUnavailable} if it is nonsense. */
  @FunctionalInterface
  interface Reader<T> {
    /** The meaning of an answer. */
    T read(Answer answer);
  }

  /** What came: a result, or an error and a null result. */
  record Answer(JsonNode result, RpcError error) {
    /** The result of a call that does not fail by design. */
    JsonNode required(String method) {
      if (error != null) {
        throw new RpcRefusal(method + " of the chain's endpoint failed: " + error.message());
      }
      return result;
    }
  }

  /** An error as JSON-RPC has it; data is what a contract reverted with. */
  record RpcError(int code, String message, String data) {}

  /** The endpoints for web3j's own calls, under the same limits. */
  public Web3j web3j() {
    return Web3j.build(new FailoverTransport(this));
  }

  /** What the first endpoint says whose answer can be read. */
  <T> T ask(String method, Reader<T> reader, Object... params) {
    List<String> faults = new ArrayList<>();
    for (RpcNode node : inOrder()) {
      Optional<T> found = tryAsk(node, faults, method, reader, params);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw unanswered(method, faults);
  }

  /** The result of a call that does not fail by design. */
  JsonNode result(String method, Object... params) {
    return ask(method, answer -> answer.required(method), params);
  }

  /**
   * What enough endpoints say: two if there are at least three, else the first. Whoever says
   * otherwise is quarantined. An empty answer is no vote, because its endpoint may only lag.
   */
  <T> Optional<T> agreed(String method, Reader<Optional<T>> reader, Object... params) {
    int needed = nodes.size() >= QUORUM_FROM ? 2 : 1;
    Map<T, List<RpcNode>> votes = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    int empty = 0;
    for (RpcNode node : inOrder()) {
      Optional<Optional<T>> answer = tryAsk(node, faults, method, reader, params);
      if (answer.isEmpty()) {
        continue;
      }
      if (answer.get().isEmpty()) {
        empty++;
        continue;
      }
      T value = answer.get().get();
      votes.computeIfAbsent(value, any -> new ArrayList<>()).add(node);
      if (votes.get(value).size() >= needed) {
        votes.forEach((said, by) -> refute(method, said, value, by));
        return Optional.of(value);
      }
    }
    if (empty >= needed) {
      return Optional.empty();
    }
    throw new ChainUnavailable(
        "no "
            + needed
            + " endpoints of the chain agree on "
            + method
            + " "
            + votes.keySet()
            + " "
            + faults);
  }

  private static <T> void refute(String method, T said, T agreed, List<RpcNode> by) {
    if (!said.equals(agreed)) {
      by.forEach(
          node ->
              quarantine(node, method + " gave " + said + ", where other endpoints say " + agreed));
    }
  }

  private static void quarantine(RpcNode node, String why) {
    node.quarantine(why);
    LOG.warning(() -> "ALARM endpoint quarantined endpoint=" + node.state().address() + " " + why);
  }

  /** For {@link FailoverTransport}: the bytes of the first endpoint that answers. */
  byte[] post(String request) {
    List<String> faults = new ArrayList<>();
    for (RpcNode node : inOrder()) {
      try {
        requireOurs(node);
        byte[] answer = node.post(request);
        node.succeeded();
        return answer;
      } catch (IOException | RpcRefusal | ChainUnavailable e) {
        faults.add(node.state().address() + ": " + e.getMessage());
      }
    }
    throw unanswered("a call", faults);
  }

  private <T> Optional<T> tryAsk(
      RpcNode node, List<String> faults, String method, Reader<T> reader, Object... params) {
    try {
      requireOurs(node);
      Answer answer = answer(node, method, params);
      T value = reader.read(answer);
      node.succeeded();
      return Optional.of(value);
    } catch (IOException e) {
      faults.add(node.state().address() + ": " + e.getMessage());
    } catch (RpcRefusal e) {
      node.succeeded();
      faults.add(node.state().address() + ": " + e.getMessage());
    } catch (ChainUnavailable e) {
      node.failed(e.getMessage());
      faults.add(node.state().address() + ": " + e.getMessage());
    }
    return Optional.empty();
  }

  private Answer answer(RpcNode node, String method, Object... params) throws IOException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("jsonrpc", "2.0");
    request.put("id", id.incrementAndGet());
    request.put("method", method);
    request.put("params", List.of(params));
    JsonNode answer = MAPPER.readTree(node.post(json(request)));
    JsonNode error = answer.path("error");
    if (error.path("code").asInt() == LIMIT_EXCEEDED) {
      throw new ChainUnavailable("it wants fewer requests");
    }
    return answer.hasNonNull("error")
        ? new Answer(
            NullNode.getInstance(),
            new RpcError(
                error.path("code").asInt(),
                error.path("message").asText(),
                error.path("data").asText("")))
        : new Answer(answer.path("result"), null);
  }

  private static String json(Map<String, Object> request) {
    try {
      return MAPPER.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those to ask, the well ones first; none that is quarantined. */
  private List<RpcNode> inOrder() {
    return Stream.concat(
            nodes.stream().filter(RpcNode::isWell),
            nodes.stream().filter(node -> !node.isWell() && !node.isQuarantined()))
        .toList();
  }

  private void requireOurs(RpcNode node) throws IOException {
    if (chainId.isPresent() && !node.isVerified()) {
      verify(node);
      if (!node.isVerified()) {
        throw new ChainUnavailable(node.state().fault().orElse("it serves another chain"));
      }
    }
  }

  /** The chain that every endpoint serves which answers. */
  public List<Identity> identities() {
    List<Identity> found = new ArrayList<>();
    for (RpcNode node : nodes) {
      try {
        found.add(identity(node));
      } catch (IOException e) {
        LOG.fine(() -> node.state().address() + " does not answer: " + e.getMessage());
      } catch (RpcRefusal | ChainUnavailable e) {
        node.failed(e.getMessage());
      }
    }
    return found;
  }

  /** From now on an endpoint must begin with this block. */
  public void pin(Bytes32 first) {
    genesis = Optional.of(first);
  }

  /** Looks at every endpoint: its chain, and how far it is; called now and then. */
  public void look() {
    for (RpcNode node : nodes) {
      try {
        if (!node.isQuarantined()) {
          verify(node);
          node.head(head(node), false);
          node.succeeded();
        }
      } catch (IOException e) {
        LOG.fine(() -> node.state().address() + " does not answer: " + e.getMessage());
      } catch (RpcRefusal | ChainUnavailable e) {
        node.failed(e.getMessage());
      }
    }
    long best = nodes.stream().filter(RpcNode::isVerified).mapToLong(RpcNode::head).max().orElse(0);
    nodes.forEach(node -> node.head(node.head(), node.head() < best - LAG_MAX));
  }

  /** How the endpoints are. */
  public List<EndpointState> states() {
    return nodes.stream().map(RpcNode::state).toList();
  }

  private void verify(RpcNode node) throws IOException {
    Identity identity = identity(node);
    long expected = chainId.orElse(identity.chainId());
    if (identity.chainId() != expected) {
      quarantine(node, "it serves the chain " + identity.chainId() + ", ours is " + expected);
    } else if (!identity.genesis().equals(genesis.orElse(identity.genesis()))) {
      quarantine(node, "its chain has the id of ours and begins with another block");
    } else {
      node.verified();
    }
  }

  private Identity identity(RpcNode node) throws IOException {
    long served =
        Quantity.number(answer(node, "eth_chainId").required("eth_chainId"), "the chain id");
    JsonNode first =
        answer(node, "eth_getBlockByNumber", "0x0", false).required("eth_getBlockByNumber");
    return new Identity(node.address(), served, JsonRpcChain.word(first.path("hash")));
  }

  private long head(RpcNode node) throws IOException {
    return Quantity.number(
        answer(node, "eth_blockNumber").required("eth_blockNumber"), "the newest block");
  }

  private ChainUnavailable unanswered(String method, List<String> faults) {
    String why =
        faults.isEmpty()
            ? states().stream().map(state -> state.address() + " is " + state.state()).toList()
                + " "
                + states().stream().map(EndpointState::fault).flatMap(Optional::stream).toList()
            : String.join("; ", faults);
    return new ChainUnavailable("no endpoint of the chain answered " + method + ": " + why);
  }
}
