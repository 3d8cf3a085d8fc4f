package io.gridbourse.domain.proof;

import io.gridbourse.domain.market.Trust;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Votes on one task, counted by answer.
 *
 * @param <K> what distinguishes answers
 */
public final class Tally<K> {
  private final Map<K, BigInteger> groups = new LinkedHashMap<>();
  private BigInteger total = BigInteger.ONE;

  /** Counts a vote of {@code weight} for {@code answer}. */
  public void add(K answer, long weight) {
    BigInteger before = group(answer);
    BigInteger after = PocoRule.joined(before, weight);
    groups.put(answer, after);
    total = total.add(after).subtract(before);
  }

  /** The weight behind an answer, 0 if nobody gave it. */
  public BigInteger group(K answer) {
    return groups.getOrDefault(answer, BigInteger.ZERO);
  }

  /** 1 plus the sum of all groups. */
  public BigInteger total() {
    return total;
  }

  /** The heaviest answer outside {@code refused}; of equals the one that was given first. */
  public Optional<K> best(Set<K> refused) {
    return groups.keySet().stream()
        .filter(answer -> !refused.contains(answer))
        .sorted(Comparator.comparing(this::group).reversed())
        .findFirst();
  }

  /** The answer that is certified, if the trust is reached. */
  public Optional<K> accepted(Trust trust, Set<K> refused) {
    return best(refused).filter(answer -> PocoRule.hasConsensus(group(answer), total, trust));
  }
}
