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
      case SETTLED,
          SETTLEMENT_REFUSED,
          ACCEPTED,
          CHALLENGED,
          DRAW_SET,
          JUROR_DRAWN,
          VOTE_COMMITTED,
          REVEAL_OPENED,
          VOTE_REVEALED,
          SEAL_OPENED,
          TRIAL_ENDED,
          CORRECTED ->
          "ledger";
      case LEASED, LEASE_ENDED, SILENT, DISPUTED, OUTVOTED, GIVEN_UP, DECIDED -> "server";
    };
  }

  String of(Entry entry) {
    String sentence =
        form(entry.kind())
            .replace("{tasks}", tasks(entry))
            .replace("{partition}", Integer.toString(entry.partition()));
    for (EntryKind.Field field : entry.kind().fields()) {
      sentence = sentence.replace("{" + field.name() + "}", text(field, entry.value(field.name())));
    }
    return sentence;
  }

  /** A sentence with names of fields, of the tasks and of the partition in braces. */
  private static String form(EntryKind kind) {
    return switch (kind) {
      case LEASED -> "{tasks} leased to {worker} until {expires}.";
      case LEASE_ENDED -> "{worker} no longer has the lease: {cause}.";
      case COMMITTED -> "{worker} sealed its answers to {tasks}; its vote weighs {weight}.";
      case REVEALED ->
          "{worker} showed its answers to {tasks}; of them {failed} failed and a checker refused"
              + " {refused}.";
      case SILENT -> "{worker} did not show answers that fit what it sealed.";
      case DISPUTED -> "Answers differ between {workers}; others are asked.";
      case OUTVOTED -> "An answer was certified against {workers}.";
      case GIVEN_UP -> "Given up: {reason}.";
      case DECIDED ->
          "Partition {partition} is decided: {succeeded} tasks succeeded, {programFailed} failed,"
              + " {givenUp} were given up.";
      case SETTLED -> "The ledger settled partition {partition} in block {block}.";
      case SETTLEMENT_REFUSED -> "The ledger refused to settle partition {partition}: {reason}.";
      case ACCEPTED ->
          "The ledger accepted partition {partition} on one vote each, to be challenged until"
              + " {windowEnd}.";
      case CHALLENGED -> "{challenger} challenged the result: dispute {trial}.";
      case DRAW_SET -> "Dispute {trial}: jurors are drawn by the hash of block {drawBlock}.";
      case JUROR_DRAWN ->
          "Dispute {trial}: {worker} was drawn as a juror, to seal its answer until {commitEnd}.";
      case VOTE_COMMITTED -> "Dispute {trial}: juror {worker} sealed its answer.";
      case REVEAL_OPENED -> "Dispute {trial}: jurors show their answers until {revealEnd}.";
      case VOTE_REVEALED -> "Dispute {trial}: juror {worker} found {digest}.";
      case SEAL_OPENED -> "Dispute {trial}: {worker} gave the challenged answer.";
      case TRIAL_ENDED -> "Dispute {trial} ended {ending}.";
      case CORRECTED -> "What the jury found replaces the accepted result: {corrected}.";
    };
  }

  private String text(EntryKind.Field field, Object value) {
    return switch (field.name()) {
      case "worker", "challenger" -> name((Address) value);
      case "workers" ->
          ((List<?>) value)
              .stream().map(each -> name((Address) each)).collect(Collectors.joining(", "));
      case "cause" -> cause((String) value);
      case "reason" -> reason((String) value);
      default -> value.toString();
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

  private String name(Address worker) {
    return workers.find(worker).map(found -> found.name()).orElse(worker.hex());
  }
}
