package io.gridbourse.ejb.schedule.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Supporting workers as jobs of a real Slurm, with its own controller on this machine. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlurmJobsTest {
  @TempDir private static Path folder;
  private static SlurmCluster cluster;
  private static SlurmJobs jobs;

  @BeforeAll
  static void start() throws Exception {
    cluster = new SlurmCluster(folder);
    Path script = folder.resolve("worker.sbatch");
    Files.writeString(
        script,
        String.join(
            "\n",
            "#!/bin/sh",
            "echo \"$GRIDBOURSE_SUPPORT_ID $GRIDBOURSE_TOKEN $GRIDBOURSE_SERVER\" > "
                + folder
                + "/told-$GRIDBOURSE_SUPPORT_ID",
            // Nothing outlives the test, not even a job whose controller was lost.
            "while [ -e " + script + " ]; do sleep 1; done",
            ""));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    jobs = new SlurmJobs(cluster.tools(), script, List.of("--partition=short", "--output=none"));
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Provisioner.Order order(String id) {
    return new Provisioner.Order(
        id, "secret-of-" + id, URI.create("http://127.0.0.1:9"), List.of());
  }

  @Test
  @Order(1)
  void aJobRunsWithWhatItNeedsIsFoundAgainAndEndsWhenItIsCancelled() throws Exception {
    String handle = jobs.start(order("ab12"));
    Path told = folder.resolve("told-ab12");
    await(() -> Files.exists(told) && told.toFile().length() > 0);
    assertThat(Files.readString(told)).isEqualTo("ab12 secret-of-ab12 http://127.0.0.1:9\n");
    assertThat(jobs.runs("ab12", handle)).isTrue();
    assertThat(jobs.find("ab12")).contains(handle);
    assertThat(jobs.find("ab1")).as("part of a name").isEmpty();
    jobs.stop("ab12", handle);
    await(() -> !jobs.runs("ab12", handle));
    assertThat(jobs.find("ab12")).isEmpty();
  }

  @Test
  @Order(2)
  void aJobThatWaitsForItsTurnIsThereAndCanBeCancelled() throws Exception {
    String first = jobs.start(order("first"));
    String waiting = jobs.start(order("waiting"));
    assertThat(jobs.runs("waiting", waiting)).isTrue();
    assertThat(jobs.find("waiting")).contains(waiting);
    jobs.stop("waiting", waiting);
    await(() -> !jobs.runs("waiting", waiting));
    assertThat(folder.resolve("told-waiting")).doesNotExist();
    jobs.stop("first", first);
    await(() -> !jobs.runs("first", first));
  }

  @Test
  @Order(3)
  void aJobThatNobodyKnowsIsOver() {
    assertThat(jobs.runs("old", "999999")).isFalse();
  }

  @Test
  @Order(4)
  void whatSlurmRefusesIsSaidInItsWords() throws IOException {
    SlurmJobs odd =
        new SlurmJobs(
            cluster.tools(), folder.resolve("worker.sbatch"), List.of("--partition=nowhere"));
    assertThatThrownBy(() -> odd.start(order("cd34")))
        .isInstanceOf(ProvisioningFailed.class)
        .hasMessageContaining("sbatch ended with 1")
        .hasMessageContaining("partition");
  }

  @Test
  @Order(5)
  void withoutItsControllerAJobIsNotBelievedToBeOver() throws Exception {
    String handle = jobs.start(order("ef56"));
    cluster.loseController();
    assertThat(jobs.runs("ef56", handle)).isTrue();
    assertThatThrownBy(() -> jobs.find("ef56")).isInstanceOf(ProvisioningFailed.class);
  }

  private static void await(BooleanSupplier isSo) throws Exception {
    for (int i = 0; i < 200; i++) {
      if (isSo.getAsBoolean()) {
        return;
      }
      Thread.sleep(100);
    }
    assertThat(isSo.getAsBoolean()).as(cluster.log()).isTrue();
  }
}
