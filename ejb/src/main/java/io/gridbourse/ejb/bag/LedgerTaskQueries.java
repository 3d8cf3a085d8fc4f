package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.OutputFile;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.market.IexecTask;
import io.gridbourse.ejb.market.LedgerTasks;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.proof.FactRows.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What a task's requester asks a pool about it, by its id on the ledger, in the words of iExec's
 * pools. Answers of workers stay hidden until the task is decided.
 */
@ApplicationScoped
public class LedgerTaskQueries {
  private static final int LOG_CHARACTERS_MAX = 1 << 18;
  private LedgerTasks tasks;
  private StoredBags bags;
  private Partitions partitions;
  private FactRows facts;
  private TaskRecords records;

  protected LedgerTaskQueries() {}

  /** The tasks of this database. */
  @Inject
  public LedgerTaskQueries(DataSource database, StoredBags bags) {
    this.tasks = new LedgerTasks(database);
    this.bags = bags;
    this.partitions = new Partitions(database);
    this.records = new TaskRecords(database);
    this.facts = records.facts();
  }

  /** A state and when it began. */
  public record Step(String status, Instant date) {}

  /** What one worker did for a task. */
  public record Replicate(Address worker, Optional<Integer> exitCode, List<Step> steps) {}

  /** How far a task is. */
  public record Status(List<Step> steps, List<Replicate> replicates) {}

  /** What the program of a task said to one worker. */
  public record Log(Address worker, String stdout, String stderr) {}

  private record Found(StoredBags.Recorded recorded, Optional<Partition> partition, long position) {
    Bag bag() {
      return recorded.bag();
    }
  }

  /** How far a task is; empty if it is not one of this installation's. */
  public Optional<Status> status(TaskId task) {
    return find(task).map(this::status);
  }

  /** Who pays for a task. */
  public Optional<Address> requester(TaskId task) {
    return find(task).map(found -> found.bag().requester());
  }

  /** What the program said, once the task is decided. */
  public List<Log> logs(TaskId task) {
    Optional<Found> found = find(task);
    if (found.isEmpty() || !isDecided(found.get())) {
      return List.of();
    }
    TaskRecord record = record(found.get());
    List<Log> logs = new ArrayList<>();
    for (Stored vote : record.votes()) {
      record.digest(vote).ifPresent(digest -> logs.add(log(found.get(), record, vote, digest)));
    }
    return logs;
  }

  private Optional<Found> find(TaskId task) {
    return tasks
        .find(task)
        .flatMap(
            located ->
                bags.recorded(located.bag())
                    .map(
                        recorded ->
                            new Found(
                                recorded,
                                partitions.of(located.bag()).stream()
                                    .filter(each -> holds(each, located.position()))
                                    .findFirst(),
                                located.position())));
  }

  private static boolean holds(Partition partition, long position) {
    return position >= partition.first() && position - partition.first() < partition.tasks();
  }

  private static boolean isDecided(Found found) {
    return found.partition().filter(partition -> !partition.state().isOpen()).isPresent();
  }

  private TaskRecord record(Found found) {
    return found
        .partition()
        .map(partition -> records.of(found.bag(), partition.number(), found.position()))
        .orElseGet(() -> records.of(found.bag(), found.position(), List.of()));
  }

  private Status status(Found found) {
    TaskRecord record = record(found);
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("RECEIVED", found.bag().submittedAt()));
    found.recorded().startedAt().ifPresent(at -> steps.add(new Step("INITIALIZED", at)));
    record.votes().stream()
        .map(vote -> vote.committed().at())
        .min(Instant::compareTo)
        .ifPresent(at -> steps.add(new Step("RUNNING", at)));
    if (isDecided(found)) {
      decided(found, record, steps);
    } else if (found.bag().state().isFinal()) {
      steps.add(new Step("FAILED", found.recorded().endedAt().orElse(found.bag().submittedAt())));
    }
    return new Status(steps, replicates(found, record));
  }

  private static void decided(Found found, TaskRecord record, List<Step> steps) {
    Instant at =
        record.votes().stream()
            .flatMap(vote -> vote.revealed().stream())
            .map(shown -> shown.at())
            .max(Instant::compareTo)
            .orElse(found.bag().submittedAt());
    if (record.certified().isEmpty()) {
      steps.add(new Step("FAILED", at));
      return;
    }
    steps.add(new Step("CONSENSUS_REACHED", at));
    steps.add(new Step("RESULT_UPLOADED", at));
    found.recorded().endedAt().ifPresent(end -> steps.add(new Step("COMPLETED", end)));
  }

  private static List<Replicate> replicates(Found found, TaskRecord record) {
    Optional<TaskRecord.Certified> certified =
        isDecided(found) ? record.certified() : Optional.empty();
    List<Replicate> replicates = new ArrayList<>();
    for (Stored vote : record.votes()) {
      List<Step> steps = new ArrayList<>();
      steps.add(new Step("CONTRIBUTED", vote.committed().at()));
      vote.revealed().ifPresent(shown -> steps.add(new Step("REVEALED", shown.at())));
      vote.silenced().ifPresent(silent -> steps.add(new Step("REVEAL_TIMEOUT", silent.at())));
      certified.ifPresent(
          answer -> {
            boolean right = record.digest(vote).filter(answer.digest()::equals).isPresent();
            steps.add(new Step(right ? "COMPLETED" : "FAILED", steps.get(steps.size() - 1).date()));
          });
      replicates.add(
          new Replicate(
              vote.committed().worker(),
              isDecided(found) ? exitCode(record, vote) : Optional.empty(),
              steps));
    }
    return replicates;
  }

  private static Optional<TaskFailure> failure(TaskRecord record, Stored vote) {
    return vote.revealed().stream()
        .flatMap(shown -> shown.failures().stream())
        .filter(failure -> failure.index() == record.index())
        .findFirst();
  }

  private static Optional<Integer> exitCode(TaskRecord record, Stored vote) {
    return vote.revealed().map(shown -> failure(record, vote).map(TaskFailure::exitCode).orElse(0));
  }

  private Log log(Found found, TaskRecord record, Stored vote, Bytes32 digest) {
    Optional<TaskFailure> failure = failure(record, vote);
    String said =
        failure.isPresent()
            ? ""
            : new Outcomes(facts)
                .find(found.partition().orElseThrow(), record, digest)
                .map(outcome -> printed(found.bag(), outcome))
                .orElse("");
    return new Log(vote.committed().worker(), said, failure.map(TaskFailure::message).orElse(""));
  }

  private static String printed(Bag bag, byte[] outcome) {
    byte[] bytes = outcome;
    if (IexecTask.isMadeOfDeal(bag.spec())) {
      bytes =
          OutputFile.unpack(outcome).stream()
              .filter(file -> file.name().equals("stdout.txt"))
              .map(OutputFile::content)
              .findFirst()
              .orElse(new byte[0]);
    } else if (!bag.spec().outputs().isEmpty()) {
      return "";
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.length() <= LOG_CHARACTERS_MAX ? text : text.substring(0, LOG_CHARACTERS_MAX);
  }
}
