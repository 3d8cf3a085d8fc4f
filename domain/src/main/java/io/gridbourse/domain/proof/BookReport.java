package io.gridbourse.domain.proof;

import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.roaringbitmap.RoaringBitmap;

/** A look into a {@link PartitionBook}, valid until the book changes. */
public final class BookReport {
  private final PartitionScope scope;
  private final BookState state;
  private final Collection<Lease> leases;

  BookReport(PartitionScope scope, BookState state, Collection<Lease> leases) {
    this.scope = scope;
    this.state = state;
    this.leases = leases;
  }

  /** Tasks by state; they sum to those of the partition. */
  public record Counts(
      int waiting, int leased, int sealed, int succeeded, int programFailed, int givenUp) {
    /** Tasks with a certificate, of success or failure. */
    public int certified() {
      return succeeded + programFailed;
    }

    /** Tasks that ended without success. */
    public int failed() {
      return programFailed + givenUp;
    }
  }

  /**
   * Why open tasks wait.
   *
   * @param fresh tasks in no slice
   * @param needyTasks tasks in slices that want another worker
   * @param excluded slices that want another worker, but none of those who voted or work on it
   * @param voters workers that voted on one of those slices
   * @param asked contributions that were asked to reveal
   */
  public record Waits(int fresh, int needyTasks, int excluded, Set<Address> voters, int asked) {}

  /** Counts the tasks; costs time in proportion to the open slices. */
  public Counts counts() {
    int leased = 0;
    int sealed = 0;
    int open = state.fresh().tasks();
    for (Slice slice : state.open().values()) {
      open += slice.count();
      if (!slice.hidden().isEmpty()) {
        sealed += slice.count();
      } else if (slice.isLeased()) {
        leased += slice.count();
      }
    }
    Decisions decisions = state.decisions();
    return new Counts(
        open - leased - sealed,
        leased,
        sealed,
        decisions.certifiedTasks() - decisions.failureTasks(),
        decisions.failureTasks(),
        decisions.givenUpTasks());
  }

  /**
   * A budget of wrong results, in expected results of this partition.
   *
   * @param tolerated among the tasks that are not given up
   * @param spent the bounds of all certificates so far
   */
  public record Tolerance(double tolerated, double spent) {}

  /** What is tolerated and spent; empty if each certificate is bounded by itself. */
  public Optional<Tolerance> tolerance() {
    return state.budget().map(each -> new Tolerance(each.tolerated(), each.spent()));
  }

  /** Tasks that are leased and not answered, each as often as it is leased. */
  public int tasksUnderLease() {
    return leases.stream()
        .filter(lease -> lease.state() == LeaseState.GRANTED)
        .mapToInt(lease -> lease.slice().count())
        .sum();
  }

  /**
   * Tasks that each worker has under lease or has committed to in this partition. Checks of known
   * answers are in no ballot, so they put nothing at risk.
   */
  public Map<Address, Long> tasksAtRisk() {
    Map<Address, Long> risks = new HashMap<>();
    state.contributors().forEach(worker -> risks.put(worker, state.votesOf(worker)));
    leases.forEach(lease -> risks.merge(lease.worker(), votes(lease), Long::sum));
    return risks;
  }

  /** The same of one worker. */
  long tasksAtRisk(Address worker) {
    return state.votesOf(worker)
        + leases.stream()
            .filter(lease -> lease.worker().equals(worker))
            .mapToLong(BookReport::votes)
            .sum();
  }

  private static long votes(Lease lease) {
    return lease.slice().isCheck() ? 0 : lease.slice().count();
  }

  /**
   * A lease whose tasks are not answered.
   *
   * @param first index of its first task in the bag
   */
  public record Held(LeaseId lease, Address worker, long first, int count, Instant since) {}

  /** The leases whose tasks are not answered. */
  public List<Held> held() {
    return leases.stream()
        .filter(lease -> lease.state() == LeaseState.GRANTED)
        .map(
            lease ->
                new Held(
                    lease.id(),
                    lease.worker(),
                    lease.firstTask(),
                    lease.slice().count(),
                    lease.grantedAt()))
        .toList();
  }

  /** Leases that each worker holds, sealed ones included. */
  public Map<Address, Integer> leasesHeld() {
    Map<Address, Integer> held = new HashMap<>();
    leases.stream()
        .filter(lease -> lease.state() == LeaseState.GRANTED)
        .forEach(lease -> held.merge(lease.worker(), 1, Integer::sum));
    return held;
  }

  /** Leases that are not answered yet; checks of known answers look like none. */
  public List<RunningLease> running() {
    List<RunningLease> running = new ArrayList<>();
    for (Lease lease : leases) {
      Slice slice = lease.slice();
      if (lease.state() == LeaseState.GRANTED && !slice.isCheck()) {
        long workers =
            slice.leases().stream().filter(each -> each.state() == LeaseState.GRANTED).count();
        running.add(
            new RunningLease(
                lease.id(),
                lease.worker(),
                scope.first() + slice.offset(),
                slice.count(),
                lease.grantedAt(),
                lease.expires(),
                (int) workers));
      }
    }
    return running;
  }

  /** Why open tasks wait. */
  public Waits waits() {
    int needyTasks = 0;
    int excluded = 0;
    int asked = 0;
    Set<Address> voters = new TreeSet<>();
    for (Slice slice : state.open().values()) {
      asked += (int) slice.votes().stream().filter(v -> v.state() == LeaseState.ASKED).count();
      if (slice.wantsWorker(state.demandOf(slice))) {
        needyTasks += slice.count();
        if (!slice.votes().isEmpty()) {
          excluded++;
          slice.votes().forEach(vote -> voters.add(vote.worker()));
        }
      }
    }
    return new Waits(state.fresh().tasks(), needyTasks, excluded, voters, asked);
  }

  /** Tasks that are not decided, as offsets in the partition. */
  public RoaringBitmap undecided() {
    RoaringBitmap bitmap = state.fresh().bitmap();
    state.open().values().forEach(slice -> bitmap.add((long) slice.offset(), (long) slice.end()));
    return bitmap;
  }

  /**
   * A letter for each of {@code cells.length} tasks from {@code offset}: W waiting, L leased, S
   * sealed, C certified, F failed, X cancelled.
   */
  public char[] cells(int offset, int count) {
    char[] cells = new char[count];
    Arrays.fill(cells, 'W');
    for (Slice slice : state.open().values()) {
      char letter = !slice.hidden().isEmpty() ? 'S' : slice.isLeased() ? 'L' : 'W';
      paint(cells, slice.offset() - offset, slice.count(), letter);
    }
    for (Decisions.Certified range : state.decisions().certified()) {
      paint(cells, range.offset() - offset, range.count(), 'C');
      range
          .winner()
          .failuresWithin(range.offset(), range.count(), at -> paint(cells, at - offset, 1, 'F'));
    }
    for (Decisions.GivenUpRange range : state.decisions().givenUp()) {
      char letter = range.reason() == GiveUpReason.CANCELLED ? 'X' : 'F';
      paint(cells, range.offset() - offset, range.count(), letter);
    }
    return cells;
  }

  /** Certified tasks by who voted how on them. */
  public Map<BallotPattern, Integer> ballots() {
    return Map.copyOf(state.decisions().ballots());
  }

  /** The certified digest of the task at {@code offset} in the partition. */
  public Optional<Bytes32> certifiedDigest(int offset) {
    return state.decisions().digestAt(offset);
  }

  /** The Merkle root over the result hashes of the certified tasks; zero if there is none. */
  public Bytes32 resultsRoot() {
    MerkleTree.Root root = new MerkleTree.Root();
    state.decisions().eachResultHash(scope, (offset, hash) -> root.add(hash, 0));
    return root.finish();
  }

  /** The siblings of a certified task's result hash; empty if the task is not certified. */
  public Optional<List<Bytes32>> proof(int offset) {
    byte[] leaves = new byte[state.decisions().certifiedTasks() * MerkleTree.NODE];
    int[] at = {0, -1};
    state
        .decisions()
        .eachResultHash(
            scope,
            (task, hash) -> {
              if (task == offset) {
                at[1] = at[0];
              }
              System.arraycopy(hash, 0, leaves, at[0]++ * MerkleTree.NODE, MerkleTree.NODE);
            });
    return at[1] < 0 ? Optional.empty() : Optional.of(MerkleTree.proof(leaves, at[1]));
  }

  /**
   * What the ledger needs to pay for the partition: all must be decided.
   *
   * @param partitionSize tasks of a full partition of the deal
   * @param results where results can be fetched
   */
  public PartitionSettlement settlement(long partitionSize, String results) {
    Map<BallotPattern, Integer> ballots = state.decisions().ballots();
    TreeSet<Address> voters = new TreeSet<>();
    ballots.keySet().forEach(ballot -> addVoters(ballot, voters));
    List<Address> order = new ArrayList<>(voters);
    List<SignedCommitment> commitments = order.stream().map(this::commitment).toList();
    Map<Address, Integer> positions = new HashMap<>();
    order.forEach(worker -> positions.put(worker, positions.size()));
    List<PartitionSettlement.Ballot> counted = new ArrayList<>();
    ballots.forEach((ballot, tasks) -> counted.add(ballot(ballot, tasks, positions)));
    return new PartitionSettlement(
        scope.deal(),
        scope.number(),
        partitionSize,
        resultsRoot(),
        results,
        state.decisions().givenUpTasks(),
        commitments,
        counted);
  }

  private SignedCommitment commitment(Address worker) {
    CommitmentLink link = state.chain(worker);
    return new SignedCommitment(
        scope.deal(), scope.number(), worker, link.tasks(), link.accumulator(), link.signature());
  }

  private static void addVoters(BallotPattern ballot, Set<Address> voters) {
    voters.addAll(ballot.accepted());
    ballot.rejected().forEach(voters::addAll);
    voters.addAll(ballot.silent());
  }

  private static PartitionSettlement.Ballot ballot(
      BallotPattern ballot, int tasks, Map<Address, Integer> positions) {
    return new PartitionSettlement.Ballot(
        tasks,
        positions(ballot.accepted(), positions),
        ballot.rejected().stream().map(group -> positions(group, positions)).toList(),
        positions(ballot.silent(), positions));
  }

  private static List<Integer> positions(List<Address> workers, Map<Address, Integer> positions) {
    List<Integer> numbers = new ArrayList<>();
    for (Address worker : workers) {
      Integer position = positions.get(worker);
      if (position == null) {
        throw new IllegalStateException(worker + " votes without a commitment");
      }
      numbers.add(position);
    }
    return numbers;
  }

  private static void paint(char[] cells, int from, int count, char letter) {
    int start = Math.max(0, from);
    int end = Math.min(cells.length, from + count);
    if (start < end) {
      Arrays.fill(cells, start, end, letter);
    }
  }
}
