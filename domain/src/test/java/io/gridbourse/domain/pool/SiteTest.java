package io.gridbourse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "grenoble", "eu.fr.lyon-2"})
  void namesOfPlacesAreTaken(String name) {
    assertThat(new Site(name).name()).isEqualTo(name);
    assertThat(new Site(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Grenoble", "-a", "a.", "a b", "a/b", "gr\u00e9noble"})
  void otherTextIsRefusedWithARemedy(String name) {
    assertThatThrownBy(() -> new Site(name)).hasMessageContaining("1 to 63");
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 1_000})
  void longNamesAreRefused(int length) {
    assertThat(new Site("a".repeat(63)).name()).hasSize(63);
    assertThatThrownBy(() -> new Site("a".repeat(length))).hasMessageContaining("63");
  }
}
