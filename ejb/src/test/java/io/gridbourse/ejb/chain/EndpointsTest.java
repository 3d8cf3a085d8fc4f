package io.gridbourse.ejb.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.fixtures.FakeNode;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.settings.ChainSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several endpoints, of which some are away, behind, broken or dishonest. */
class EndpointsTest {
  private static final long CHAIN = 4_711;
  private final MovableClock clock = new MovableClock();
  private final FakeNode first = new FakeNode(CHAIN);
  private final FakeNode second = new FakeNode(CHAIN);
  private final FakeNode third = new FakeNode(CHAIN);
  private final Endpoint endpoint = endpoint(first, second, third);
  private final JsonRpcChain chain = new JsonRpcChain(endpoint);

  @AfterEach
  void stop() {
    Stream.of(first, second, third).forEach(FakeNode::close);
  }

  @Test
  void theFirstThatIsWellIsAsked() {
    first.result("eth_getTransactionCount", "\"0x1\"");
    second.result("eth_getTransactionCount", "\"0x2\"");
    assertThat(chain.nonce(Address.ZERO)).isEqualTo(1);
    assertThat(second.requests()).isZero();
  }

  @Test
  void oneThatIsAwayIsPassedOverAndSoonNotEvenAsked() {
    second.result("eth_getTransactionCount", "\"0x2\"");
    first.status(503);
    for (int i = 0; i < 20; i++) {
      assertThat(chain.nonce(Address.ZERO)).isEqualTo(2);
    }
    assertThat(first.requests()).isEqualTo(Breaker.FAILURES_MAX);
    assertThat(states()).containsExactly("SILENT", "WELL", "WELL");
    first.status(200).result("eth_getTransactionCount", "\"0x1\"");
    clock.advance(Breaker.PAUSE_MAX);
    endpoint.look();
    assertThat(chain.nonce(Address.ZERO)).isEqualTo(1);
  }

  @Test
  void oneThatWantsFewerRequestsIsPassedOver() {
    first.status(429);
    second.result("eth_getTransactionCount", "\"0x2\"");
    assertThat(chain.nonce(Address.ZERO)).isEqualTo(2);
  }

  @Test
  void oneThatAnswersNonsenseIsPassedOver() {
    first.result("eth_getTransactionCount", "\"0x" + "f".repeat(1_000_000) + "\"");
    second.result("eth_getTransactionCount", "no json");
    third.result("eth_getTransactionCount", "\"0x3\"");
    assertThat(chain.nonce(Address.ZERO)).isEqualTo(3);
  }

  @Test
  void whenNoneAnswersItIsSaidWhyOfEach() {
    first.status(500);
    second.status(429);
    third.close();
    assertThatThrownBy(() -> chain.nonce(Address.ZERO))
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("status 500")
        .hasMessageContaining("status 429")
        .hasMessageContaining(third.address().toString());
  }

  @Test
  void oneOfAnotherChainIsQuarantined() {
    first.result("eth_chainId", "\"0x1\"").result("eth_getTransactionCount", "\"0x63\"");
    second.result("eth_getTransactionCount", "\"0x2\"");
    assertThat(chain.nonce(Address.ZERO)).isEqualTo(2);
    assertThat(states()).containsExactly("QUARANTINED", "WELL", "WELL");
    assertThat(endpoint.states().get(0).fault().orElseThrow()).contains("serves the chain 1");
    first.result("eth_chainId", "\"0x" + Long.toHexString(CHAIN) + "\"");
    clock.advance(RpcNode.QUARANTINE);
    endpoint.look();
    assertThat(states()).containsExactly("WELL", "WELL", "WELL");
  }

  @Test
  void oneWhoseChainBeginsOtherwiseIsQuarantined() {
    endpoint.pin(new Bytes32("0x" + "00".repeat(32)));
    second.result("genesis", FakeNode.blockOf(0, "66"));
    endpoint.look();
    assertThat(states()).containsExactly("WELL", "QUARANTINED", "WELL");
  }

  @Test
  void whatDecidesAboutMoneyIsSaidByTwoAndALiarIsFound() {
    first.block(9, "66");
    second.block(9, "99");
    third.block(9, "99");
    assertThat(chain.agreedHash(9)).contains(new Bytes32("0x" + "99".repeat(32)));
    assertThat(states()).containsExactly("QUARANTINED", "WELL", "WELL");
  }

  @Test
  void whereNoTwoAgreeNothingIsBelieved() {
    first.block(9, "66");
    second.block(9, "77");
    third.block(9, "88");
    assertThatThrownBy(() -> chain.agreedHash(9))
        .isInstanceOf(ChainUnavailable.class)
        .hasMessageContaining("no 2 endpoints");
    assertThat(states()).containsExactly("WELL", "WELL", "WELL");
  }

  @Test
  void oneThatDoesNotKnowYetIsNoLiarAndNoWitness() {
    first.result("eth_getBlockByNumber", "null");
    second.block(9, "99");
    third.block(9, "99");
    assertThat(chain.agreedHash(9)).isPresent();
    third.result("eth_getBlockByNumber", "null");
    assertThat(chain.agreedHash(9)).isEmpty();
    assertThat(states()).containsExactly("WELL", "WELL", "WELL");
  }

  @Test
  void aReceiptThatOnlyOneHasSeenFailIsNotBelieved() {
    Bytes32 hash = new Bytes32("0x" + "11".repeat(32));
    first.result("eth_getTransactionReceipt", receipt(hash, 0));
    second.result("eth_getTransactionReceipt", receipt(hash, 1));
    third.result("eth_getTransactionReceipt", receipt(hash, 1));
    assertThat(chain.agreedReceipt(hash).orElseThrow().succeeded()).isTrue();
    assertThat(states()).containsExactly("QUARANTINED", "WELL", "WELL");
  }

  @Test
  void oneThatIsFarBehindIsAskedLast() {
    first.result("eth_getTransactionCount", "\"0x1\"");
    second.result("eth_getTransactionCount", "\"0x2\"");
    second.result("eth_blockNumber", "\"0x64\"");
    endpoint.look();
    assertThat(states()).containsExactly("LAGS", "WELL", "LAGS");
    assertThat(chain.nonce(Address.ZERO)).isEqualTo(2);
    second.status(500);
    assertThat(chain.nonce(Address.ZERO)).isEqualTo(1);
  }

  @Test
  void oneThatLeavesOutEventsIsPassedOver() {
    Address contract = new Address("0x" + "ab".repeat(20));
    Bytes32 hash = new Bytes32("0x" + "99".repeat(32));
    String bloom = bloomOf(contract);
    first.result("eth_getLogs", "[]");
    second.result(
        "eth_getLogs",
        "[{\"address\":\""
            + contract.hex()
            + "\",\"topics\":[],\"data\":\"0x\",\"blockHash\":\""
            + hash.hex()
            + "\",\"transactionHash\":\""
            + hash.hex()
            + "\",\"logIndex\":\"0x0\"}]");
    Chain.Block block = new Chain.Block(9, hash, hash, Instant.EPOCH, bloom);
    assertThat(chain.logs(block, Set.of(contract))).hasSize(1);
    assertThat(chain.logs(block, Set.of(Address.ZERO))).isEmpty();
  }

  @Test
  void aBreakerLetsOneTryAfterPausesThatDouble() {
    Breaker breaker = new Breaker(clock);
    for (int i = 0; i < Breaker.FAILURES_MAX; i++) {
      assertThat(breaker.lets()).isTrue();
      breaker.failed();
    }
    Duration pause = Breaker.PAUSE_MIN;
    for (int i = 0; i < 8; i++) {
      assertThat(breaker.lets()).isFalse();
      clock.advance(pause);
      assertThat(breaker.lets()).isTrue();
      assertThat(breaker.lets()).as("only one tries").isFalse();
      breaker.failed();
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(Breaker.PAUSE_MAX) < 0 ? pause : Breaker.PAUSE_MAX;
    }
    breaker.succeeded();
    assertThat(breaker.lets()).isTrue();
  }

  private List<String> states() {
    return endpoint.states().stream().map(EndpointState::state).toList();
  }

  private Endpoint endpoint(FakeNode... nodes) {
    return new Endpoint(
        new ChainSettings(
            Stream.of(nodes).map(FakeNode::address).toList(),
            CHAIN,
            new ChainSettings.Contracts(
                Address.ZERO, Address.ZERO, Address.ZERO, Address.ZERO, Address.ZERO),
            new ChainSettings.Finality(1),
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            LocalTime.MIDNIGHT),
        clock);
  }

  private static String receipt(Bytes32 transaction, int status) {
    return "{\"transactionHash\":\""
        + transaction.hex()
        + "\",\"blockHash\":\"0x"
        + "99".repeat(32)
        + "\",\"blockNumber\":\"0x9\",\"status\":\"0x"
        + status
        + "\"}";
  }

  /** The only filter of 2,048 bits that one event without topics makes. */
  private static String bloomOf(Address contract) {
    Chain.LogEntry log = new Chain.LogEntry(Bytes32.ZERO, 0, contract, List.of(), "0x");
    return LogsBloom.of(List.of(log));
  }
}
