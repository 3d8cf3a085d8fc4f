package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.JsonRpc;
import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.HubEvent;
import io.gridbourse.contracts.HubEvent.PartitionContribution;
import io.gridbourse.contracts.HubEvent.PartitionSettled;
import io.gridbourse.contracts.HubLogs;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.Log;

/** What the ledger says, read from the node itself. */
final class Chain {
  private final Installation installation;

  Chain(Installation installation) {
    this.installation = installation;
  }

  /** All that the hub reported in canonical blocks, in order. */
  List<HubEvent> events() {
    return HubLogs.decodeAll(logs(DefaultBlockParameterName.LATEST, List.of(hub())));
  }

  /** Transaction and log index of each event of hub and insurance up to a block. */
  Set<String> eventKeys(long block) {
    List<String> read = Stream.concat(Stream.of(hub()), installation.insurance().stream()).toList();
    return logs(DefaultBlockParameter.valueOf(BigInteger.valueOf(block)), read).stream()
        .map(log -> log.getTransactionHash() + " " + log.getLogIndex())
        .collect(Collectors.toSet());
  }

  private List<Log> logs(DefaultBlockParameter last, List<String> contracts) {
    EthFilter filter = new EthFilter(DefaultBlockParameterName.EARLIEST, last, contracts);
    try {
      return installation.ledger().node().ethGetLogs(filter).send().getLogs().stream()
          .map(result -> (Log) result.get())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often a deal was made. */
  long matches(String deal) {
    return of(HubEvent.OrdersMatched.class).stream()
        .filter(match -> match.dealId().equalsIgnoreCase(deal))
        .count();
  }

  /** Settlements of a deal, in the order of their blocks. */
  List<PartitionSettled> settlements(String deal) {
    return of(PartitionSettled.class).stream()
        .filter(settled -> settled.dealId().equalsIgnoreCase(deal))
        .toList();
  }

  /** Tasks of a deal that were certified and paid, whether alone or with their partition. */
  long certified(String deal, long tasks) {
    Set<String> ids =
        LongStream.range(0, tasks)
            .mapToObj(index -> TaskId.of(new DealId(deal), index).hex())
            .collect(Collectors.toSet());
    return settlements(deal).stream().mapToLong(PartitionSettled::certifiedTasks).sum()
        + of(HubEvent.TaskFinalized.class).stream()
            .filter(paid -> ids.contains(paid.taskId().toLowerCase(Locale.ROOT)))
            .count();
  }

  /** What the workers did, got and lost in a deal. */
  List<PartitionContribution> contributions(String deal) {
    return of(PartitionContribution.class).stream()
        .filter(contribution -> contribution.dealId().equalsIgnoreCase(deal))
        .toList();
  }

  private <T extends HubEvent> List<T> of(Class<T> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Free and locked money of an account now. */
  EthCalls.Account account(String address) {
    return installation.ledger().calls().viewAccount(address, DefaultBlockParameterName.LATEST);
  }

  /** Free and locked money of an account at a block. */
  EthCalls.Account account(String address, long block) {
    return installation
        .ledger()
        .calls()
        .viewAccount(address, DefaultBlockParameter.valueOf(BigInteger.valueOf(block)));
  }

  /** What a worker has put up against wrong answers, now. */
  BigInteger pledge(String worker) {
    return installation
        .ledger()
        .calls()
        .viewPledge(worker, DefaultBlockParameterName.LATEST)
        .pledged();
  }

  /** A worker's score now. */
  long score(String worker) {
    return installation
        .ledger()
        .calls()
        .viewScore(worker, DefaultBlockParameterName.LATEST)
        .longValueExact();
  }

  /** Tokens of an account that are not in the hub. */
  BigInteger tokens(String account) {
    return installation.ledger().calls().tokenBalance(account, DefaultBlockParameterName.LATEST);
  }

  /** How much of an order is used up, or closed. */
  long consumed(String order) {
    return installation
        .ledger()
        .calls()
        .viewConsumed(order, DefaultBlockParameterName.LATEST)
        .longValueExact();
  }

  /** Tasks of all deals with a pool order. */
  long matched(String poolOrder) {
    return of(HubEvent.OrdersMatched.class).stream()
        .filter(match -> match.workerpoolHash().equalsIgnoreCase(poolOrder))
        .mapToLong(match -> match.volume().longValueExact())
        .sum();
  }

  /** Whether the hub takes a signature of a digest for an account's. */
  boolean accepts(String account, String digest, String signature) {
    try {
      return installation
          .ledger()
          .calls()
          .verifyPresignatureOrSignature(account, digest, signature);
    } catch (LedgerException e) {
      return false;
    }
  }

  /** All that the hub holds: its tokens. */
  BigInteger held() {
    return installation
        .ledger()
        .calls()
        .tokenBalance(installation.ledger().addresses().hub(), DefaultBlockParameterName.LATEST);
  }

  /** The hub's address. */
  String hub() {
    return installation.ledger().addresses().hub();
  }

  /** When the newest block was made, in seconds since 1970. */
  long time() {
    try {
      return installation
          .ledger()
          .node()
          .ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false)
          .send()
          .getBlock()
          .getTimestamp()
          .longValueExact();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a transaction in the name of an account, whose key nobody needs on this chain. */
  void send(String from, String to, String data) {
    assertThat(attempt(from, to, data)).as("transaction of %s to %s", from, to).isTrue();
  }

  /** As {@link #send}, but the contract may refuse; whether it did not. */
  boolean attempt(String from, String to, String data) {
    installation.chain().call("anvil_impersonateAccount", from);
    installation.chain().fund(from);
    JsonRpc node = new JsonRpc(installation.chain().rpc());
    try {
      String hash =
          node.call(
                  "eth_sendTransaction",
                  Map.of("from", from, "to", to, "data", data, "gas", "0x7a1200"))
              .asText();
      JsonNode receipt =
          await("transaction " + hash + " is mined")
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> node.call("eth_getTransactionReceipt", hash),
                  answer -> answer.hasNonNull("blockHash"));
      return receipt.path("status").asText().equals("0x1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long head() {
    try {
      return installation.ledger().node().ethBlockNumber().send().getBlockNumber().longValueExact();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Replaces the newest block that has an event like {@code which}, and all above it, by empty
   * blocks; the chain forgets their transactions.
   */
  void forget(Predicate<HubEvent> which) {
    long block =
        logs(DefaultBlockParameterName.LATEST, List.of(hub())).stream()
            .filter(log -> HubLogs.decode(log).filter(which).isPresent())
            .mapToLong(log -> log.getBlockNumber().longValueExact())
            .max()
            .orElseThrow();
    installation.chain().call("anvil_reorg", head() - block + 1, List.of());
  }

  /** Money that was seized from a worker in a deal. */
  BigInteger seized(String deal, String worker) {
    return contributions(deal).stream()
        .filter(
            contribution ->
                contribution
                    .worker()
                    .toLowerCase(Locale.ROOT)
                    .equals(worker.toLowerCase(Locale.ROOT)))
        .map(PartitionContribution::seized)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
