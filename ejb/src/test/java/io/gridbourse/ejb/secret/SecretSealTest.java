package io.gridbourse.ejb.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.ejb.settings.KeySettings;
import io.gridbourse.ejb.settings.SettingsRefusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSealTest {
  @TempDir Path folder;
  private KeySettings settings;

  @BeforeEach
  void setAPassword() throws IOException {
    settings = new KeySettings(folder, Files.writeString(folder.resolve("password"), "one\n"));
  }

  @Test
  void whatIsSealedOpensInItsPlaceOnlyAlsoAfterARestart() {
    SecretSeal.Sealed sealed = new SecretSeal(settings).seal("APP|a|1", "the secret");
    assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1))
        .doesNotContain("the secret");
    SecretSeal again = new SecretSeal(settings);
    assertThat(again.open("APP|a|1", sealed)).isEqualTo("the secret");
    assertThatThrownBy(() -> again.open("APP|b|1", sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not open");
    sealed.bytes()[0] ^= 1;
    assertThatThrownBy(() -> again.open("APP|a|1", sealed))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theSameTextIsNeverSealedTheSameWay() {
    SecretSeal seal = new SecretSeal(settings);
    assertThat(seal.seal("x", "text").bytes()).isNotEqualTo(seal.seal("x", "text").bytes());
  }

  @Test
  void theKeyIsItsOwnersAndNeedsThePassword() throws IOException {
    new SecretSeal(settings).seal("x", "text");
    Path key = folder.resolve(SecretSeal.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    Files.writeString(folder.resolve("password"), "two\n");
    assertThatThrownBy(() -> new SecretSeal(settings).seal("x", "text"))
        .isInstanceOf(SettingsRefusal.class)
        .hasMessageContaining("does not open with the password");
  }
}
