package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.value.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What must be true of a grid after every test, whatever was done to it. */
final class Invariants {
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
  private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED");
  private final Grid grid;
  private final Tables tables;

  Invariants(Grid grid) {
    this.grid = grid;
    this.tables = grid.tables();
  }

  void hold() {
    theOutboxIsEmpty();
    everyEventOfTheLedgerWasReadOnce();
    theJournalSumsToZeroAndEqualsTheLedger();
    everyTaskOfAnEndedBagHasOneEnd();
    everyPartitionIsPaidOnce();
    noOrderIsOverfilled();
    nothingIsFrozen();
    everyContentIsWhatItsNameSays();
    theSideRecordIsUnbroken();
  }

  /** Nothing is on its way to the ledger for ever, and nobody was alarmed. */
  private void theOutboxIsEmpty() {
    await("the outbox is empty")
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                tables.number(
                    "select count(*) from outbox_tx where state not in ('FINAL', 'REFUSED')"),
            open -> open == 0);
    assertThat(tables.rows("select intent, reason from outbox_tx where alarm")).isEmpty();
  }

  /** The events that the server has are those of the canonical blocks, no more and no less. */
  private void everyEventOfTheLedgerWasReadOnce() {
    long head = grid.chain().head();
    await("the server has read block " + head)
        .atMost(SETTLES_WITHIN)
        .until(() -> tables.number("select max(number) from chain_cursor"), read -> read >= head);
    Set<String> ours = new HashSet<>();
    for (Map<String, Object> event :
        tables.rows(
            "select tx_hash, log_index, block_hash from chain_event"
                + " where state <> 'ORPHANED' and block_number <= ?",
            head)) {
      String key = event.get("tx_hash") + " " + event.get("log_index");
      assertThat(ours.add(key)).as("event %s is there once", key).isTrue();
    }
    assertThat(ours).isEqualTo(grid.chain().eventKeys(head));
  }

  /** Double entry: each event's entries sum to zero, and accounts are what the ledger says. */
  private void theJournalSumsToZeroAndEqualsTheLedger() {
    assertThat(
            tables.rows(
                "select event_id, sum(amount) from account_entry"
                    + " group by event_id having sum(amount) <> 0"))
        .isEmpty();
    BigInteger total = BigInteger.ZERO;
    for (Map<String, Object> row :
        tables.rows(
            "with head as (select number from chain_cursor)"
                + " select account, number,"
                + " sum(amount) filter (where bucket = 'FREE') as free,"
                + " sum(amount) filter (where bucket = 'LOCKED') as locked"
                + " from account_entry, head where block_number <= number"
                + " and bucket in ('FREE', 'LOCKED') group by account, number")) {
      String account = ((String) row.get("account")).strip();
      EthCalls.Account ledger =
          grid.chain().account(account, ((Number) row.get("number")).longValue());
      assertThat(amount(row.get("free"))).as("free of " + account).isEqualTo(ledger.free());
      assertThat(amount(row.get("locked"))).as("locked of " + account).isEqualTo(ledger.locked());
      assertThat(ledger.free().signum() >= 0 && ledger.locked().signum() >= 0).isTrue();
      total = total.add(ledger.free()).add(ledger.locked());
    }
    assertThat(total)
        .as("accounts together hold what the hub holds")
        .isEqualTo(grid.chain().held());
  }

  private static BigInteger amount(Object column) {
    return column == null ? BigInteger.ZERO : ((BigDecimal) column).toBigIntegerExact();
  }

  /** Nothing is left open in an ended bag, and the states sum to its tasks, also cell by cell. */
  private void everyTaskOfAnEndedBagHasOneEnd() {
    for (JsonNode bag : endedBags()) {
      String id = bag.path("id").asText();
      JsonNode counts = bag.path("counts");
      long tasks = bag.path("tasks").asLong();
      if (bag.path("state").asText().equals("CANCELLED") || bag.path("partitions").isEmpty()) {
        continue;
      }
      assertThat(sum(counts, "waiting", "leased", "sealed")).as("open tasks of " + id).isZero();
      assertThat(sum(counts, "certified", "failed")).as("tasks of " + id).isEqualTo(tasks);
      long covered = 0;
      for (JsonNode partition : bag.path("partitions")) {
        assertThat(partition.path("first").asLong()).as("partitions of " + id).isEqualTo(covered);
        covered += partition.path("tasks").asLong();
      }
      assertThat(covered).as("tasks in partitions of " + id).isEqualTo(tasks);
      assertThat(Cells.of(grid, id, tasks).open()).as("open cells of " + id).isZero();
    }
  }

  private static long sum(JsonNode counts, String... states) {
    long sum = 0;
    for (String state : states) {
      sum += counts.path(state).asLong();
    }
    return sum;
  }

  private List<JsonNode> endedBags() {
    return grid.rest("admin").list("/api/v1/bags", 1_000).stream()
        .filter(bag -> ENDS.contains(bag.path("state").asText()))
        .map(bag -> grid.rest("admin").get("/api/v1/bags/" + bag.path("id").asText()))
        .toList();
  }

  /** The ledger paid for each partition once, for as many tasks as the bag has. */
  private void everyPartitionIsPaidOnce() {
    Set<String> paid = new HashSet<>();
    for (HubEvent event : grid.chain().events()) {
      if (event instanceof HubEvent.PartitionSettled settled) {
        String key = settled.dealId() + "/" + settled.partition();
        assertThat(paid.add(key)).as("%s is paid once", key).isTrue();
      }
      if (event instanceof HubEvent.TaskFinalized finalized) {
        assertThat(paid.add(finalized.taskId())).as("%s is paid once", finalized).isTrue();
      }
    }
    for (JsonNode bag : endedBags()) {
      if (bag.path("state").asText().equals("COMPLETED")) {
        long certified =
            grid.chain().certified(bag.path("deal").asText(), bag.path("tasks").asLong());
        assertThat(certified).as("tasks paid of " + bag).isEqualTo(bag.path("tasks").asLong());
      }
    }
  }

  /**
   * Nothing of the side record is missing or changed, and it says of votes what is stored. Whether
   * its newest anchor is on the chain already, or again after a reorganisation, is another matter.
   */
  private void theSideRecordIsUnbroken() {
    JsonNode report = grid.rest("admin").get("/api/v1/record/audit");
    assertThat(report.path("findings"))
        .filteredOn(finding -> !finding.path("kind").asText().equals("ANCHOR"))
        .isEmpty();
  }

  /** I6: the deals of an order together take no more than its volume. */
  private void noOrderIsOverfilled() {
    Map<String, BigInteger> taken = new HashMap<>();
    for (HubEvent event : grid.chain().events()) {
      if (event instanceof HubEvent.OrdersMatched match) {
        for (String hash : List.of(match.appHash(), match.workerpoolHash(), match.requestHash())) {
          taken.merge(hash.toLowerCase(Locale.ROOT), match.volume(), BigInteger::add);
        }
      }
    }
    for (Map<String, Object> order : tables.rows("select hash, volume from market_order")) {
      String hash = ((String) order.get("hash")).strip();
      assertThat(taken.getOrDefault(hash, BigInteger.ZERO))
          .as("taken of order " + hash)
          .isLessThanOrEqualTo(new BigInteger(order.get("volume").toString()));
    }
  }

  /** A reorganisation or a difference of books is over: an audit has found all equal. */
  private void nothingIsFrozen() {
    await("no incident freezes payments")
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                tables.number(
                    "select count(*) from ledger_incident where freezes and ended_at is null"),
            open -> open == 0);
  }

  private void everyContentIsWhatItsNameSays() {
    Path store = grid.installation().home().at("content");
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.length() == 64) {
          assertThat(Sha256.of(Files.readAllBytes(file)).hex()).isEqualTo(name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
