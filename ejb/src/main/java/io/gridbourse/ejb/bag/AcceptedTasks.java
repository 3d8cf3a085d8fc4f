package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.schedule.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Accepted answers as a challenge and a trial need them: with proofs from the stored facts. */
@ApplicationScoped
public class AcceptedTasks {
  private StoredBags bags;
  private Partitions partitions;
  private FactRows facts;
  private DecidedPartitions decided;
  private TermsOfBags terms;

  protected AcceptedTasks() {}

  /** The tasks in this database. */
  @Inject
  public AcceptedTasks(
      DataSource database, StoredBags bags, DecidedPartitions decided, TermsOfBags terms) {
    this.bags = bags;
    this.partitions = new Partitions(database);
    this.facts = new FactRows(database);
    this.decided = decided;
    this.terms = terms;
  }

  /** An accepted digest with its proof against the partition's root of results. */
  public record Answer(int partition, Bytes32 digest, List<Bytes32> proof) {
    public Answer {
      proof = List.copyOf(proof);
    }
  }

  /**
   * How a contributor's commitment holds its seal of a task.
   *
   * @param contributor its number among the commitments of the result
   * @param proof from the seal up to the root of its lease
   * @param before the accumulator before that lease
   * @param later the roots of the leases after it
   */
  public record Opening(int contributor, List<Bytes32> proof, Bytes32 before, List<Bytes32> later) {
    public Opening {
      proof = List.copyOf(proof);
      later = List.copyOf(later);
    }
  }

  /** What a bag needs to run. */
  public Terms terms(BagId bag) {
    return terms.of(bag);
  }

  /** A bag of this server. */
  public Optional<Bag> bag(BagId id) {
    return bags.find(id);
  }

  /** The number of the partition that a task of a bag is in. */
  public Optional<Integer> partition(BagId bag, long index) {
    return located(bag, index).map(Partition::number);
  }

  /** The certified answer to a task; empty if there is none. */
  public Optional<Answer> answer(BagId bag, long index) {
    return located(bag, index)
        .filter(partition -> !partition.state().isOpen())
        .flatMap(partition -> answer(partition, (int) (index - partition.first())));
  }

  private Optional<Answer> answer(Partition partition, int offset) {
    BookReport report = decided.report(partition, terms.of(partition.bag()));
    return report
        .certifiedDigest(offset)
        .flatMap(
            digest ->
                report.proof(offset).map(proof -> new Answer(partition.number(), digest, proof)));
  }

  /** Which of the result's contributors gave this answer, and how that is shown. */
  public Optional<Opening> opening(
      BagId bag, long index, Bytes32 digest, PartitionSettlement result) {
    List<Fact> all = facts.load(bag, result.partition());
    for (FactRows.Stored vote : facts.toTask(bag, result.partition(), index)) {
      boolean isIt =
          vote.revealed()
              .filter(
                  shown ->
                      shown.digests().at((int) (index - vote.committed().first())).equals(digest))
              .isPresent();
      int contributor = isIt ? position(result, vote.committed().worker()) : -1;
      if (contributor >= 0) {
        Optional<Opening> opening = opening(vote, index, all, result, contributor);
        if (opening.isPresent()) {
          return opening;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Opening> opening(
      FactRows.Stored vote,
      long index,
      List<Fact> all,
      PartitionSettlement result,
      int contributor) {
    Fact.Committed committed = vote.committed();
    Bytes32 before = Bytes32.ZERO;
    Bytes32 accumulator = Bytes32.ZERO;
    List<Bytes32> later = new ArrayList<>();
    boolean isAfter = false;
    for (Fact fact : all) {
      if (fact instanceof Fact.Committed each && each.worker().equals(committed.worker())) {
        if (each.lease().equals(committed.lease())) {
          before = accumulator;
          isAfter = true;
        } else if (isAfter) {
          later.add(each.root());
        }
        accumulator = SignedCommitment.accumulate(accumulator, each.root());
        if (accumulator.equals(result.commitments().get(contributor).accumulator()) && isAfter) {
          return Optional.of(
              new Opening(contributor, leaseProof(vote, index, result), before, later));
        }
      }
    }
    return Optional.empty();
  }

  private List<Bytes32> leaseProof(FactRows.Stored vote, long index, PartitionSettlement result) {
    Fact.Committed committed = vote.committed();
    long botFirst = terms.of(BagId.of(result.deal())).deal().tasks().botFirst();
    return Seals.leaseProof(
        committed.worker(),
        result.deal(),
        botFirst + committed.first(),
        vote.revealed().orElseThrow().digests(),
        (int) (index - committed.first()));
  }

  private static int position(PartitionSettlement result, Address worker) {
    for (int i = 0; i < result.commitments().size(); i++) {
      if (result.commitments().get(i).worker().equals(worker)) {
        return i;
      }
    }
    return -1;
  }

  private Optional<Partition> located(BagId bag, long index) {
    return partitions.of(bag).stream()
        .filter(each -> index >= each.first() && index - each.first() < each.tasks())
        .findFirst();
  }
}
