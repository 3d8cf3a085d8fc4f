package io.gridbourse.domain.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageRunTest {
  @Test
  void wordsAfterTheFirstGoToTheEntrypoint() throws ImageRefusedException {
    ImageRun run = run(List.of("prog", "-q"), List.of("--all"));
    assertThat(run.commandLine(List.of("name", "--one"))).containsExactly("prog", "-q", "--one");
    assertThat(run.commandLine(List.of("name"))).containsExactly("prog", "-q", "--all");
    assertThat(run.commandLine(List.of())).containsExactly("prog", "-q", "--all");
  }

  @Test
  void withoutAnEntrypointTheCommandIsRun() throws ImageRefusedException {
    ImageRun run = run(List.of(), List.of("sh"));
    assertThat(run.commandLine(List.of("cat", "file"))).containsExactly("cat", "file");
    assertThat(run.commandLine(List.of("name"))).containsExactly("sh");
    assertThatThrownBy(() -> run(List.of(), List.of()).commandLine(List.of("name")))
        .isInstanceOf(ImageRefusedException.class);
  }

  @Test
  void platformsHaveTheNamesOfTheFormat() {
    assertThat(ImagePlatform.linux("x86_64")).hasToString("linux/amd64");
    assertThat(ImagePlatform.linux("amd64")).hasToString("linux/amd64");
    assertThat(ImagePlatform.linux("aarch64")).hasToString("linux/arm64");
    assertThat(ImagePlatform.linux("riscv64")).hasToString("linux/riscv64");
  }

  @Test
  void namesStayBelowTheRootOfTheArchive() {
    assertThat(ImageNames.plain("./a/b")).isEqualTo("a/b");
    assertThat(ImageNames.plain("//a")).isEqualTo("a");
    assertThat(ImageNames.behind("l/layer.tar", "../x.tar")).isEqualTo("x.tar");
    assertThat(ImageNames.behind("l/layer.tar", "../../../../x.tar")).isEqualTo("x.tar");
  }

  private static ImageRun run(List<String> entrypoint, List<String> arguments) {
    return new ImageRun(entrypoint, arguments, Map.of(), "", "");
  }
}
