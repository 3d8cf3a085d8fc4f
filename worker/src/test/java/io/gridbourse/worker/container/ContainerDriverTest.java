package io.gridbourse.worker.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.worker.driver.BaitStand;
import io.gridbourse.worker.driver.Cancellation;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.ProbeReport;
import io.gridbourse.worker.driver.Programs;
import io.gridbourse.worker.driver.SandboxFixture;
import io.gridbourse.worker.driver.SavedTasks;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.FailureKind;
import io.gridbourse.worker.outcome.Leb128;
import io.gridbourse.worker.process.StagedFiles;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs images that are made of programs of this machine: a shell and what it loads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerDriverTest {
  private static final long ROOM = 64L << 20;
  private Path home;
  private SandboxFixture fixture;
  private ContainerDriver driver;
  private byte[] base;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    home = folder;
    fixture = new SandboxFixture(home);
    driver = new ContainerDriver(fixture.spawner(), fixture.sandbox(), fixture.folder(), ROOM);
    base = ImageWriter.tar(HostPrograms.files(List.of("cat", "ls", "id", "sleep", "mkdir", "mv")));
  }

  @AfterAll
  void stop() {
    driver.close();
    fixture.close();
  }

  @Test
  void theSandboxHoldsAgainstItsProbes() throws Exception {
    try (BaitStand stand = BaitStand.in(home)) {
      ProbeReport report = driver.probe(stand.bait());
      assertThat(report.breaches()).isEmpty();
      assertThat(report.isolation()).isEqualTo(2);
    }
  }

  @Test
  void withoutASandboxTheDriverIsOffAndSaysWhy() throws Exception {
    Sandbox none =
        Sandbox.none(SandboxTools.find(System.getenv()), Optional.empty(), "bubblewrap is missing");
    try (BaitStand stand = BaitStand.in(home);
        ContainerDriver off =
            new ContainerDriver(fixture.spawner(), none, fixture.folder(), ROOM)) {
      ProbeReport report = off.probe(stand.bait());
      assertThat(report.isEnabled()).isFalse();
      assertThat(report.breaches()).containsExactly("bubblewrap is missing");
      LeaseWork work = shell("echo ok").lease(0, 1);
      assertThatThrownBy(() -> off.run(work, new Cancellation(), done -> {}))
          .isInstanceOf(LeaseNotRunException.class)
          .hasMessageContaining("bubblewrap is missing");
    }
  }

  @Test
  void anImageRunsWithItsSettingsAndSeesNothingElse() throws Exception {
    Answers answers =
        run(
            shell(
                    "echo $GREETING $PWD $HOME $GRIDBOURSE_TASK_INDEX \"$1\" $(id -u);"
                        + " echo /*; ls -A /work /tmp; echo $(cat /proc/self/cmdline | cat -A)",
                    "GREETING=hi",
                    "HOME=/evil",
                    "GRIDBOURSE_TASK_INDEX=9")
                .command("app", "{index}")
                .input("in.txt", "x".getBytes(StandardCharsets.US_ASCII))
                .lease(3, 1));
    assertThat(text(answers, 0))
        .startsWith("hi /work /work 3 3 65534\n/bin /dev /lib /lib64 /proc /tmp /usr /work\n")
        .contains("/work:\nin.txt\n");
  }

  @Test
  void theImageIsReadOnlyAndTheWorkingFolderIsFresh() throws Exception {
    Answers answers =
        run(
            shell(
                    "(: >/new) 2>/dev/null && echo root; (: >/bin/sh) 2>/dev/null && echo sh;"
                        + " (: >/dev/x) 2>/dev/null && echo dev; ls -A . /tmp; : >here; : >/tmp/there")
                .lease(0, 2));
    assertThat(text(answers, 0)).isEqualTo(".:\n\n/tmp:\n");
    assertThat(text(answers, 1)).isEqualTo(".:\n\n/tmp:\n");
  }

  @Test
  void declaredOutputsAreTaken() throws Exception {
    Answers answers =
        run(shell("echo found >answer.txt; echo noise").outputs("answer.txt").lease(0, 1));
    assertThat(text(answers, 0)).contains("answer.txt").contains("found").doesNotContain("noise");
  }

  @Test
  void failuresAreThoseOfTheTask() throws Exception {
    Answers answers =
        run(
            shell(
                    "case $1 in 0) exit 5;; 1) kill -11 $$;; 2) sleep 60;; 3) x=0123456789; while :;"
                        + " do x=$x$x; done;; esac; echo ok")
                .command("x", "{task}")
                .walltime(2_000)
                .lease(0, 5));
    assertThat(answers.failures().stream().map(each -> each.failed().kind()))
        .startsWith(FailureKind.EXIT, FailureKind.TRAP, FailureKind.TIME);
    assertThat(answers.failures()).hasSize(4);
    assertThat(answers.failures().get(0).failed().exitCode()).isEqualTo(5);
    assertThat(text(answers, 4)).isEqualTo("ok\n");
  }

  @Test
  void anImageWithoutAProgramOrWithAnotherOneFailsEverywhereAlike() throws Exception {
    Answers none = run(image(new ImageWriter().layer(base)).command("x").lease(0, 2));
    assertThat(none.failures()).hasSize(2);
    assertThat(none.failures().get(0).failed().message()).contains("neither an entrypoint nor");
    Answers missing =
        run(image(new ImageWriter().layer(base).set("Cmd", List.of("/no/such"))).lease(0, 1));
    assertThat(missing.failures().get(0).failed().message()).contains("/no/such");
    Answers noArchive = run(Programs.of(home, "container", new byte[5_000]).entry("x").lease(0, 1));
    assertThat(noArchive.failures().get(0).failed().message()).contains("the image is refused");
  }

  @Test
  void anImageWithoutEntrypointRunsTheWholeCommand() throws Exception {
    Answers answers =
        run(
            image(new ImageWriter().layer(base))
                .command("sh", "-c", "echo \"it's {index}\"")
                .lease(7, 1));
    assertThat(text(answers, 0)).isEqualTo("it's 7\n");
  }

  @Test
  void aStoppedTaskIsAskedAndWhatItSavedIsKept() throws Exception {
    CompletableFuture<String> begun = new CompletableFuture<>();
    CompletableFuture<String> kept = new CompletableFuture<>();
    SavedTasks saved =
        new SavedTasks() {
          @Override
          public Map<Long, Path> before() {
            return Map.of();
          }

          @Override
          public void keep(long task, byte[] checkpoint) {
            String text = new String(checkpoint, StandardCharsets.ISO_8859_1);
            if (text.contains("it runs")) {
              begun.complete(text);
            }
            if (text.contains("last words")) {
              kept.complete(text);
            }
          }
        };
    LeaseWork work =
        shell(
                "trap 'echo last words >state/s; exit 3' TERM; mkdir state; echo it runs >state/up;"
                    + " while :; do sleep 0.05; done")
            .checkpoint("state", 50, saved)
            .walltime(60_000)
            .lease(0, 1);
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Object> end = inBackground(work, cancellation);
    begun.get(20, TimeUnit.SECONDS);
    cancellation.stop(Duration.ofSeconds(10));
    assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(LeaseNotRunException.class);
    assertThat(kept.get(1, TimeUnit.SECONDS)).contains("last words");
  }

  @Test
  void nothingOutlivesTheProcessThatStartedIt() throws Exception {
    ImageWriter writer = new ImageWriter().layer(base);
    LeaseWork work = image(writer).lease(0, 1);
    Image image = Image.unpack(work.app(), writer.image(), fixture.folder(), ROOM);
    ContainerSandbox container =
        new ContainerSandbox(fixture.spawner(), fixture.sandbox(), image, List.of("/dev/no-gpu"));
    List<String> line =
        new ArrayList<>(List.of("/bin/sh", "-c", "exec 5<&0; \"$@\" <&5 & wait", "sh"));
    try (StagedFiles staged = StagedFiles.of(work, fixture.folder())) {
      line.addAll(fixture.sandbox().command(container.spec(work, staged)));
      Process parent = new ProcessBuilder(line).start();
      assertThat(parent.inputReader().readLine()).isEqualTo("ready");
      StringBuilder task = new StringBuilder("run 0");
      container
          .words(List.of("sh", "-c", "echo up >&2; sleep 600"), Map.of())
          .forEach(word -> task.append(" '").append(word).append('\''));
      parent.outputWriter().append(task.append('\n')).flush();
      long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (parent.descendants().noneMatch(ContainerDriverTest::isSleep)) {
        assertThat(System.nanoTime() - patience).as("waited too long").isNegative();
        TimeUnit.MILLISECONDS.sleep(20);
      }
      List<ProcessHandle> children = parent.descendants().toList();
      parent.destroyForcibly();
      for (ProcessHandle child : children) {
        child.onExit().get(20, TimeUnit.SECONDS);
      }
      assertThat(children).hasSizeGreaterThan(4);
    }
  }

  private static boolean isSleep(ProcessHandle process) {
    return process.info().command().filter(name -> name.endsWith("/sleep")).isPresent();
  }

  @Test
  void imagesLeaveWhenThereIsNoRoom() throws Exception {
    try (ContainerDriver small =
            new ContainerDriver(fixture.spawner(), fixture.sandbox(), fixture.folder(), 12 << 20);
        Stream<Path> before = Files.list(fixture.folder().path())) {
      List<Path> known = before.toList();
      for (int i = 0; i < 3; i++) {
        Map<String, byte[]> ballast = new LinkedHashMap<>();
        ballast.put("ballast", new byte[5 << 20]);
        ImageWriter writer =
            new ImageWriter()
                .layer(base)
                .layer(ImageWriter.tar(ballast))
                .set("Cmd", List.of("sh", "-c", "echo " + i));
        Answers answers =
            small.run(image(writer).lease(0, 1), new Cancellation(), done -> {}).answers();
        assertThat(text(answers, 0)).isEqualTo(i + "\n");
        try (Stream<Path> now = Files.list(fixture.folder().path())) {
          assertThat(now.filter(path -> !known.contains(path))).hasSize(1);
        }
      }
    }
  }

  private CompletableFuture<Object> inBackground(LeaseWork work, Cancellation cancellation) {
    CompletableFuture<Object> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                end.complete(driver.run(work, cancellation, done -> {}));
              } catch (LeaseNotRunException | InterruptedException e) {
                end.complete(e);
              }
            });
    thread.start();
    return end;
  }

  private Programs shell(String script, String... environment) throws IOException {
    return image(
        new ImageWriter()
            .layer(base)
            .set("Entrypoint", List.of("sh", "-c", script, "app"))
            .set("Env", List.of(environment)));
  }

  private Programs image(ImageWriter writer) throws IOException {
    byte[] archive = writer.write();
    return Programs.of(home, "container", archive)
        .entry(writer.image().toString())
        .command()
        .memory(256 << 20);
  }

  private Answers run(LeaseWork work) throws LeaseNotRunException, InterruptedException {
    return driver.run(work, new Cancellation(), done -> {}).answers();
  }

  private static String text(Answers answers, int task) {
    return new String(
        Leb128.unpack(answers.pack(), answers.count()).get(task), StandardCharsets.UTF_8);
  }
}
