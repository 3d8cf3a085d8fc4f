package io.gridbourse.ejb.schedule.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The provisioners against real processes. Slurm's commands are stand-ins that note what they are
 * called with; a real cluster is in {@link SlurmJobsTest}.
 */
@Timeout(60)
class ProvisionersTest {
  private static final URI SERVER = URI.create("http://127.0.0.1:9");

  @TempDir private Path folder;
  private Path calls;

  @BeforeEach
  void prepare() {
    calls = folder.resolve("calls");
  }

  private Path script(String name, String body) throws IOException {
    Path script = folder.resolve(name);
    Files.writeString(
        script, "#!/bin/sh\necho \"" + name + " $*\" >> '" + calls + "'\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private static Provisioner.Order order(String id, List<String> handles) {
    return new Provisioner.Order(id, "secret-token", SERVER, handles);
  }

  @Test
  void commandsGetWhatTheyNeedByEnvironmentAndNotByArguments() throws IOException {
    CommandScripts scripts =
        new CommandScripts(
            script(
                "start",
                "echo \"$GRIDBOURSE_SUPPORT_ID $GRIDBOURSE_TOKEN $GRIDBOURSE_SERVER\" >> '"
                    + calls
                    + "'; echo vm-7; echo more"),
            script("stop", "echo \"$GRIDBOURSE_SUPPORT_HANDLE\" >> '" + calls + "'"),
            script(
                "status",
                "test \"$GRIDBOURSE_SUPPORT_HANDLE\" = vm-7 && exit 0;"
                    + " test -z \"$GRIDBOURSE_SUPPORT_HANDLE\" && echo vm-7 && exit 0; exit 1"));
    assertThat(scripts.start(order("ab12", List.of()))).isEqualTo("vm-7");
    assertThat(scripts.runs("ab12", "vm-7")).isTrue();
    assertThat(scripts.runs("ab12", "vm-8")).isFalse();
    assertThat(scripts.find("ab12")).contains("vm-7");
    scripts.stop("ab12", "vm-7");
    List<String> lines = Files.readAllLines(calls);
    assertThat(lines).startsWith("start ", "ab12 secret-token " + SERVER);
    assertThat(lines).endsWith("stop ", "vm-7");
  }

  @Test
  void aCommandThatFailsOrSaysNothingIsAnErrorInItsOwnWords() throws IOException {
    Path failing = script("failing", "echo 'quota is used up' >&2; exit 3");
    Path silent = script("silent", "");
    Path odd = script("odd", "exit 2");
    CommandScripts broken = new CommandScripts(failing, failing, odd);
    assertThatThrownBy(() -> broken.start(order("a", List.of())))
        .isInstanceOf(ProvisioningFailed.class)
        .hasMessageContaining("quota is used up");
    assertThat(broken.runs("a", "h")).as("nobody can tell").isTrue();
    assertThatThrownBy(
            () -> new CommandScripts(silent, silent, silent).start(order("a", List.of())))
        .hasMessageContaining("must print a handle");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(
            () -> new CommandScripts(missing, missing, missing).start(order("a", List.of())))
        .isInstanceOf(ProvisioningFailed.class);
  }

  @Test
  void aJobIsSubmittedFoundAndCancelledByItsNumber() throws IOException {
    Path sbatch =
        script("sbatch", "echo \"$GRIDBOURSE_TOKEN\" >> '" + calls + "'; echo '4711;main'");
    Path squeue =
        script(
            "squeue",
            "case \"$*\" in *--name=gridbourse-ab12*) echo ' 4711 ';;"
                + " *--jobs=4711*) echo RUNNING;;"
                + " *--jobs=1*) echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1;;"
                + " *--jobs=2*) echo 'Unable to contact slurm controller' >&2; exit 1;; esac");
    Path scancel = script("scancel", "");
    SlurmJobs jobs =
        new SlurmJobs(
            new SlurmJobs.Tools(sbatch.toString(), squeue.toString(), scancel.toString()),
            Path.of("/site/worker.sbatch"),
            List.of("--partition=short"));
    assertThat(jobs.start(order("ab12", List.of()))).isEqualTo("4711");
    assertThat(jobs.runs("ab12", "4711")).isTrue();
    assertThat(jobs.runs("ab12", "1")).as("over and forgotten").isFalse();
    assertThat(jobs.runs("ab12", "2")).as("nobody can tell").isTrue();
    assertThat(jobs.runs("ab12", "3")).as("not in the queue").isFalse();
    assertThat(jobs.find("ab12")).contains("4711");
    assertThat(jobs.find("cd34")).isEmpty();
    jobs.stop("ab12", "4711");
    List<String> lines = Files.readAllLines(calls);
    assertThat(lines)
        .startsWith(
            "sbatch --parsable --export=ALL --job-name=gridbourse-ab12 --partition=short"
                + " /site/worker.sbatch",
            "secret-token",
            "squeue --noheader --format=%T --jobs=4711")
        .endsWith("scancel 4711");
    assertThat(String.join("\n", lines)).doesNotContain("--export=ALL,");
  }

  @Test
  void whatIsNoJobNumberIsRefused() throws IOException {
    String odd = script("sbatch", "echo 'Submitted batch job 5'").toString();
    SlurmJobs jobs =
        new SlurmJobs(new SlurmJobs.Tools(odd, odd, odd), Path.of("/site/worker"), List.of());
    assertThatThrownBy(() -> jobs.start(order("a", List.of())))
        .hasMessageContaining("no job number");
  }

  @Test
  void aProcessOfThisMachineGetsAFreeHomeAndItsTokenInAFile() throws Exception {
    Path homes = Files.createDirectories(folder.resolve("homes"));
    Files.createDirectories(homes.resolve("1"));
    Files.createDirectories(homes.resolve("2"));
    Path worker = script("worker", "exec sleep 300");
    LocalProcesses processes = new LocalProcesses(List.of(worker.toString()), homes);
    assertThat(processes.room(List.of())).isEqualTo(2);
    String first = processes.start(order("ab12", List.of()));
    try {
      assertThat(processes.room(List.of(first))).isEqualTo(1);
      assertThat(processes.runs("ab12", first)).isTrue();
      called();
      String line = Files.readAllLines(calls).get(0);
      assertThat(line)
          .contains("--home " + homes.resolve("1"), "--server " + SERVER, "--name support-ab12")
          .doesNotContain("secret-token");
      Path token = homes.resolve("1").resolve("token");
      assertThat(Files.readString(token)).isEqualTo("secret-token\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
          .isEqualTo("rw-------");
      String other = first.replaceFirst("@[0-9]+@", "@1@");
      assertThat(processes.runs("ab12", other)).as("a later process with its number").isFalse();
    } finally {
      processes.stop("ab12", first);
    }
    gone(processes, first);
    assertThatThrownBy(() -> processes.start(order("cd34", List.of("1@1@1", "1@1@2"))))
        .hasMessageContaining("in use");
  }

  @Test
  void aProcessThatDoesNotLeaveIsKilled() throws Exception {
    Path homes = Files.createDirectories(folder.resolve("homes"));
    Files.createDirectories(homes.resolve("1"));
    Path worker = script("worker", "trap '' TERM; while :; do sleep 1; done");
    LocalProcesses processes = new LocalProcesses(List.of(worker.toString()), homes);
    String handle = processes.start(order("ab12", List.of()));
    called();
    assertThat(processes.find("ab12")).contains(handle);
    processes.kill("ab12", handle);
    gone(processes, handle);
    assertThat(processes.find("ab12")).isEmpty();
  }

  /** Waits until a script has said how it was called. */
  private void called() throws IOException, InterruptedException {
    while (!Files.exists(calls) || Files.size(calls) == 0) {
      Thread.sleep(20);
    }
  }

  private static void gone(LocalProcesses processes, String handle) throws InterruptedException {
    while (processes.runs("", handle)) {
      Thread.sleep(20);
    }
  }

  @Test
  void theEnvironmentOfTheServerStaysWithTheCommand() {
    Command.Ended ended = Command.run(List.of("sh", "-c", "echo $A; exit 4"), Map.of("A", "b"));
    assertThat(ended.code()).isEqualTo(4);
    assertThat(ended.output()).isEqualTo("b\n");
  }
}
