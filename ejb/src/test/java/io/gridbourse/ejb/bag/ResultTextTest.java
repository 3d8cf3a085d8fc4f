package io.gridbourse.ejb.bag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultTextTest {
  @Test
  void aTextIsShownFromItsBeginning() {
    assertThat(ResultText.start("found 1Lo\nkey 7\n".getBytes(UTF_8)))
        .contains("found 1Lo\nkey 7\n");
    assertThat(ResultText.start("ü€😀".getBytes(UTF_8))).contains("ü€😀");
  }

  @Test
  void aLongTextIsCutBetweenCharacters() {
    String odd = "a" + "😀".repeat(500);
    assertThat(ResultText.start(odd.getBytes(UTF_8))).contains("a" + "😀".repeat(99));
    assertThat(ResultText.start("b".repeat(5_000).getBytes(UTF_8)))
        .contains("b".repeat(ResultText.CHARACTERS_MAX));
  }

  @Test
  void whatIsNoTextIsNotShown() {
    assertThat(ResultText.start(new byte[0])).isEmpty();
    assertThat(ResultText.start(new byte[] {1, 2, 3})).isEmpty();
    assertThat(ResultText.start(new byte[] {'a', (byte) 0xff})).isEmpty();
    assertThat(ResultText.start("a\u0000b".getBytes(UTF_8))).isEmpty();
  }
}
