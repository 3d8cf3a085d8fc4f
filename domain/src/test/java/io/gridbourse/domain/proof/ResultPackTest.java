package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResultPackTest {
  private static final int LIMIT = 1 << 20;

  @Test
  void outcomesThatAreCalledBackAreNamedAsTheLedgerNamesThem() {
    byte[] outcome = "mate".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (byte[] each : List.of(outcome, new byte[0])) {
      ResultPack pack = ResultPack.of(ResultPack.pack(List.of(each)), 1);
      PackedDigests keccak = PackedDigests.of(io.gridbourse.domain.value.Keccak256.of(each), 1);
      assertThat(pack.check(0, keccak, List.of(), LIMIT, OutcomeHash.KECCAK256)).isEmpty();
      assertThat(pack.check(0, keccak, List.of(), LIMIT, OutcomeHash.SHA256))
          .contains(ResultPack.Fault.DIGEST_MISMATCH);
      PackedDigests sha = digests(List.of(each));
      assertThat(pack.check(0, sha, List.of(), LIMIT, OutcomeHash.KECCAK256))
          .contains(ResultPack.Fault.DIGEST_MISMATCH);
    }
  }

  @Test
  void outcomesComeOutAsTheyWentIn() {
    for (long seed = 0; seed < 200; seed++) {
      List<byte[]> outcomes = outcomes(seed);
      byte[] packed = ResultPack.pack(outcomes);
      ResultPack pack = ResultPack.of(packed, outcomes.size());
      assertThat(pack.check(10, digests(outcomes), List.of(), LIMIT, OutcomeHash.SHA256))
          .as("seed %d", seed)
          .isEmpty();
      for (int i = 0; i < outcomes.size(); i++) {
        assertThat(pack.outcome(i)).isEqualTo(outcomes.get(i));
      }
    }
  }

  @Test
  void aChangedOrCutPackIsRefused() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<byte[]> outcomes = outcomes(seed);
      byte[] packed = ResultPack.pack(outcomes);
      if (packed.length == 0) {
        continue;
      }
      PackedDigests digests = digests(outcomes);
      byte[] cut = Arrays.copyOf(packed, packed.length - 1);
      byte[] longer = Arrays.copyOf(packed, packed.length + 1);
      byte[] flipped = packed.clone();
      flipped[random.nextInt(flipped.length)] ^= 0x04;
      for (byte[] wrong : List.of(cut, longer, flipped)) {
        assertThat(
                ResultPack.of(wrong, outcomes.size())
                    .check(10, digests, List.of(), LIMIT, OutcomeHash.SHA256))
            .as("seed %d", seed)
            .isPresent();
      }
    }
  }

  @Test
  void emptyOutcomesNeedNoPackAndNoOtherDigest() {
    byte[] empty = Sha256.newDigest().digest();
    assertThat(check(new byte[0], PackedDigests.of(empty, 1_000), List.of())).isEmpty();
    assertThat(check(new byte[0], PackedDigests.of(new byte[32], 1_000), List.of()))
        .contains(ResultPack.Fault.DIGEST_MISMATCH);
  }

  @Test
  void aFailureHasTheDigestOfItsKindAndExitCode() {
    TaskFailure failure = new TaskFailure(7, TaskFailure.Kind.EXIT, 3, "no such file");
    byte[] expected =
        Sha256.newDigest().digest("gridbourse-failure:EXIT:3".getBytes(StandardCharsets.UTF_8));
    assertThat(failure.digest()).isEqualTo(expected);
    PackedDigests digests = PackedDigests.of(expected, 1);
    assertThat(
            ResultPack.of(new byte[0], 1)
                .check(7, digests, List.of(failure), LIMIT, OutcomeHash.SHA256))
        .isEmpty();
    assertThat(
            ResultPack.of(new byte[0], 1).check(7, digests, List.of(), LIMIT, OutcomeHash.SHA256))
        .contains(ResultPack.Fault.DIGEST_MISMATCH);
    assertThat(
            ResultPack.of(new byte[0], 1)
                .check(8, digests, List.of(failure), LIMIT, OutcomeHash.SHA256))
        .contains(ResultPack.Fault.FAILURE_MISPLACED);
  }

  @Test
  void anOutcomeOverTheLimitIsRefused() {
    List<byte[]> outcomes = List.of(new byte[100]);
    assertThat(
            ResultPack.of(ResultPack.pack(outcomes), 1)
                .check(0, digests(outcomes), List.of(), 99, OutcomeHash.SHA256))
        .contains(ResultPack.Fault.OUTCOME_TOO_LARGE);
  }

  @Test
  void aLengthThatLiesIsRefusedWithoutReadingOn() {
    byte[] huge = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 1};
    byte[] endless = new byte[64];
    Arrays.fill(endless, (byte) 0x80);
    PackedDigests digests = PackedDigests.of(new byte[32], 1);
    assertThat(check(huge, digests, List.of())).contains(ResultPack.Fault.MALFORMED);
    assertThat(check(endless, digests, List.of())).contains(ResultPack.Fault.MALFORMED);
  }

  @Test
  void equalDigestsAreKeptOnce() {
    byte[] same = new byte[32 * 1_000];
    PackedDigests digests = PackedDigests.of(same, 1_000);
    assertThat(digests.stored()).hasSize(32);
    assertThat(digests.at(999)).isEqualTo(Bytes32.ZERO);
    same[32 * 500] = 1;
    PackedDigests mixed = PackedDigests.of(same, 1_000);
    assertThat(mixed.isUniform()).isFalse();
    assertThat(mixed.sameAs(0, digests, 0, 500)).isTrue();
    assertThat(mixed.sameAs(0, digests, 0, 501)).isFalse();
    assertThat(digests.sameAs(501, mixed, 501, 499)).isTrue();
  }

  private static java.util.Optional<ResultPack.Fault> check(
      byte[] bytes, PackedDigests digests, List<TaskFailure> failures) {
    return ResultPack.of(bytes, digests.count())
        .check(0, digests, failures, LIMIT, OutcomeHash.SHA256);
  }

  private static List<byte[]> outcomes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> outcomes = new ArrayList<>();
    for (int i = random.nextInt(20); i >= 0; i--) {
      byte[] outcome = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(300)];
      random.nextBytes(outcome);
      outcomes.add(outcome);
    }
    return outcomes;
  }

  private static PackedDigests digests(List<byte[]> outcomes) {
    byte[] packed = new byte[32 * outcomes.size()];
    for (int i = 0; i < outcomes.size(); i++) {
      System.arraycopy(Sha256.newDigest().digest(outcomes.get(i)), 0, packed, 32 * i, 32);
    }
    return PackedDigests.of(packed, outcomes.size());
  }
}
