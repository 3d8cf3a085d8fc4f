package io.gridbourse.ejb.bag;

import io.gridbourse.domain.proof.GiveUpReason;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.StoredWorkers;
import java.util.List;
import java.util.stream.Collectors;

/** Says what entries of the side record mean, for people. */
final class HistorySentences {
  private final StoredWorkers workers;

  HistorySentences(StoredWorkers workers) {
    this.workers = workers;
  }

  /** Who did it: server, worker or ledger. */
  static String where(EntryKind kind) {
    return switch (kind) {
      case COMMITTED, REVEALED -> "worker";
      case SETTLED, SETTLEMENT_REFUSED -> "ledger";
      case LEASED, LEASE_ENDED, SILENT, DISPUTED, OUTVOTED, GIVEN_UP, DECIDED -> "server";
    };
  }

  String of(Entry entry) {
    return switch (entry.kind()) {
      case LEASED ->
          tasks(entry) + " leased to " + worker(entry) + " until " + entry.value("expires") + ".";
      case LEASE_ENDED ->
          worker(entry) + " no longer has the lease: " + cause((String) entry.value("cause")) + ".";
      case COMMITTED ->
          worker(entry)
              + " sealed its answers to "
              + tasks(entry)
              + "; its vote weighs "
              + entry.value("weight")
              + ".";
      case REVEALED ->
          worker(entry)
              + " showed its answers to "
              + tasks(entry)
              + "; of them "
              + entry.value("failed")
              + " failed and a checker refused "
              + entry.value("refused")
              + ".";
      case SILENT -> worker(entry) + " did not show answers that fit what it sealed.";
      case DISPUTED -> "Answers differ between " + workers(entry) + "; others are asked.";
      case OUTVOTED -> "An answer was certified against " + workers(entry) + ".";
      case GIVEN_UP -> "Given up: " + reason((String) entry.value("reason")) + ".";
      case DECIDED ->
          "Partition "
              + entry.partition()
              + " is decided: "
              + entry.value("succeeded")
              + " tasks succeeded, "
              + entry.value("programFailed")
              + " failed, "
              + entry.value("givenUp")
              + " were given up.";
      case SETTLED ->
          "The ledger settled partition "
              + entry.partition()
              + " in block "
              + entry.value("block")
              + ".";
      case SETTLEMENT_REFUSED ->
          "The ledger refused to settle partition "
              + entry.partition()
              + ": "
              + entry.value("reason")
              + ".";
    };
  }

  private static String tasks(Entry entry) {
    return entry.count() == 1
        ? "task " + entry.first()
        : "tasks " + entry.first() + " to " + (entry.first() + entry.count() - 1);
  }

  private static String cause(String cause) {
    return switch (cause) {
      case "EXPIRED" -> "its time was over";
      case "WORKER_LOST" -> "the worker was lost";
      case "RETURNED" -> "it was given back undone";
      case "REFUSED" -> "a message about it was wrong";
      case "CANCELLED" -> "nobody needs it any more";
      default -> cause;
    };
  }

  private static String reason(String name) {
    for (GiveUpReason reason : GiveUpReason.values()) {
      if (reason.name().equals(name)) {
        return reason.sentence();
      }
    }
    return name;
  }

  private String worker(Entry entry) {
    return name((Address) entry.value("worker"));
  }

  private String workers(Entry entry) {
    return ((List<?>) entry.value("workers"))
        .stream().map(each -> name((Address) each)).collect(Collectors.joining(", "));
  }

  private String name(Address worker) {
    return workers.find(worker).map(found -> found.name()).orElse(worker.hex());
  }
}
