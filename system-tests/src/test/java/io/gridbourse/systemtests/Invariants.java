package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
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
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What must be true of a grid, whatever was done to it. All of it is looked at after a class of
 * tests, and what a few queries tell already after each test.
 */
final class Invariants {
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
  private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED");
  private final Grid grid;
  private final Tables tables;

  /** Tasks of completed bags by their deal: what must have been paid, for ever. */
  private final Map<String, Long> completed = new HashMap<>();

  private final Set<String> endedBags = new HashSet<>();

  Invariants(Grid grid) {
    this.grid = grid;
    this.tables = grid.tables();
  }

  /** Nothing is on its way, and the books are sound in themselves. */
  void holdAtAGlance() {
    theOutboxIsEmpty();
    theJournalSumsToZeroAndNobodyOwes();
    nothingIsFrozen();
  }

  void hold() {
    theOutboxIsEmpty();
    everyEventOfTheLedgerWasReadOnce();
    theJournalSumsToZeroAndNobodyOwes();
    theJournalEqualsTheLedger();
    everyTaskOfAnEndedBagHasOneEnd();
    List<HubEvent> events = grid.chain().events();
    everyTaskIsPaidOnce(events);
    noOrderIsOverfilled(events);
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

  /** Double entry: each event's entries sum to zero, and no account is below nothing. */
  private void theJournalSumsToZeroAndNobodyOwes() {
    assertThat(
            tables.rows(
                "select event_id, sum(amount) from account_entry"
                    + " group by event_id having sum(amount) <> 0"))
        .isEmpty();
    assertThat(
            tables.rows(
                "select account, bucket, sum(amount) from account_entry where bucket in"
                    + " ('FREE', 'LOCKED') group by account, bucket having sum(amount) < 0"))
        .isEmpty();
  }

  /** Accounts are what the ledger says at the last block that was read. */
  private void theJournalEqualsTheLedger() {
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
    for (JsonNode listed : grid.rest("admin").list("/api/v1/bags", 10_000)) {
      String id = listed.path("id").asText();
      if (ENDS.contains(listed.path("state").asText()) && !endedBags.contains(id)) {
        everyTaskHasOneEnd(id, grid.rest("admin").get("/api/v1/bags/" + id));
        endedBags.add(id);
      }
    }
  }

  private void everyTaskHasOneEnd(String id, JsonNode bag) {
    JsonNode counts = bag.path("counts");
    long tasks = bag.path("tasks").asLong();
    if (bag.path("state").asText().equals("COMPLETED")) {
      completed.put(bag.path("deal").asText().toLowerCase(Locale.ROOT), tasks);
    }
    if (bag.path("state").asText().equals("CANCELLED") || bag.path("partitions").isEmpty()) {
      return;
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

  private static long sum(JsonNode counts, String... states) {
    long sum = 0;
    for (String state : states) {
      sum += counts.path(state).asLong();
    }
    return sum;
  }

  /** The ledger paid for each partition and task once, for as many tasks as each bag has. */
  private void everyTaskIsPaidOnce(List<HubEvent> events) {
    Set<String> paid = new HashSet<>();
    Map<String, Long> certified = new HashMap<>();
    for (HubEvent event : events) {
      if (event instanceof HubEvent.PartitionSettled settled) {
        String key = settled.dealId() + "/" + settled.partition();
        assertThat(paid.add(key)).as("%s is paid once", key).isTrue();
        String deal = settled.dealId().toLowerCase(Locale.ROOT);
        certified.merge(deal, settled.certifiedTasks(), Long::sum);
      }
      if (event instanceof HubEvent.TaskFinalized finalized) {
        String task = finalized.taskId().toLowerCase(Locale.ROOT);
        assertThat(paid.add(task)).as("%s is paid once", finalized).isTrue();
      }
    }
    completed.forEach(
        (deal, tasks) ->
            assertThat(
                    certified.containsKey(deal)
                        ? certified.get(deal)
                        : finalized(paid, deal, tasks))
                .as("tasks paid of the deal " + deal)
                .isEqualTo(tasks));
  }

  private static long finalized(Set<String> paid, String deal, long tasks) {
    return LongStream.range(0, tasks)
        .filter(index -> paid.contains(TaskId.of(new DealId(deal), index).hex()))
        .count();
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
  private void noOrderIsOverfilled(List<HubEvent> events) {
    Map<String, BigInteger> taken = new HashMap<>();
    for (HubEvent event : events) {
      if (event instanceof HubEvent.OrdersMatched match) {
        for (String hash : hashes(match)) {
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

  private static List<String> hashes(HubEvent.OrdersMatched match) {
    return List.of(
        match.appHash(), match.datasetHash(), match.workerpoolHash(), match.requestHash());
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
