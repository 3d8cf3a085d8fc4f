package io.gridbourse.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path home;

  @Test
  void wrongUseEndsWithTwo() {
    assertThat(Main.execute("run")).isEqualTo(2);
    assertThat(run("--server", "nonsense")).isEqualTo(2);
    assertThat(run("--server", "http://127.0.0.1:99999")).isEqualTo(2);
    assertThat(run("--server", "http://127.0.0.1:1", "--slots", "0")).isEqualTo(2);
    assertThat(run("--server", "http://127.0.0.1:1", "--lie", "1.5")).isEqualTo(2);
    assertThat(run("--server", "http://127.0.0.1:1", "--drivers", "docker")).isEqualTo(2);
    assertThat(run("--server", "http://127.0.0.1:1", "--sandbox-uid", "0")).isEqualTo(2);
    assertThat(run("--server", "http://127.0.0.1:1", "--pledge", "5 nRLC")).isEqualTo(2);
    assertThat(run("--server", "http://127.0.0.1:1", "--pledge", "-5", "--rpc", "http://x"))
        .isEqualTo(2);
  }

  @Test
  void aHomeThatIsAFileCannotBeUsed() throws IOException {
    Path file = Files.createFile(home.resolve("file"));
    assertThat(Main.execute("keygen", "--home", file.toString())).isEqualTo(1);
  }

  @Test
  void keygenMakesAKeyOnceAndForItsOwnerAlone() throws IOException {
    assertThat(Main.execute("keygen", "--home", home.toString())).isZero();
    byte[] key = Files.readAllBytes(home.resolve("key.json"));
    assertThat(Main.execute("keygen", "--home", home.toString())).isZero();
    assertThat(Files.readAllBytes(home.resolve("key.json"))).isEqualTo(key);
    assertThat(Files.getPosixFilePermissions(home.resolve("key.json"))).hasSize(2);
    assertThat(Files.getPosixFilePermissions(home.resolve("password"))).hasSize(2);
  }

  @Test
  void aHomeServesOneWorkerAtATime() throws WorkerExit {
    try (WorkerHome held = WorkerHome.open(home)) {
      assertThat(held.state()).exists();
      assertThat(Main.execute("keygen", "--home", home.toString())).isEqualTo(6);
    }
  }

  @Test
  void aWrongOptionIsOneLineWithARemedyAndNotTheWholeHelp() {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      assertThat(run("--server", "http://127.0.0.1:1", "--watts", "-5")).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    assertThat(said.toString(UTF_8).lines())
        .containsExactly(
            "gridbourse-worker: watts must be more than 0 and at most 100000, but is -5.0",
            "  remedy: see gridbourse-worker run --help");
  }

  @Test
  void theFirstStartNeedsATokenAndAServer() {
    assertThat(run("--drivers", "wasm", "--server", "http://127.0.0.1:1")).isEqualTo(2);
    assertThat(
            run(
                "--drivers",
                "wasm",
                "--server",
                "http://127.0.0.1:1",
                "--token",
                "x",
                "--patience",
                "PT0S"))
        .isEqualTo(5);
  }

  private int run(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "run";
    all[1] = "--home";
    all[2] = home.toString();
    System.arraycopy(args, 0, all, 3, args.length);
    return Main.execute(all);
  }
}
