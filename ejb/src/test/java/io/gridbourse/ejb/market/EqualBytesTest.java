package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.fixtures.TestMarket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EqualBytesTest {
  private static final App APP =
      new App(
          "dice",
          Address.ZERO,
          Address.ZERO,
          App.WASM,
          Sha256.of(new byte[0]),
          Optional.empty(),
          Optional.empty(),
          NanoRlc.ZERO,
          App.State.REGISTERED,
          Optional.empty());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "confidence: 0.66|spec.trust.confidence",
        "confidence: 0.66, verify: [check, replicate]|spec.trust.confidence",
        "verify: {vote: {m: 2}}|spec.trust.verify",
        "verify: [check, {vote: {m: 2}}]|spec.trust.verify",
        "verify: adaptive|spec.trust.verify",
        "verify: credibility|spec.trust.verify",
        "confidence: 0.5, verify: optimistic|spec.trust.verify",
        "verify: check, tolerate: {share: 0.05}|spec.trust.tolerate",
        "verify: {vote: {m: 3}}, spotChecks: 0.1|spec.trust.verify"
      })
  void whatNeedsEqualBytesIsNamed(String trust, String field) {
    BagSpec spec = spec(trust);
    EqualBytes.Needed needed = EqualBytes.of(APP.nonDeterministic(true), spec).orElseThrow();
    assertThat(needed.field()).isEqualTo(field);
    assertThat(needed.detail()).contains("dice").contains("non-deterministic");
    assertThat(needed.remedy()).contains("comparator").contains("checker");
    assertThat(EqualBytes.of(APP, spec)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "confidence: 0",
        "confidence: 0.5",
        "verify: none",
        "verify: check",
        "verify: {vote: {m: 1}}",
        "confidence: 0.66, comparator: {numbers: {tolerance: 1e-6}}",
        "verify: {vote: {m: 3}}, comparator: {pixels: {tolerance: 2, share: 0.1}}",
        "verify: adaptive, comparator: {numbers: {tolerance: 1e-6}}"
      })
  void whatOneResultOrLikenessDecidesIsTaken(String trust) {
    assertThat(EqualBytes.of(APP.nonDeterministic(true), spec(trust))).isEmpty();
  }

  @Test
  void anAppSaysItInItsView() {
    assertThat(APP.view().nonDeterministic()).isFalse();
    assertThat(APP.nonDeterministic(true).view().nonDeterministic()).isTrue();
  }

  private static BagSpec spec(String trust) {
    return TestMarket.spec(
        "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: dice}, trust: {" + trust + "}}");
  }
}
