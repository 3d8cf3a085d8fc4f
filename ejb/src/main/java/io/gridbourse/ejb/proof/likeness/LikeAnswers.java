package io.gridbourse.ejb.proof.likeness;

import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.Judged;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.PartitionScope;
import io.gridbourse.domain.proof.ResultPack;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.proof.likeness.Comparator;
import io.gridbourse.domain.proof.likeness.Comparator.Legible;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.proof.FactRows.Stored;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Finds what the answers of a lease count as: those that are like an earlier one count as that one.
 * Each is compared with the first of each group, so within a group none is further from the first
 * than the comparator allows. An answer that the comparator cannot read is refused.
 */
public final class LikeAnswers {
  private static final Bytes32 EMPTY = Bytes32.of(Sha256.newDigest().digest());
  private static final byte[] NOTHING = {};
  private final FactRows facts;

  /** Answers are compared with those that these rows keep. */
  public LikeAnswers(FactRows facts) {
    this.facts = facts;
  }

  /**
   * A worker's answers to the tasks from {@code first} on; the digests fit the results.
   *
   * @param failures tasks whose program failed: those count as themselves
   */
  public record Shown(
      long first, PackedDigests digests, ResultPack pack, List<TaskFailure> failures) {}

  /** What the answers come to, with what checkers said already. */
  public Judged judge(PartitionScope scope, Shown shown, Judged checked, Comparator comparator) {
    int count = shown.digests().count();
    List<Stored> earlier =
        facts
            .overlapping(scope.bag(), scope.number(), shown.first(), shown.first() + count)
            .stream()
            .sorted(java.util.Comparator.comparingLong(each -> revealed(each).sequence()))
            .toList();
    Looking looking = new Looking(shown, earlier, comparator);
    RoaringBitmap refused = checked.refused().clone();
    byte[] counted = new byte[count * PackedDigests.DIGEST];
    boolean isOther = false;
    for (int i = 0; i < count; i++) {
      Bytes32 own = shown.digests().at(i);
      Optional<Bytes32> found = looking.countsAs(i, own);
      if (found.isEmpty()) {
        refused.add(i);
      }
      Bytes32 as = found.orElse(own);
      isOther |= !as.equals(own);
      System.arraycopy(as.bytes(), 0, counted, i * PackedDigests.DIGEST, PackedDigests.DIGEST);
    }
    return new Judged(
        refused,
        checked.passed(),
        isOther ? Optional.of(PackedDigests.of(counted, count)) : Optional.empty(),
        checked.samples());
  }

  private static Fact.Revealed revealed(Stored stored) {
    return stored.revealed().orElseThrow();
  }

  /** One lease while it is looked at. */
  private final class Looking {
    private final Shown shown;
    private final List<Stored> earlier;
    private final Comparator comparator;
    private final RoaringBitmap failed = new RoaringBitmap();
    private final Map<LeaseId, List<byte[]>> packs = new HashMap<>();
    private final List<byte[]> outcomes;

    Looking(Shown shown, List<Stored> earlier, Comparator comparator) {
      this.shown = shown;
      this.earlier = earlier;
      this.comparator = comparator;
      shown.failures().forEach(each -> failed.add((int) (each.index() - shown.first())));
      this.outcomes = shown.pack().outcomes();
    }

    /** The digest that an answer counts by; empty if the comparator cannot read it. */
    Optional<Bytes32> countsAs(int at, Bytes32 own) {
      if (failed.contains(at)) {
        return Optional.of(own);
      }
      Map<Bytes32, Stored> firsts = new LinkedHashMap<>();
      for (Stored each : earlier) {
        int position = position(each, at);
        if (position >= 0 && position < each.committed().count()) {
          Bytes32 answer = revealed(each).digests().at(position);
          Bytes32 counted = revealed(each).counted().map(all -> all.at(position)).orElse(answer);
          if (answer.equals(own)) {
            return Optional.of(counted);
          }
          if (answer.equals(counted) && keeps(each, position, answer)) {
            firsts.putIfAbsent(answer, each);
          }
        }
      }
      return likeOneOf(at, own, firsts);
    }

    private Optional<Bytes32> likeOneOf(int at, Bytes32 own, Map<Bytes32, Stored> firsts) {
      Optional<Legible> read = read(outcomes.get(at));
      if (read.isEmpty()) {
        return Optional.empty();
      }
      for (Map.Entry<Bytes32, Stored> first : firsts.entrySet()) {
        Optional<Legible> other = read(outcome(first.getValue(), at, first.getKey()));
        if (other.isPresent() && other.get().isLike(read.get())) {
          return Optional.of(first.getKey());
        }
      }
      return Optional.of(own);
    }

    private Optional<Legible> read(byte[] outcome) {
      return comparator.read(outcome) instanceof Legible legible
          ? Optional.of(legible)
          : Optional.empty();
    }

    private boolean keeps(Stored stored, int position, Bytes32 answer) {
      long index = stored.committed().first() + position;
      boolean isFailure =
          revealed(stored).failures().stream().anyMatch(each -> each.index() == index);
      return !isFailure && (answer.equals(EMPTY) || revealed(stored).results().length > 0);
    }

    private byte[] outcome(Stored stored, int at, Bytes32 answer) {
      return answer.equals(EMPTY)
          ? NOTHING
          : packs
              .computeIfAbsent(stored.committed().lease(), lease -> outcomes(stored))
              .get(position(stored, at));
    }

    private List<byte[]> outcomes(Stored stored) {
      byte[] results = facts.results(stored.committed().lease()).orElse(NOTHING);
      return ResultPack.of(results, stored.committed().count()).outcomes();
    }

    private int position(Stored stored, int at) {
      return (int) (shown.first() + at - stored.committed().first());
    }
  }
}
