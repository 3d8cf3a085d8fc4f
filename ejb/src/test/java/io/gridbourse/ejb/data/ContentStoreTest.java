package io.gridbourse.ejb.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.domain.value.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
  @TempDir private Path folder;
  private ContentStore store;

  @BeforeEach
  void open() {
    store = new ContentStore(folder, 1 << 20);
  }

  @Test
  void aContentIsNamedByItsHashAndComesBackWhole() throws IOException {
    byte[] bytes = new byte[300_000];
    new SplittableRandom(7).nextBytes(bytes);
    Sha256 name = put(bytes, 1 << 20);
    assertThat(name).isEqualTo(Sha256.of(bytes));
    assertThat(put(bytes, 1 << 20)).isEqualTo(name);
    assertThat(store.exists(name)).isTrue();
    assertThat(store.size(name)).hasValue(300_000);
    assertThat(store.read(name, 1 << 20).orElseThrow()).isEqualTo(bytes);
    assertThat(filesBelow("incoming")).isZero();
  }

  @Test
  void whatIsTooLargeIsRefusedAndLeavesNothing() throws IOException {
    assertThatThrownBy(() -> put(new byte[101], 100)).isInstanceOf(ContentTooLarge.class);
    assertThatThrownBy(() -> put(new byte[(1 << 20) + 1], Long.MAX_VALUE))
        .isInstanceOf(ContentTooLarge.class)
        .hasMessageContaining("1048576");
    assertThat(filesBelow("")).isZero();
  }

  @Test
  void aSourceThatBreaksLeavesNothing() throws IOException {
    InputStream broken =
        new InputStream() {
          private int left = 100;

          @Override
          public int read() throws IOException {
            if (left == 0) {
              throw new IOException("the line broke");
            }
            left--;
            return 1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            bytes[offset] = (byte) read();
            return 1;
          }
        };
    assertThatThrownBy(() -> store.put(broken, 1_000)).hasMessage("the line broke");
    assertThat(filesBelow("")).isZero();
  }

  @Test
  void bytesThatTheDiskChangedAreNotHandedOutAsTheContent() throws IOException {
    Sha256 name = put(new byte[] {1, 2, 3}, 100);
    Files.write(folder.resolve(name.hex().substring(0, 2)).resolve(name.hex()), new byte[] {9});
    assertThatThrownBy(() -> store.read(name, 100)).hasMessageContaining("damaged");
  }

  @Test
  void whatIsNotStoredIsNotThere() throws IOException {
    Sha256 absent = Sha256.of(new byte[] {4});
    assertThat(store.exists(absent)).isFalse();
    assertThat(store.read(absent, 1)).isEmpty();
    assertThatThrownBy(() -> store.open(absent)).isInstanceOf(NoSuchFileException.class);
  }

  private Sha256 put(byte[] bytes, long limit) throws IOException {
    return store.put(new ByteArrayInputStream(bytes), limit);
  }

  private long filesBelow(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
