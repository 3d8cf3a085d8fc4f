package io.gridbourse.domain.bench;

import io.gridbourse.domain.proof.ladder.Credibility;
import io.gridbourse.domain.proof.ladder.Credible;
import io.gridbourse.domain.proof.ladder.Judgement;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.proof.ladder.VoteBook;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a vote costs: the next task, the vote, the weights, with one check of a worker in ten. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CertificationBench {
  private static final int TASKS = 100_000;
  private static final int WORKERS = 1_000;
  private final Credible rung = new Credible(0.2, true, 0.01);
  private final List<Vote<Integer>> votes =
      List.of(
          Vote.of("a", 1, new Standing(0, 5, 0)),
          Vote.of("b", 1, new Standing(0, 7, 0)),
          Vote.of("c", 2, new Standing(0, 2, 0)));

  /** A book of tasks from the first vote to the last certificate; figures are for one task. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public long certificationUpdate() {
    double[] odds = new double[WORKERS];
    Arrays.fill(odds, Credibility.odds(0.8));
    VoteBook book = new VoteBook(0.99, 1, TASKS, odds);
    SplittableRandom random = new SplittableRandom(2);
    int[] passed = new int[WORKERS];
    while (book.open() > 0) {
      int worker = random.nextInt(WORKERS);
      if (random.nextInt(10) == 0) {
        book.weigh(worker, Credibility.odds(Credibility.ofWorker(0.2, ++passed[worker], true)));
      } else {
        int task = book.next(worker);
        if (task != VoteBook.NONE) {
          book.vote(task, worker, random.nextInt(50) == 0 ? 1 : 0);
        }
      }
    }
    return book.votes();
  }

  /** Three votes with the certificate written out. */
  @Benchmark
  public Judgement<Integer> judgementWithCertificate() {
    return rung.judge(votes);
  }
}
