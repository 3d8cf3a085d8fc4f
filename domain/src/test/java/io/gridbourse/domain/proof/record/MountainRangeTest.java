package io.gridbourse.domain.proof.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.proof.verify.RecordVerifier;
import io.gridbourse.domain.proof.verify.RecordVerifier.Anchored;
import io.gridbourse.domain.value.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountainRangeTest {
  private static final int SIZE_MAX = 70;

  @Test
  void everyEntryIsProvenAtEverySize() {
    Log log = Log.of(SIZE_MAX, 1);
    for (int size = 1; size <= SIZE_MAX; size++) {
      for (int position = 0; position < size; position++) {
        assertThat(log.proof(position, size).holds()).as("%d of %d", position, size).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 5, 7, 11, 13, 17, 19})
  void anyFlippedBitMakesAProofFail(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Log log = Log.of(SIZE_MAX, seed);
    int size = random.nextInt(1, SIZE_MAX + 1);
    Proof proof = log.proof(random.nextInt(size), size);
    assertThat(proof.holds()).isTrue();
    for (int bit = 0; bit < 62; bit++) {
      assertThat(proof.withPosition(proof.position ^ (1L << bit)).holds()).as("%d", bit).isFalse();
      assertThat(proof.withSize(proof.size ^ (1L << bit)).holds()).as("size bit %d", bit).isFalse();
    }
    List<byte[]> parts = new ArrayList<>(List.of(proof.root, proof.entry));
    parts.addAll(proof.path);
    parts.addAll(proof.peaks);
    for (byte[] part : parts) {
      for (int bit = 0; bit < part.length * Byte.SIZE; bit++) {
        part[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        assertThat(proof.holds()).as("seed %d bit %d", seed, bit).isFalse();
        part[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      }
    }
    assertThat(proof.holds()).isTrue();
  }

  @Test
  void aPathOrPeaksThatAreTooLongOrTooShortFail() {
    Proof proof = Log.of(22, 4).proof(9, 22);
    proof.path.add(new byte[32]);
    assertThat(proof.holds()).isFalse();
    proof.path.remove(proof.path.size() - 1);
    byte[] sibling = proof.path.remove(0);
    assertThat(proof.holds()).isFalse();
    proof.path.add(0, sibling);
    assertThat(proof.holds()).isTrue();
    proof.peaks.remove(0);
    assertThat(proof.holds()).isFalse();
    assertThat(proof.withPosition(-1).holds()).isFalse();
    assertThat(proof.withSize(-1).holds()).isFalse();
  }

  @Test
  void anOlderRecordIsABeginningOfEveryLaterOne() {
    Log log = Log.of(SIZE_MAX, 6);
    for (int older = 0; older <= SIZE_MAX; older++) {
      for (int newer = older; newer <= SIZE_MAX; newer++) {
        assertThat(log.continues(older, log, newer)).as("%d to %d", older, newer).isTrue();
      }
    }
  }

  @Test
  void aRewrittenRecordDoesNotContinueTheOlderOne() {
    for (int size = 2; size <= 40; size++) {
      for (int at = 0; at < size; at++) {
        Log honest = Log.of(size, 8);
        Log rewritten = Log.of(size, 8, at);
        for (int older = 1; older < size; older++) {
          boolean touched = at < older;
          assertThat(honest.continues(older, rewritten, size))
              .as("entry %d of %d, anchored at %d", at, size, older)
              .isEqualTo(!touched);
        }
      }
    }
  }

  @Test
  void anyFlippedBitMakesAContinuationFail() {
    Log log = Log.of(SIZE_MAX, 9);
    for (int older : new int[] {1, 6, 7, 12, 21, 32, 37}) {
      int newer = 59;
      Anchored before = log.anchored(older);
      Anchored after = log.anchored(newer);
      List<byte[]> siblings = log.nodes(MountainRange.continuation(older, newer));
      List<byte[]> parts = new ArrayList<>(List.of(before.root(), after.root()));
      parts.addAll(before.peaks());
      parts.addAll(after.peaks());
      parts.addAll(siblings);
      for (byte[] part : parts) {
        part[7] ^= 4;
        assertThat(RecordVerifier.continues(before, after, siblings)).isFalse();
        part[7] ^= 4;
      }
      assertThat(RecordVerifier.continues(before, after, siblings)).isTrue();
      Anchored longer = new Anchored(before.root(), older + 1, before.peaks());
      assertThat(RecordVerifier.continues(longer, after, siblings)).isFalse();
      siblings.add(new byte[32]);
      assertThat(RecordVerifier.continues(before, after, siblings)).isFalse();
    }
  }

  @Test
  void aRangeGoesOnFromItsPeaks() {
    Log log = Log.of(41, 10);
    for (int at = 0; at <= 41; at++) {
      List<Bytes32> peaks = log.nodes(MountainRange.peaks(at)).stream().map(Bytes32::of).toList();
      MountainRange range = new MountainRange(at, peaks);
      for (int i = at; i < 41; i++) {
        assertThat(range.append(log.entries.get(i))).isEqualTo(log.kept.get(i));
      }
      assertThat(range.root().bytes()).isEqualTo(log.root(41));
    }
  }

  @Test
  void aRangeWithAnotherNumberOfPeaksIsRefused() {
    assertThatThrownBy(() -> new MountainRange(5, List.of(Bytes32.ZERO)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 peaks");
  }

  /** A record that was written entry by entry. */
  private static final class Log {
    final List<byte[]> entries = new ArrayList<>();
    final List<byte[]> kept = new ArrayList<>();
    final List<byte[]> roots = new ArrayList<>();

    static Log of(int size, long seed) {
      return of(size, seed, -1);
    }

    static Log of(int size, long seed, int changed) {
      Log log = new Log();
      SplittableRandom random = new SplittableRandom(seed);
      MountainRange range = MountainRange.empty();
      log.roots.add(range.root().bytes());
      for (int i = 0; i < size; i++) {
        byte[] entry = new byte[random.nextInt(1, 300)];
        random.nextBytes(entry);
        if (i == changed) {
          entry[0] ^= 1;
        }
        log.entries.add(entry);
        log.kept.add(range.append(entry));
        log.roots.add(range.root().bytes());
      }
      return log;
    }

    byte[] root(int size) {
      return roots.get(size).clone();
    }

    List<byte[]> nodes(List<MountainRange.Node> nodes) {
      List<byte[]> found = new ArrayList<>();
      nodes.forEach(node -> found.add(node.in(kept.get((int) node.keeper())).bytes()));
      return found;
    }

    Proof proof(int position, int size) {
      return new Proof(
          root(size),
          size,
          position,
          entries.get(position).clone(),
          nodes(MountainRange.path(position, size)),
          nodes(MountainRange.peaks(size)));
    }

    boolean continues(int older, Log later, int newer) {
      return RecordVerifier.continues(
          anchored(older),
          later.anchored(newer),
          later.nodes(MountainRange.continuation(older, newer)));
    }

    Anchored anchored(int size) {
      return new Anchored(root(size), size, nodes(MountainRange.peaks(size)));
    }
  }

  // Its bits are flipped in place; it is never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Proof(
      byte[] root, long size, long position, byte[] entry, List<byte[]> path, List<byte[]> peaks) {
    boolean holds() {
      return RecordVerifier.includes(new Anchored(root, size, peaks), position, entry, path);
    }

    Proof withPosition(long other) {
      return new Proof(root, size, other, entry, path, peaks);
    }

    Proof withSize(long other) {
      return new Proof(root, other, position, entry, path, peaks);
    }
  }
}
