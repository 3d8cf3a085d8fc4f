package io.gridbourse.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxFolderTest {
  private Path home;
  private Path shut;
  private Path open;

  @BeforeEach
  void makeFolders() throws IOException {
    home = Files.createTempDirectory(Path.of("/tmp"), "home-");
    shut = Files.createTempDirectory(Path.of("/tmp"), "shut-");
    open = Files.createTempDirectory(Path.of("/tmp"), "open-");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void deleteThem() {
    List.of(home, shut, open).forEach(SandboxFolder::delete);
  }

  @Test
  void aClosedTemporaryFolderIsPassedOverForAnOpenOne() throws IOException {
    try (SandboxFolder folder = SandboxFolder.of(home, true, List.of(shut, open))) {
      assertThat(folder.path().getParent()).isEqualTo(open);
    }
    assertThat(open).isEmptyDirectory();
  }

  @Test
  void whenAllAreClosedTheMessageNamesThemAndTheRemedy() {
    assertThatThrownBy(() -> SandboxFolder.of(home, true, List.of(shut)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(home.toString())
        .hasMessageContaining(shut.toString())
        .hasMessageContaining("chmod o+x");
  }

  @Test
  void aSandboxOfTheSameUserLivesInTheHome() throws IOException {
    try (SandboxFolder folder = SandboxFolder.of(home, false, List.of(shut))) {
      assertThat(folder.path()).isEqualTo(home.resolve("sandbox"));
    }
  }
}
