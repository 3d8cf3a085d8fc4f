package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.ladder.Certificate;
import io.gridbourse.domain.proof.ladder.Rung;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Figures;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the votes on one task come to by an order's {@link Demand}: the rungs choose the answer, or
 * without any the ledger's weights do, and the ledger's rule must carry it.
 *
 * <p>An answer that a checker refused never wins. A void vote, of a worker that was caught, counts
 * for no answer; against others it weighs what the ledger will count.
 *
 * @param <K> what distinguishes answers
 */
public final class TaskVerdict<K> {
  private static final String LEDGER = "poco";

  private final List<Cast<K>> casts;
  private final Demand demand;
  private final Map<K, Group> groups = new LinkedHashMap<>();
  private final Optional<Certificate<K>> judged;
  private final Optional<K> best;
  private final boolean isWon;

  /**
   * A vote.
   *
   * @param weight in this deal, as the ledger computes it
   * @param answer equal for answers that count as the same
   * @param isVoid whether its worker was caught
   */
  public record Cast<K>(
      Address worker, long weight, Standing standing, K answer, Vote.Check check, boolean isVoid) {}

  private static final class Group {
    private BigInteger weight = BigInteger.ZERO;
    private BigInteger counted = BigInteger.ZERO;
    private int votes;
    private boolean barred;

    void add(Cast<?> cast) {
      weight = PocoRule.joined(weight, cast.weight());
      barred |= cast.check() == Vote.Check.FAILED;
      if (!cast.isVoid()) {
        counted = PocoRule.joined(counted, cast.weight());
        votes++;
      }
    }

    boolean mayWin() {
      return votes > 0 && !barred;
    }
  }

  private TaskVerdict(List<Cast<K>> casts, Demand demand, long firstTask) {
    this.casts = casts;
    this.demand = demand;
    casts.forEach(cast -> groups.computeIfAbsent(cast.answer(), key -> new Group()).add(cast));
    Optional<Rung> rung = demand.rungFor(firstTask);
    this.judged = rung.flatMap(each -> each.judge(votes()).certificate()).filter(this::isFree);
    this.best = judged.map(Certificate::answer).or(() -> heaviest(rung.isPresent()));
    this.isWon =
        best.isPresent()
            && rung.isPresent() == judged.isPresent()
            && PocoRule.hasConsensus(group(), total(), demand.trust());
  }

  /**
   * Counts votes.
   *
   * @param casts in the order of their commitments
   * @param firstTask of the lease with the first vote
   */
  static <K> TaskVerdict<K> count(List<Cast<K>> casts, Demand demand, long firstTask) {
    return new TaskVerdict<>(casts, demand, firstTask);
  }

  /** Counts votes, as {@link PartitionBook} does, of a list that nobody changes any more. */
  public static <K> TaskVerdict<K> of(List<Cast<K>> casts, Demand demand, long firstTask) {
    return count(List.copyOf(casts), demand, firstTask);
  }

  /** The answer that is certified, if there is one. */
  public Optional<K> winner() {
    return isWon ? best : Optional.empty();
  }

  /** The bound of the error of the best answer that the rungs state; 0 if they accept none. */
  double bound() {
    return judged.map(Certificate::errorBound).orElse(0.0);
  }

  /** The answer that further votes are expected to agree with. */
  Optional<K> best() {
    return best;
  }

  /** The ledger's weight of those who give the best answer; 0 if there is none. */
  public BigInteger group() {
    return best.map(this::groupOf).map(group -> group.counted).orElse(BigInteger.ZERO);
  }

  /** 1 and the weights of all groups. */
  public BigInteger total() {
    return others().add(group()).add(BigInteger.ONE);
  }

  /** The ledger's weight of all other groups together. */
  BigInteger others() {
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<K, Group> each : groups.entrySet()) {
      boolean isBest = best.isPresent() && best.get().equals(each.getKey());
      sum = isBest ? sum : sum.add(each.getValue().weight);
    }
    return sum;
  }

  /** The votes that a rung judges: those that are not void. */
  List<Vote<K>> votes() {
    List<Vote<K>> votes = new ArrayList<>(casts.size());
    for (Cast<K> cast : casts) {
      if (!cast.isVoid()) {
        votes.add(new Vote<>(cast.worker().hex(), cast.answer(), cast.standing(), cast.check()));
      }
    }
    return votes;
  }

  /** Why the answer is certified; empty if none is. */
  public Optional<Certificate<K>> certificate() {
    return winner().map(answer -> judged.map(this::withTrust).orElseGet(() -> byLedger(answer)));
  }

  /** The rung's certificate, and that the ledger's rule holds as well. */
  private Certificate<K> withTrust(Certificate<K> certificate) {
    List<String> derivation = new ArrayList<>(certificate.derivation());
    if (demand.isBudgeted()) {
      derivation.add(
          "the order tolerates a share of "
              + Figures.share(demand.tolerated())
              + " of wrong results in all: "
              + Figures.share(demand.allowance())
              + " was allotted to this answer, of which it spends "
              + Figures.atMost(certificate.errorBound()));
    }
    derivation.add(
        "on the ledger the answer weighs "
            + group()
            + " of a total of "
            + total()
            + ", which carries a trust of "
            + demand.trust().value());
    return new Certificate<>(
        certificate.method(),
        certificate.answer(),
        certificate.votes(),
        certificate.errorBound(),
        derivation);
  }

  private Certificate<K> byLedger(K answer) {
    long trust = demand.trust().value();
    double bound = 1 - PocoRule.credibility(group(), total());
    List<Certificate.Weighed<K>> weighed = new ArrayList<>();
    for (Cast<K> cast : casts) {
      weighed.add(
          new Certificate.Weighed<>(
              cast.worker().hex(), cast.answer(), cast.isVoid() ? 0 : cast.weight()));
    }
    return new Certificate<>(
        LEDGER,
        answer,
        weighed,
        bound,
        List.of(
            "the weight of a vote follows from its worker's score as the deal began",
            "those who agree weigh the product of their weights, the total is 1 and all groups",
            "the answer weighs " + group() + " of a total of " + total(),
            group() + "·" + trust + " > " + total() + "·" + (trust - 1),
            "so it is wrong with at most "
                + Figures.atMost(bound)
                + ", if liars do not agree among themselves"));
  }

  private boolean isFree(Certificate<K> certificate) {
    return groupOf(certificate.answer()).mayWin();
  }

  private Group groupOf(K answer) {
    return groups.getOrDefault(answer, new Group());
  }

  /** The best of the answers that may win, the earliest of equals. */
  private Optional<K> heaviest(boolean byVotes) {
    Optional<K> found = Optional.empty();
    Group most = new Group();
    for (Map.Entry<K, Group> next : groups.entrySet()) {
      Group group = next.getValue();
      int votes = byVotes ? Integer.compare(group.votes, most.votes) : 0;
      int order = votes == 0 ? group.counted.compareTo(most.counted) : votes;
      boolean isBetter = found.isEmpty() || order > 0;
      if (group.mayWin() && isBetter) {
        found = Optional.of(next.getKey());
        most = group;
      }
    }
    return found;
  }
}
