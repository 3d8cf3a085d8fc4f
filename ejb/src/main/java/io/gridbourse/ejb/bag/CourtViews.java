package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.proof.court.CourtRules;
import io.gridbourse.domain.proof.court.Trial;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.Views.AcceptanceView;
import io.gridbourse.domain.wire.Views.HistoryLine;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.proof.Doubts;
import io.gridbourse.ejb.proof.court.Acceptances;
import io.gridbourse.ejb.proof.court.Corrections;
import io.gridbourse.ejb.proof.court.Corrections.Correction;
import io.gridbourse.ejb.proof.court.CourtClock;
import io.gridbourse.ejb.proof.court.StoredTrials;
import io.gridbourse.ejb.sql.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** What certificates say of acceptances, disputes and corrections. */
final class CourtViews {
  private final Acceptances acceptances;
  private final StoredTrials trials;
  private final Corrections corrections;
  private final CourtClock ledger;
  private final Deals deals;
  private final DataSource database;
  private final Sql sql;

  CourtViews(DataSource database, Deals deals) {
    this.deals = deals;
    this.acceptances = new Acceptances(database);
    this.trials = new StoredTrials(database);
    this.corrections = new Corrections(database);
    this.ledger = new CourtClock(database);
    this.database = database;
    this.sql = new Sql(database);
  }

  /** Tasks whose certificates went to the ledger on votes of workers that were caught later. */
  long doubted(Bag bag) {
    return Doubts.tasks(database, bag.id());
  }

  /** What a jury found instead of the accepted result; {@code index} is the ledger's. */
  Optional<Correction> correction(Bag bag, long index) {
    return bag.spec().verification().isOptimistic()
        ? corrections.find(bag.deal(), index)
        : Optional.empty();
  }

  /** All corrections of a bag by the ledger's index. */
  Map<Long, Correction> corrections(Bag bag) {
    return bag.spec().verification().isOptimistic() ? corrections.of(bag.deal()) : Map.of();
  }

  /** How the ledger came to take a task's result, if that was on one vote. */
  Optional<AcceptanceView> acceptance(Bag bag, Partition partition, long index) {
    if (!bag.spec().verification().isOptimistic()) {
      return Optional.empty();
    }
    Optional<Correction> correction = corrections.find(bag.deal(), index);
    List<StoredTrials.Recorded> held = trials.of(bag.deal(), index);
    return acceptances
        .find(bag.deal(), partition.number())
        .map(
            accepted -> {
              CourtRules rules = CourtRules.of(deals.find(bag.deal()).orElseThrow());
              String state = state(partition, accepted);
              return new AcceptanceView(
                  state,
                  sentence(state, accepted, correction),
                  accepted.windowEnd(),
                  rules.stake().units().toString(),
                  rules.bountyMax().units().toString(),
                  accepted.transaction(),
                  correction.map(Correction::digest).map(Bytes32::hex).orElse(null),
                  held.isEmpty() ? null : held.get(held.size() - 1).trial().number());
            });
  }

  /** Until when the results of accepted partitions may be challenged, by the partition's number. */
  Map<Integer, Instant> windows(Bag bag) {
    return bag.spec().verification().isOptimistic() ? acceptances.windows(bag.deal()) : Map.of();
  }

  /** Why the ledger did not accept a partition of a bag at the newest try. */
  Optional<String> refusal(Bag bag) {
    return bag.spec().verification().isOptimistic()
        ? sql.first(
            "select reason from outbox_tx where starts_with(intent, 'accept:' || ? || ':')"
                + " and state = 'REFUSED' and reason is not null order by id desc limit 1",
            row -> row.getString("reason"),
            bag.deal().hex())
        : Optional.empty();
  }

  /** What the ledger said of a task's acceptance and of trials about it, final or not yet. */
  List<HistoryLine> history(Bag bag, int partition, long index) {
    if (!bag.spec().verification().isOptimistic()) {
      return List.of();
    }
    List<HistoryLine> lines = new ArrayList<>();
    acceptances
        .find(bag.deal(), partition)
        .map(
            accepted ->
                line(
                    accepted.at(),
                    "ACCEPTED",
                    "The ledger accepted partition "
                        + partition
                        + " on one vote each, to be challenged until "
                        + accepted.windowEnd()
                        + ".",
                    accepted.transaction()))
        .ifPresent(lines::add);
    for (StoredTrials.Recorded held : trials.of(bag.deal(), index)) {
      Trial trial = held.trial();
      lines.add(
          line(
              trial.subject().openedAt(),
              "CHALLENGED",
              trial.subject().challenger()
                  + " challenged the result: dispute "
                  + trial.number()
                  + ".",
              held.opened()));
      trial
          .ending()
          .map(
              ending ->
                  line(
                      ending.at(),
                      "TRIAL_ENDED",
                      "Dispute " + trial.number() + " ended " + trial.state() + ".",
                      held.ended().orElse(held.opened())))
          .ifPresent(lines::add);
    }
    return lines;
  }

  private static HistoryLine line(Instant at, String kind, String sentence, String transaction) {
    return new HistoryLine(at, "ledger", kind, sentence, null, Map.of(), transaction, null);
  }

  private String state(Partition partition, Acceptances.Accepted accepted) {
    if (partition.state() == PartitionState.SETTLED) {
      return "RELEASED";
    }
    Instant now = ledger.now().map(CourtClock.Now::at).orElse(Instant.MIN);
    return now.isBefore(accepted.windowEnd()) ? "OPEN" : "OVER";
  }

  private static String sentence(
      String state, Acceptances.Accepted accepted, Optional<Correction> correction) {
    if (correction.isPresent()) {
      return "Accepted on one vote, and corrected by a jury.";
    }
    return switch (state) {
      case "OPEN" -> "Accepted on one vote, may be challenged until " + accepted.windowEnd() + ".";
      case "OVER" -> "Accepted on one vote; its window is over, and it is about to be paid.";
      default -> "Accepted on one vote; nobody proved it wrong in time, and it is paid.";
    };
  }
}
