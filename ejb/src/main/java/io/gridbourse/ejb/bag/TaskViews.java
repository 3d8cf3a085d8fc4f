package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.CommandTemplate;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.proof.ladder.HostKind;
import io.gridbourse.domain.proof.sample.SampledTask;
import io.gridbourse.domain.proof.sample.UnitDraw;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.TrustViews;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.domain.wire.Views.AcceptanceView;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.proof.FactRows.Stored;
import io.gridbourse.ejb.proof.checker.PartialCheck;
import io.gridbourse.ejb.proof.court.Corrections.Correction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows tasks, their votes and their certificates. Answers stay hidden until they are decided. */
final class TaskViews {
  private final TaskRecords records;
  private final StoredWorkers workers;
  private final DecidedPartitions decided;
  private final TermsOfBags terms;
  private final Deals deals;
  private final CourtViews court;

  TaskViews(
      TaskRecords records,
      StoredWorkers workers,
      DecidedPartitions decided,
      TermsOfBags terms,
      Deals deals,
      CourtViews court) {
    this.records = records;
    this.workers = workers;
    this.decided = decided;
    this.terms = terms;
    this.deals = deals;
    this.court = court;
  }

  static String state(char letter) {
    return switch (letter) {
      case 'L' -> "LEASED";
      case 'S' -> "SEALED";
      case 'C' -> "CERTIFIED";
      case 'F' -> "FAILED";
      case 'X' -> "CANCELLED";
      default -> "WAITING";
    };
  }

  /** What came of a task, as far as it is told. */
  record Outcome(Optional<String> reason, Optional<byte[]> result, Optional<String> digest) {
    static final Outcome NONE = new Outcome(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A task's index in its bag, and the ledger's index of the bag's first task. */
  record Place(long index, long botFirst) {}

  /** The form of lists. */
  static Views.TaskView brief(Bag bag, Place place, char letter, Outcome outcome) {
    return view(bag, place, letter, outcome, List.of(), Optional.empty());
  }

  private static Views.TaskView view(
      Bag bag,
      Place place,
      char letter,
      Outcome outcome,
      List<Views.VoteView> votes,
      Optional<Views.CertificateView> certificate) {
    return new Views.TaskView(
        bag.id().text(),
        place.index(),
        TaskId.of(bag.deal(), place.botFirst() + place.index()).hex(),
        state(letter),
        outcome.reason().orElse(null),
        command(bag, place.index()),
        outcome.result().map(bytes -> (long) bytes.length).orElse(null),
        outcome.result().flatMap(ResultText::start).orElse(null),
        outcome.digest().orElse(null),
        votes,
        certificate.orElse(null));
  }

  /** The ledger counts the tasks of a request, of which the bag may not have the first. */
  private String taskId(Bag bag, long index) {
    return TaskId.of(bag.deal(), botFirst(deals, bag) + index).hex();
  }

  static long botFirst(Deals deals, Bag bag) {
    return deals.find(bag.deal()).map(deal -> deal.tasks().botFirst()).orElse(0L);
  }

  /** A task with its votes and, if there is one, its certificate. */
  Views.TaskView full(Bag bag, Partition partition, long index, char letter) {
    TaskRecord record = record(bag, partition, index);
    Optional<TaskRecord.Certified> certified = record.certified();
    Optional<Correction> correction = correction(bag, index);
    Optional<byte[]> outcome =
        certified.isPresent() ? result(bag, partition, record) : Optional.empty();
    return view(
        bag,
        new Place(index, botFirst(deals, bag)),
        letter,
        new Outcome(
            correction.map(TaskViews::corrected).or(() -> reason(record, letter)),
            outcome,
            correction
                .map(Correction::digest)
                .or(() -> certified.map(TaskRecord.Certified::digest))
                .map(Bytes32::hex)),
        votes(record, certified),
        certificate(bag, partition, record));
  }

  TaskRecord record(Bag bag, Partition partition, long index) {
    return records.of(bag, partition.number(), index);
  }

  private Optional<Correction> correction(Bag bag, long index) {
    return court.correction(bag, botFirst(deals, bag) + index);
  }

  private static String corrected(Correction correction) {
    return correction.outcome().isPresent()
        ? "a jury corrected the accepted result"
        : "a jury found the digest "
            + correction.digest()
            + " instead of the accepted one; its outcome is not known here";
  }

  /** The result of a task: what a jury found, or else what the certified program put out. */
  Optional<byte[]> result(Bag bag, Partition partition, TaskRecord record) {
    Optional<Correction> correction = correction(bag, record.index());
    if (correction.isPresent()) {
      return correction.get().outcome();
    }
    return record.failure().isPresent() ? Optional.empty() : outcome(partition, record);
  }

  /** What the certified program put out; empty if nothing is kept. */
  Optional<byte[]> outcome(Partition partition, TaskRecord record) {
    Optional<TaskRecord.Certified> certified = record.certified();
    return certified.flatMap(
        answer -> new Outcomes(records.facts()).find(partition, record, answer.digest()));
  }

  /** Why a task was certified; empty if it was not. */
  Optional<Views.CertificateView> certificate(Bag bag, Partition partition, TaskRecord record) {
    return record
        .certified()
        .map(
            certified -> {
              int offset = (int) (record.index() - partition.first());
              List<String> proof =
                  partition.state().isOpen()
                      ? List.of()
                      : decided
                          .report(partition, terms.of(bag.id()))
                          .proof(offset)
                          .map(nodes -> nodes.stream().map(Bytes32::hex).toList())
                          .orElse(List.of());
              Optional<AcceptanceView> acceptance =
                  court.acceptance(bag, partition, botFirst(deals, bag) + record.index());
              return new Views.CertificateView(
                  taskId(bag, record.index()),
                  certified.digest().hex(),
                  method(bag, certified),
                  bag.spec().trust().value(),
                  certified.credibility(),
                  certified.group() + "/" + certified.total(),
                  certified.proof().errorBound(),
                  certified.proof().derivation(),
                  votes(record, Optional.of(certified)),
                  partition.resultsRoot().orElse(null),
                  proof,
                  transaction(bag, partition).orElse(null),
                  acceptance.orElse(null),
                  records.demands().published(bag).orElse(null),
                  new CertificateDoubt(records.doubts(bag.id(), partition.number()), acceptance)
                      .of(record, certified)
                      .orElse(null),
                  hostClass(bag, record).orElse(null));
            });
  }

  /** The class of hosts that the votes are of: of one that is known still to be what it was. */
  private Optional<String> hostClass(Bag bag, TaskRecord record) {
    Assurance.Hosts likeness = bag.spec().verification().assurance().hosts();
    return likeness == Assurance.Hosts.ANY
        ? Optional.empty()
        : record.votes().stream()
            .flatMap(vote -> workers.find(vote.committed().worker()).stream())
            .flatMap(worker -> HostKind.of(worker.host()).classFor(likeness).stream())
            .findFirst();
  }

  private static String method(Bag bag, TaskRecord.Certified certified) {
    if (bag.spec().verification().isOptimistic()) {
      return "OPTIMISTIC";
    }
    if (!bag.spec().verification().assurance().steps().isEmpty()) {
      return certified.proof().method().toUpperCase(Locale.ROOT);
    }
    return bag.spec().trust().value() == 1 ? "SINGLE" : "VOTE";
  }

  private Optional<String> transaction(Bag bag, Partition partition) {
    return deals.partitions(bag.deal()).stream()
        .filter(each -> each.number() == partition.number())
        .map(Deals.SettledPartition::transaction)
        .findFirst();
  }

  private static List<String> command(Bag bag, long index) {
    return new CommandTemplate(bag.spec().command()).expand(bag.id(), index, bag.spec().sweep());
  }

  static Optional<String> reason(TaskRecord record, char letter) {
    if (letter == 'X') {
      return Optional.of("the bag was cancelled; the task is refunded");
    }
    if (letter != 'F') {
      return Optional.empty();
    }
    return record
        .failure()
        .map(TaskViews::sentence)
        .or(() -> Optional.of("given up after workers' faults or without consensus; refunded"));
  }

  private static String sentence(TaskFailure failure) {
    String what =
        switch (failure.kind()) {
          case EXIT -> "the program ended with exit code " + failure.exitCode();
          case TRAP -> "the program did what its machine does not allow";
          case MEMORY -> "the program wanted more memory than its limit";
          case TIME -> "the program ran longer than its wall time";
          case OUTPUT -> "the program wrote more than its limit or not what it declared";
        };
    return failure.message().isBlank() ? what : what + ": " + failure.message();
  }

  private List<Views.VoteView> votes(TaskRecord record, Optional<TaskRecord.Certified> certified) {
    return record.votes().stream().map(vote -> vote(record, vote, certified)).toList();
  }

  private Views.VoteView vote(
      TaskRecord record, Stored vote, Optional<TaskRecord.Certified> certified) {
    Optional<Bytes32> digest = record.digest(vote);
    return new Views.VoteView(
        vote.committed().worker().hex(),
        workers.find(vote.committed().worker()).map(each -> each.name()).orElse(null),
        vote.committed().lease().toString(),
        state(record, vote, certified),
        vote.committed().weight(),
        certified.isPresent() ? digest.map(Bytes32::hex).orElse(null) : null,
        vote.committed().leasedAt().orElse(null),
        vote.committed().at(),
        vote.revealed().map(shown -> shown.at()).orElse(null),
        certified.isPresent() ? sample(record, vote).orElse(null) : null);
  }

  /** What was computed again: drawn anew, by the key that drew it. */
  private Optional<TrustViews.SampleView> sample(TaskRecord record, Stored vote) {
    Optional<SampledTask> found =
        vote.revealed().stream()
            .flatMap(shown -> shown.samples().stream())
            .filter(each -> each.index() == record.index())
            .findFirst();
    return found.map(each -> sample(vote.committed(), each));
  }

  private TrustViews.SampleView sample(Fact.Committed vote, SampledTask found) {
    BagId bag = vote.lease().bag();
    return new TrustViews.SampleView(
        found.units(),
        new UnitDraw(records.demands().key(bag, PartialCheck.PURPOSE))
            .draw(vote.worker().hex(), found.index(), found.units(), found.drawn()),
        found.hasPassed() ? null : found.found());
  }

  private static boolean isFor(TaskRecord record, Stored vote, TaskRecord.Certified answer) {
    return record.counted(vote).filter(answer.digest()::equals).isPresent();
  }

  private static String state(
      TaskRecord record, Stored vote, Optional<TaskRecord.Certified> certified) {
    if (vote.silenced().isPresent()) {
      return "SILENT";
    }
    Optional<Bytes32> digest = record.digest(vote);
    if (digest.isEmpty()) {
      return "SEALED";
    }
    if (record.isRefused(vote)) {
      return "REFUSED";
    }
    if (vote.isVoid()) {
      return "VOID";
    }
    return certified
        .map(answer -> isFor(record, vote, answer) ? "ACCEPTED" : "REJECTED")
        .orElse("REVEALED");
  }
}
