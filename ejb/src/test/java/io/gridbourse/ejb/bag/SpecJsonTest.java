package io.gridbourse.ejb.bag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.start.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecJsonTest {
  private static final BagSpec SPEC =
      new BagSpec(
          "test",
          "cfd",
          Map.of(),
          "app",
          List.of("app", "{n}"),
          new Sweep(List.of(new Sweep.Range("n", 0, 9, 1))),
          List.of(),
          List.of(),
          new BagSpec.Resources(1, 1 << 20, 1 << 20, Duration.ofSeconds(60)),
          Trust.NONE,
          Verification.REPLICATE,
          new BagSpec.Market(Category.XS, Optional.empty(), NanoRlc.of(1), NanoRlc.of(10)),
          new BagSpec.Limits(0, 3),
          BagSpec.Schedule.NONE,
          Optional.of(new BagSpec.Checkpoint("state", Duration.ofMinutes(1), true, false)));

  @Test
  void aSpecIsReadAsItWasWritten() {
    assertThat(SpecJson.read(SpecJson.write(SPEC))).isEqualTo(SPEC);
  }

  @Test
  void aSpecOfAnEarlierVersionAsksForNothingNew() throws JsonProcessingException {
    ObjectNode old = (ObjectNode) Json.mapper().readTree(SpecJson.write(SPEC));
    old.remove(List.of("schedule", "checkpoint", "verification"));
    BagSpec read = SpecJson.read(old.toString());
    assertThat(read.checkpoint()).isEmpty();
    assertThat(read.schedule()).isEqualTo(BagSpec.Schedule.NONE);
    assertThat(read.verification()).isEqualTo(Verification.REPLICATE);
  }

  @Test
  void aFileMoreChangesNothingElse() {
    BagSpec.Input file = new BagSpec.Input("in/a", Sha256.of(new byte[1]));
    BagSpec more = SPEC.with(file);
    assertThat(more.inputs()).containsExactly(file);
    assertThat(more.checkpoint()).isEqualTo(SPEC.checkpoint());
    assertThat(more.schedule()).isEqualTo(SPEC.schedule());
  }
}
