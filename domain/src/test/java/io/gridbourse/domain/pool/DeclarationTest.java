package io.gridbourse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a=b", "ä", "."})
  void aLabelIsNamedByFewCharacters(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Declaration(Map.of(name, "x"), ""))
        .withMessageContaining("must be named by 1 to 63");
  }

  @Test
  void longNamesLongValuesAndManyLabelsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Declaration(Map.of("a".repeat(64), "x"), ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Declaration(Map.of("a", "x".repeat(257)), ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Declaration(Map.of("a", "x\ny"), ""));
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 33; i++) {
      many.put("n" + i, "");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Declaration(many, ""))
        .withMessage("a worker has at most 32 labels");
  }

  @Test
  void differentDeclarationsHaveDifferentFingerprints() {
    Set<String> seen = new HashSet<>();
    List<Declaration> all =
        List.of(
            Declaration.NONE,
            new Declaration(Map.of("a", "b"), ""),
            new Declaration(Map.of("a", ""), "b"),
            new Declaration(Map.of("a", "b:c"), ""),
            new Declaration(Map.of("a", "b", "c", ""), ""),
            new Declaration(Map.of(), "a"));
    all.forEach(each -> seen.add(each.fingerprint()));
    assertThat(seen).hasSize(all.size());
    assertThat(new Declaration(Map.of("x", "1", "y", "2"), "z").fingerprint())
        .isEqualTo(new Declaration(Map.of("y", "2", "x", "1"), "z").fingerprint());
  }
}
