package io.gridbourse.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.JsonRpc;
import io.gridbourse.cli.output.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Gas of a certified task: the receipts of a bag's match and settlements over its tasks. */
final class Gas {
  private static final List<Long> SIZES = List.of(1L, 16L, 1_000L, 100_000L);
  private static final double REPLICATED = 0.75;

  private final Installation installation;
  private final Terminal terminal;

  Gas(Installation installation, Terminal terminal) {
    this.installation = installation;
    this.terminal = terminal;
  }

  List<Row> measure() {
    List<Row> rows = new ArrayList<>();
    for (double confidence : List.of(0.0, REPLICATED)) {
      for (long tasks : SIZES) {
        rows.add(measure(tasks, confidence));
      }
    }
    rows.add(new Row("gas per certified task, iExec", "1,020,000", "its contracts, one task"));
    return rows;
  }

  private Row measure(long tasks, double confidence) {
    terminal.say("gas: a bag of " + tasks + " tasks, confidence " + confidence);
    NoopBags bags = new NoopBags(installation.rest("requester"), terminal::say);
    JsonNode bag = bags.run(tasks, confidence, view -> {}).view();
    TreeSet<String> transactions = new TreeSet<>();
    transactions.add(bag.path("matchTransaction").asText());
    bag.path("partitions")
        .forEach(part -> transactions.add(part.path("settlementTransaction").asText()));
    transactions.remove("");
    long gas = transactions.stream().mapToLong(this::gasUsed).sum();
    return new Row(
        String.format("gas per certified task, bag of %,d, confidence %s", tasks, confidence),
        String.format("%,.1f", gas / (double) tasks),
        String.format("%,d gas in %d transactions", gas, transactions.size()));
  }

  private long gasUsed(String transaction) {
    try {
      JsonNode receipt =
          new JsonRpc(installation.chain().rpc()).call("eth_getTransactionReceipt", transaction);
      return Long.decode(receipt.path("gasUsed").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
