package io.gridbourse.worker.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.CommandTemplate;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.AnswersBuilder;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.Leb128;
import io.gridbourse.worker.outcome.TaskOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  @Test
  void aProgramArrivesAsItWasSent() throws IOException {
    GuestProgram program =
        new GuestProgram(
            "id",
            "sha256:x",
            new BagId("b-0123456789abcdef"),
            new CommandTemplate(List.of("run", "{a}", "{b}")),
            new Sweep(
                List.of(
                    new Sweep.Range("a", 3, 9, 2), new Sweep.Listed("b", List.of("x", "\u00fc")))),
            Map.of("in.txt", new byte[] {1, 2, 3}),
            List.of("out"),
            new GuestProgram.Limits(1, 2, 3, 4),
            Map.of("IEXEC_OUT", "iexec_out"),
            new GuestProgram.Saving("state", 5));
    GuestProgram read = GuestProgram.of(through(program.toFrame()));
    assertThat(read.inputs().get("in.txt")).containsExactly(1, 2, 3);
    assertThat(read).usingRecursiveComparison().ignoringFields("inputs").isEqualTo(program);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void answersArriveAsTheyWereSent(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    AnswersBuilder whole = new AnswersBuilder(10);
    AnswersBuilder joined = new AnswersBuilder(10);
    int at = 10;
    for (int part = 0; part < 5; part++) {
      AnswersBuilder piece = new AnswersBuilder(at);
      for (int i = random.nextInt(4); i >= 0; i--) {
        TaskOutcome outcome = outcome(random);
        whole.add(outcome);
        piece.add(outcome);
        at++;
      }
      joined.add(AnswersFrame.read(through(AnswersFrame.of(piece.build()))));
    }
    Answers expected = whole.build();
    Answers found = joined.build();
    assertThat(found.digests()).as("seed " + seed).isEqualTo(expected.digests());
    assertThat(found.pack()).as("seed " + seed).isEqualTo(expected.pack());
    assertThat(found.failures()).as("seed " + seed).isEqualTo(expected.failures());
    assertThat(Leb128.unpack(found.pack(), found.count())).hasSize(found.count());
  }

  @Test
  void aFrameThatIsCutShortIsAnError() throws IOException {
    byte[] bytes = bytes(new FrameWriter.Draft(FrameType.READY).putText("some text"));
    FrameReader reader =
        new FrameReader(new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length - 1)));
    assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
    FrameReader huge = new FrameReader(new ByteArrayInputStream(new byte[] {127, 1, 1, 1, 1}));
    assertThatThrownBy(huge::next).hasMessageContaining("impossible length");
    assertThat(new FrameReader(new ByteArrayInputStream(new byte[0])).next()).isEmpty();
  }

  private static TaskOutcome outcome(SplittableRandom random) {
    int kind = random.nextInt(3);
    if (kind == 0) {
      return TaskOutcome.Succeeded.SILENT;
    }
    if (kind == 1) {
      return new TaskOutcome.Failed(FailureKind.EXIT, random.nextInt(256), "words");
    }
    byte[] bytes = new byte[random.nextInt(400)];
    random.nextBytes(bytes);
    return new TaskOutcome.Succeeded(bytes);
  }

  private static Frame through(FrameWriter.Draft draft) throws IOException {
    return new FrameReader(new ByteArrayInputStream(bytes(draft))).next().orElseThrow();
  }

  private static byte[] bytes(FrameWriter.Draft draft) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new FrameWriter(out).send(draft);
    return out.toByteArray();
  }
}
