package io.gridbourse.worker.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Keccak256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CallbackAnswersTest {
  @Test
  void outcomesAreNamedByKeccakAndFailuresAsBefore() {
    byte[] mate = "mate".getBytes(StandardCharsets.US_ASCII);
    AnswersBuilder builder = new AnswersBuilder(40);
    builder.add(new TaskOutcome.Succeeded(mate));
    builder.add(new TaskOutcome.Failed(FailureKind.EXIT, 3, "broken"));
    builder.add(new TaskOutcome.Succeeded(new byte[0]));
    Answers before = builder.build();
    Answers after = CallbackAnswers.of(before);
    assertThat(digest(after, 0)).isEqualTo(Keccak256.of(mate));
    assertThat(digest(after, 1)).isEqualTo(digest(before, 1));
    assertThat(digest(after, 2)).isEqualTo(Keccak256.of(new byte[0]));
    assertThat(after.pack()).isEqualTo(before.pack());
    assertThat(after.failures()).isEqualTo(before.failures());
    assertThat(after.first()).isEqualTo(40);
  }

  private static byte[] digest(Answers answers, int position) {
    int from = position * OutcomeDigests.BYTES;
    return Arrays.copyOfRange(answers.digests(), from, from + OutcomeDigests.BYTES);
  }
}
