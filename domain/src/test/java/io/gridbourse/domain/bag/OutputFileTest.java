package io.gridbourse.domain.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class OutputFileTest {
  private static byte[] outcome(String... namesAndContents) {
    ByteBuffer bytes = ByteBuffer.allocate(1_000);
    for (int i = 0; i < namesAndContents.length; i += 2) {
      byte[] name = namesAndContents[i].getBytes(StandardCharsets.UTF_8);
      byte[] content = namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8);
      bytes.putInt(name.length).put(name).putLong(content.length).put(content);
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  @Test
  void filesComeBackInTheirOrder() {
    var files = OutputFile.unpack(outcome("out/größe.txt", "1", "empty", ""));
    assertThat(files).extracting(OutputFile::name).containsExactly("out/größe.txt", "empty");
    assertThat(files.get(0).content()).containsExactly('1');
    assertThat(files.get(0).lastName()).isEqualTo("größe.txt");
    assertThat(files.get(1).content()).isEmpty();
    assertThat(OutputFile.unpack(new byte[0])).isEmpty();
  }

  @Test
  void everyCutIsRefused() {
    byte[] whole = outcome("name", "content");
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> OutputFile.unpack(cut))
          .as("cut at %d", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void lengthsThatCannotBeAreRefused() {
    byte[] huge = ByteBuffer.allocate(20).putInt(1).put((byte) 'n').putLong(Long.MAX_VALUE).array();
    assertThatThrownBy(() -> OutputFile.unpack(huge)).isInstanceOf(IllegalArgumentException.class);
    byte[] negative = ByteBuffer.allocate(20).putInt(-1).array();
    assertThatThrownBy(() -> OutputFile.unpack(negative))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
