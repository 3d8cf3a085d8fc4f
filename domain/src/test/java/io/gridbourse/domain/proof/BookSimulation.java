package io.gridbourse.domain.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.PartitionBook.Answer;
import io.gridbourse.domain.proof.PartitionBook.Candidate;
import io.gridbourse.domain.proof.PartitionBook.Commitment;
import io.gridbourse.domain.proof.PartitionBook.Grant;
import io.gridbourse.domain.proof.PartitionBook.Wish;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * One partition worked off by honest, lying, colluding, silent, vanishing and slow workers, who
 * repeat messages, and a server that starts anew now and then. Everything follows from the seed.
 */
final class BookSimulation {
  static final DealId DEAL = new DealId("0x" + "d3".repeat(32));
  private static final int STEPS = 1_500;
  private static final int TARGET_MAX = 12;
  private static final int HELP_AFTER = 300;
  final long seed;
  final SplittableRandom random;
  final PartitionScope scope;
  final BookRules rules;
  final List<Fact> facts = new ArrayList<>();
  final List<Entry> entries = new ArrayList<>();
  final Map<Address, Long> acceptedTasks = new TreeMap<>();
  final List<SimulatedWorker> workers = new ArrayList<>();
  PartitionBook book;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final int targetMax;
  private final int restartEvery;
  private final Duration grace;
  private final boolean isHelped;
  private boolean isChecked;
  private long epoch = 1;

  /** Honest workers with all the time they need, and slices of one task. */
  BookSimulation(long seed, PartitionScope scope, BookRules rules, int honest) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.scope = scope;
    this.rules = rules;
    this.targetMax = 1;
    this.restartEvery = 5_000;
    this.grace = Duration.ofHours(9);
    this.isHelped = true;
    this.book = new PartitionBook(scope, rules, epoch);
    for (int i = 0; i < honest; i++) {
      workers.add(new SimulatedWorker(i, Conduct.HONEST));
    }
  }

  /** Workers of these kinds, as many as there are, and slices of at most so many tasks. */
  BookSimulation(long seed, int tasks, BookRules rules, List<Conduct> conducts, int targetMax) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.scope = new PartitionScope(BagId.of(DEAL), DEAL, 3, 999, tasks);
    this.rules = rules;
    this.targetMax = targetMax;
    this.restartEvery = 2_000;
    this.grace = Duration.ofHours(9);
    this.isHelped = false;
    this.book = new PartitionBook(scope, rules, epoch);
    for (Conduct conduct : conducts) {
      workers.add(new SimulatedWorker(workers.size(), conduct));
    }
  }

  BookSimulation(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    targetMax = TARGET_MAX;
    restartEvery = 200;
    grace = Duration.ofSeconds(15);
    isHelped = true;
    long[] trusts = {1, 1, 2, 3, 4, 8, 9, 100};
    scope = new PartitionScope(BagId.of(DEAL), DEAL, 3, 1_000, random.nextInt(1, 120));
    rules =
        new BookRules(
            new Trust(trusts[random.nextInt(trusts.length)]),
            random.nextInt(2, 6),
            Duration.ofSeconds(20),
            random.nextInt(2, 50));
    book = new PartitionBook(scope, rules, epoch);
    int count = random.nextInt(1, 10);
    for (int i = 0; i < count; i++) {
      Conduct[] conducts = Conduct.values();
      workers.add(new SimulatedWorker(i, conducts[random.nextInt(conducts.length)]));
    }
  }

  /** How a worker behaves. */
  enum Conduct {
    HONEST,
    /** Invents an answer now and then. */
    LIAR,
    /** Gives the agreed wrong answer to every third task. */
    COLLUDER,
    /** Never reveals. */
    SILENT,
    /** Forgets its leases now and then. */
    VANISHING,
    /** Answers after its leases expired. */
    SLOW,
    /** Reveals something else than it sealed. */
    FORGER
  }

  BookSimulation run() {
    return run(STEPS);
  }

  /** Goes on until all is decided, at most so far, and gives up what is left. */
  BookSimulation run(int stepsMax) {
    step(stepsMax);
    if (!book.isDecided()) {
      book.giveUp(GiveUpReason.DEADLINE, now);
      store();
    }
    return this;
  }

  /** The results are looked at by a checker that cannot tell of every fourth task. */
  BookSimulation checked() {
    isChecked = true;
    return this;
  }

  /** Goes on until all is decided, at most so far. */
  void step(int stepsMax) {
    for (int step = 0; step < stepsMax && !book.isDecided(); step++) {
      if (isHelped && step >= HELP_AFTER && workers.size() < 60 && step % 10 == 0) {
        workers.add(new SimulatedWorker(workers.size(), Conduct.HONEST));
      }
      workers.get(random.nextInt(workers.size())).act();
      if (random.nextInt(4) == 0) {
        now = now.plusSeconds(1);
        book.expire(now);
      }
      store();
      if (random.nextInt(restartEvery) == 0) {
        restart();
      }
    }
  }

  /** Takes over what came out of a call to the book. */
  void store() {
    PartitionBook.Changes changes = book.drain();
    facts.addAll(changes.facts());
    entries.addAll(changes.entries());
  }

  /** The server starts anew and reads what was stored. */
  void restart() {
    book = PartitionBook.restore(scope, rules, ++epoch, facts);
    book.resume(now);
    store();
  }

  static byte[] truth(long index) {
    return Sha256.newDigest().digest(ByteBuffer.allocate(8).putLong(index).array());
  }

  static byte[] lie(long index, int number) {
    return Sha256.newDigest().digest(ByteBuffer.allocate(12).putLong(index).putInt(number).array());
  }

  /** A worker of the simulation. */
  final class SimulatedWorker {
    final Address address;
    final long weight;
    private final Conduct conduct;
    private final Map<LeaseId, Work> works = new TreeMap<>(this::compare);
    private final List<Work> sent = new ArrayList<>();

    SimulatedWorker(int number, Conduct conduct) {
      this.address =
          new Address(Hex.of(ByteBuffer.allocate(20).putInt(number + 7 * 65_537).array()));
      this.conduct = conduct;
      this.weight = PocoRule.weight(random.nextInt(3) == 0 ? 30 : 0);
    }

    Conduct conduct() {
      return conduct;
    }

    private int compare(LeaseId a, LeaseId b) {
      return a.toString().compareTo(b.toString());
    }

    void act() {
      switch (random.nextInt(6)) {
        case 0, 1 -> ask();
        case 2, 3 -> commitOne();
        case 4 -> revealAll();
        case 5 -> misbehave();
        default -> throw new AssertionError();
      }
    }

    private void ask() {
      Wish wish =
          new Wish(random.nextInt(1, targetMax + 1), random.nextInt(1, 40), grace, Duration.ZERO);
      book.grant(new Candidate(address, weight), wish, now)
          .ifPresent(grant -> works.put(grant.lease(), new Work(grant, digests(grant))));
    }

    private PackedDigests digests(Grant grant) {
      ByteBuffer packed = ByteBuffer.allocate(grant.count() * PackedDigests.DIGEST);
      for (long i = grant.first(); i < grant.first() + grant.count(); i++) {
        packed.put(digest(i));
      }
      return PackedDigests.of(packed.array(), grant.count());
    }

    private byte[] digest(long index) {
      if (conduct == Conduct.LIAR && random.nextInt(3) == 0) {
        return lie(index, random.nextInt(1, 100));
      }
      if (conduct == Conduct.COLLUDER && index % 3 == 0) {
        return lie(index, 0);
      }
      return truth(index);
    }

    private void commitOne() {
      if (works.isEmpty() || (conduct == Conduct.SLOW && random.nextInt(12) != 0)) {
        return;
      }
      Work work = works.values().iterator().next();
      CommitmentLink before =
          book.find(work.grant.lease(), address).map(Grant::before).orElse(work.grant.before());
      Commitment commitment = work.commitment(address, before);
      Admission admission =
          rules.isSealed()
              ? book.commit(commitment, now)
              : book.answer(commitment, work.answer(address), now);
      if (admission == Admission.ACCEPTED) {
        acceptedTasks.merge(address, (long) work.grant.count(), Long::sum);
        work.link = commitment.link();
        sent.add(work);
      }
      works.remove(work.grant.lease());
    }

    private void revealAll() {
      Set<LeaseId> asked = new HashSet<>(book.asked(address));
      for (Work work : sent) {
        if (asked.contains(work.grant.lease()) && conduct != Conduct.SILENT) {
          Answer answer = work.answer(address);
          book.reveal(conduct == Conduct.FORGER ? forged(answer) : answer, now);
        }
      }
    }

    private Answer forged(Answer answer) {
      PackedDigests other =
          PackedDigests.of(Sha256.newDigest().digest(new byte[] {9}), answer.digests().count());
      return new Answer(
          answer.lease(),
          address,
          Seals.leaseRoot(address, DEAL, 0, other),
          other,
          new byte[0],
          List.of(),
          Judged.refusing(new RoaringBitmap()));
    }

    private void misbehave() {
      switch (conduct) {
        case VANISHING -> {
          book.loseWorker(address, now);
          works.clear();
        }
        case HONEST -> giveBackOne();
        case LIAR, COLLUDER, SILENT, SLOW, FORGER -> repeat();
      }
    }

    private void giveBackOne() {
      if (!works.isEmpty() && random.nextInt(4) == 0) {
        LeaseId lease = works.keySet().iterator().next();
        works.remove(lease);
        book.giveBack(lease, address, false, now);
      }
    }

    /** Sends a commitment that was accepted, and its answers, once more. */
    private void repeat() {
      if (!sent.isEmpty()) {
        Work work = sent.get(random.nextInt(sent.size()));
        Commitment again =
            new Commitment(work.grant.lease(), address, work.answer(address).root(), work.link, 1);
        if (rules.isSealed()) {
          book.commit(again, now);
        } else {
          book.answer(again, work.answer(address), now);
        }
      }
    }
  }

  /** A lease and the answers that a worker found. */
  private final class Work {
    private final Grant grant;
    private final PackedDigests digests;
    private CommitmentLink link = CommitmentLink.START;

    Work(Grant grant, PackedDigests digests) {
      this.grant = grant;
      this.digests = digests;
    }

    Commitment commitment(Address worker, CommitmentLink before) {
      Answer answer = answer(worker);
      CommitmentLink next =
          new CommitmentLink(
              before.tasks() + grant.count(),
              io.gridbourse.domain.ledger.SignedCommitment.accumulate(
                  before.accumulator(), answer.root()),
              "0x" + "51".repeat(65));
      return new Commitment(grant.lease(), worker, answer.root(), next, grant.count());
    }

    private Judged judged() {
      RoaringBitmap refused = new RoaringBitmap();
      RoaringBitmap passed = new RoaringBitmap();
      for (int i = 0; isChecked && i < grant.count(); i++) {
        long index = grant.first() + i;
        boolean isTrue = digests.at(i).equals(Bytes32.of(truth(index)));
        if (index % 4 != 0) {
          (isTrue ? passed : refused).add(i);
        }
      }
      return new Judged(refused, passed, Optional.empty(), List.of());
    }

    Answer answer(Address worker) {
      return new Answer(
          grant.lease(),
          worker,
          Seals.leaseRoot(worker, DEAL, grant.first(), digests),
          digests,
          new byte[0],
          List.of(),
          judged());
    }
  }
}
