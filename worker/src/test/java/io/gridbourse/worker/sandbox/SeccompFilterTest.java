package io.gridbourse.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.worker.driver.SandboxFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeccompFilterTest {
  private static final int EPERM = 1;
  private static final int EINVAL = 22;
  private static final int EAFNOSUPPORT = 97;
  private static final int SIGNALLED = 128;
  private final String arch = System.getProperty("os.arch");

  @Test
  void callsThatAreForbiddenAreRefusedByTheKernelItself(@TempDir Path home) throws Exception {
    try (SandboxFixture fixture = new SandboxFixture(home)) {
      for (ForbiddenCall call : ForbiddenCall.on(arch)) {
        Path program = program(fixture.folder().path().resolve(call.name()), call.program(arch));
        int expected = call.name().startsWith("socket-") ? EAFNOSUPPORT : EPERM;
        if (call.name().equals("setuid-root")) {
          // Not the filter's: in the namespace there is no uid 0 to become.
          expected = EINVAL;
        }
        assertThat(inside(fixture, program)).as(call.name()).isEqualTo(expected);
      }
    }
  }

  @Test
  void theProgramsReallyMakeTheirCalls(@TempDir Path home) throws Exception {
    ForbiddenCall harmless =
        ForbiddenCall.on(arch).stream()
            .filter(call -> call.name().equals("personality"))
            .findFirst()
            .orElseThrow();
    Path program = program(home.resolve("personality"), harmless.program(arch));
    assertThat(new ProcessBuilder(program.toString()).start().waitFor()).isZero();
  }

  @Test
  void callsOfAnotherArchitectureKillTheProcess(@TempDir Path home) throws Exception {
    if (arch.equals("amd64")) {
      try (SandboxFixture fixture = new SandboxFixture(home)) {
        Path program = program(fixture.folder().path().resolve("old"), SyscallProgram.oldCall());
        assertThat(inside(fixture, program)).isGreaterThan(SIGNALLED);
      }
    }
  }

  @Test
  void bothArchitecturesHaveAFilterAndOthersSaySo() {
    assertThat(SeccompFilter.assemble("amd64").length % 8).isZero();
    assertThat(SeccompFilter.assemble("aarch64").length % 8).isZero();
    assertThatThrownBy(() -> SeccompFilter.assemble("riscv64")).hasMessageContaining("riscv64");
  }

  private static int inside(SandboxFixture fixture, Path program)
      throws IOException, InterruptedException {
    String name = "/probe";
    SandboxSpec spec = SandboxSpec.of(List.of(name)).show(program, name);
    return fixture.spawner().start(new ProcessBuilder(fixture.sandbox().command(spec))).waitFor();
  }

  private static Path program(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
