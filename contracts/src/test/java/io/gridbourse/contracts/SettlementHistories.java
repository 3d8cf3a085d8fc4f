package io.gridbourse.contracts;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.Payouts;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.proof.Scores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.web3j.utils.Numeric;

/**
 * Writes histories of deals, drawn from a fixed seed, with what everybody must have gained and lost
 * by the rule of {@code domain.proof}. {@code Differential.t.sol} settles each of them step by
 * step, by relay and by partition, and compares. The file is the ABI encoding of an array of arrays
 * of numbers.
 */
public final class SettlementHistories {
  private static final int HISTORIES = 2000;
  private static final long SEED = 20_190_607;
  private static final int WORKERS = 8;
  private static final int TASKS_MAX = 4;
  private static final int WORD = 32;
  private static final BigInteger OFFSET = BigInteger.ONE.shiftLeft(128);
  private static final long POOL_STAKE_PERCENT = 30;
  private static final long MAX_PRICE = 20_000_000_000L;

  /** The workers' scores as each deal begins; the test on the chain brings them about. */
  private static final long[] SCORES = {0, 0, 5, 12, 30, 90, 300, 300};

  private final SplittableRandom random;
  private final Trust trust;
  private final long appPrice;
  private final long datasetPrice;
  private final long poolPrice;
  private final int stakePercent;
  private final int rewardPercent;
  private final int kittyTasks;
  private final long kittyPrice;
  private final List<List<Vote>> tasks = new ArrayList<>();

  /** Answer 0 is the certified one; the silent contributed it and never showed it. */
  private record Vote(int worker, int answer, boolean silent) {
    boolean isAccepted() {
      return answer == 0 && !silent;
    }

    BigInteger encoded() {
      return BigInteger.valueOf(worker | answer << 8 | (silent ? 1L << 16 : 0));
    }
  }

  private SettlementHistories(SplittableRandom random) {
    this.random = random;
    long[] trusts = {1, 1, 2, 3, 4, 5, 10, 50, 100, 1000};
    this.trust = new Trust(trusts[random.nextInt(trusts.length)]);
    this.appPrice = random.nextInt(4) == 0 ? 0 : random.nextLong(1_000_000);
    this.datasetPrice = random.nextInt(4) == 0 ? 0 : random.nextLong(1_000_000);
    this.poolPrice = random.nextInt(8) == 0 ? random.nextLong(300) : random.nextLong(MAX_PRICE);
    this.stakePercent = random.nextInt(101);
    this.rewardPercent = random.nextInt(101);
    this.kittyTasks = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 0;
    this.kittyPrice = random.nextLong(MAX_PRICE);
    int count = 1 + random.nextInt(TASKS_MAX);
    while (tasks.size() < count) {
      tasks.add(random.nextInt(10) == 0 ? List.of() : aCertifiedTask());
    }
  }

  /** Writes the histories to the file that is named, unless it has them already. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.getParent());
    List<List<BigInteger>> histories = new ArrayList<>();
    SplittableRandom seeds = new SplittableRandom(SEED);
    while (histories.size() < HISTORIES) {
      histories.add(new SettlementHistories(seeds.split()).words());
    }
    byte[] content = encode(histories);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
      Files.write(file, content);
    }
    System.out.printf(
        "contracts: %d histories of deals from seed %d, to be settled in three ways%n",
        HISTORIES, SEED);
  }

  /**
   * Answers in the order in which they come, the last of which brings consensus about: both for the
   * ledger, which sees the silent agree, and without them.
   */
  private List<Vote> aCertifiedTask() {
    while (true) {
      List<Vote> votes = new ArrayList<>();
      List<Integer> workers = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
      while (!workers.isEmpty()) {
        int worker = workers.remove(random.nextInt(workers.size()));
        int mood = random.nextInt(10);
        votes.add(new Vote(worker, mood < 2 ? 1 + mood : 0, mood == 2));
        int last = votes.get(votes.size() - 1).answer();
        if (hasConsensus(votes, last, true)) {
          if (last == 0 && hasConsensus(votes, 0, false)) {
            return votes;
          }
          break;
        }
      }
    }
  }

  private boolean hasConsensus(List<Vote> votes, int answer, boolean countSilent) {
    BigInteger total = BigInteger.ONE;
    BigInteger group = BigInteger.ZERO;
    for (int candidate = 0; candidate < 3; candidate++) {
      int agreed = candidate;
      BigInteger weight =
          PocoRule.group(
              votes.stream()
                  .filter(vote -> vote.answer() == agreed && (countSilent || !vote.silent()))
                  .map(vote -> PocoRule.weight(SCORES[vote.worker()]))
                  .toList());
      total = total.add(weight);
      if (candidate == answer) {
        group = weight;
      }
    }
    return group.signum() > 0 && PocoRule.hasConsensus(group, total, trust);
  }

  /** Terms, votes, and then what must come of them. */
  private List<BigInteger> words() {
    List<BigInteger> words = new ArrayList<>();
    Stream.of(
            trust.value(),
            appPrice,
            datasetPrice,
            poolPrice,
            stakePercent,
            rewardPercent,
            kittyTasks,
            kittyPrice,
            tasks.size())
        .forEach(number -> words.add(BigInteger.valueOf(number.longValue())));
    for (List<Vote> votes : tasks) {
      words.add(BigInteger.valueOf(votes.size()));
      votes.forEach(vote -> words.add(vote.encoded()));
    }
    gains().forEach(gain -> words.add(gain.add(OFFSET)));
    for (int worker = 0; worker < WORKERS; worker++) {
      words.add(BigInteger.valueOf(scoreByPartition(worker)));
    }
    for (int worker = 0; worker < WORKERS; worker++) {
      words.add(BigInteger.valueOf(scoreTaskByTask(worker)));
    }
    return words;
  }

  /** Of the requester, the owners of pool, app and dataset, the kitty, and each worker. */
  private List<BigInteger> gains() {
    BigInteger[] gains = new BigInteger[5 + WORKERS];
    Arrays.fill(gains, BigInteger.ZERO);
    long poolStake = poolPrice * POOL_STAKE_PERCENT / 100;
    NanoRlc kitty = NanoRlc.of(kittyTasks * (kittyPrice * POOL_STAKE_PERCENT / 100));
    for (List<Vote> votes : tasks) {
      if (votes.isEmpty()) {
        add(gains, 1, BigInteger.valueOf(-poolStake));
        add(gains, 4, BigInteger.valueOf(poolStake));
        continue;
      }
      add(gains, 0, BigInteger.valueOf(-(appPrice + datasetPrice + poolPrice)));
      add(gains, 2, BigInteger.valueOf(appPrice));
      add(gains, 3, BigInteger.valueOf(datasetPrice));
      NanoRlc released = Payouts.releasedFromKitty(kitty, 1);
      kitty = kitty.minus(released);
      add(gains, 1, released.units());
      add(gains, 4, released.units().negate());
      pay(votes, gains);
    }
    return List.of(gains);
  }

  private void pay(List<Vote> votes, BigInteger[] gains) {
    long stake = poolPrice * stakePercent / 100;
    List<Vote> accepted = votes.stream().filter(Vote::isAccepted).toList();
    List<Vote> losers = votes.stream().filter(vote -> !vote.isAccepted()).toList();
    losers.forEach(vote -> add(gains, 5 + vote.worker(), BigInteger.valueOf(-stake)));
    Payouts.Split split =
        Payouts.split(
            NanoRlc.of(poolPrice),
            NanoRlc.of(stake * losers.size()),
            rewardPercent,
            accepted.stream().map(vote -> PocoRule.weight(SCORES[vote.worker()])).toList());
    for (int i = 0; i < accepted.size(); i++) {
      add(gains, 5 + accepted.get(i).worker(), split.workers().get(i).units());
    }
    add(gains, 1, split.scheduler().units());
  }

  private static void add(BigInteger[] gains, int place, BigInteger amount) {
    gains[place] = gains[place].add(amount);
  }

  private long scoreByPartition(int worker) {
    long won = 0;
    long lost = 0;
    for (List<Vote> votes : tasks) {
      for (Vote vote : votes) {
        if (vote.worker() == worker) {
          won += vote.isAccepted() && votes.size() > 1 ? 1 : 0;
          lost += vote.isAccepted() ? 0 : 1;
        }
      }
    }
    return Scores.after(SCORES[worker], won, lost);
  }

  private long scoreTaskByTask(int worker) {
    long score = SCORES[worker];
    for (List<Vote> votes : tasks) {
      for (Vote vote : votes) {
        if (vote.worker() == worker) {
          boolean accepted = vote.isAccepted();
          score = Scores.after(score, accepted && votes.size() > 1 ? 1 : 0, accepted ? 0 : 1);
        }
      }
    }
    return score;
  }

  private static byte[] encode(List<List<BigInteger>> arrays) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    word(out, BigInteger.valueOf(WORD));
    word(out, BigInteger.valueOf(arrays.size()));
    long offset = (long) WORD * arrays.size();
    for (List<BigInteger> array : arrays) {
      word(out, BigInteger.valueOf(offset));
      offset += (long) WORD * (array.size() + 1);
    }
    for (List<BigInteger> array : arrays) {
      word(out, BigInteger.valueOf(array.size()));
      array.forEach(number -> word(out, number));
    }
    return out.toByteArray();
  }

  private static void word(ByteArrayOutputStream out, BigInteger number) {
    out.writeBytes(Numeric.toBytesPadded(number, WORD));
  }
}
