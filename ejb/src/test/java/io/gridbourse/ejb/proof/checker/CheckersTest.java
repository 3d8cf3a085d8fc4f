package io.gridbourse.ejb.proof.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckersTest {
  @Test
  void aCheckerIsFoundByTheNameThatAnAppStates() {
    assertThat(Checkers.all().named("vanity")).get().isInstanceOf(VanityChecker.class);
    assertThat(Checkers.all().named("Vanity")).isEmpty();
    assertThat(Checkers.all().names()).containsExactly("vanity");
  }

  @Test
  void twoCheckersOfOneNameAreRefused() {
    assertThatThrownBy(() -> new Checkers(List.of(new VanityChecker(), new VanityChecker())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vanity");
  }
}
