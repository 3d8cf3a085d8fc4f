package io.gridbourse.ejb.schedule.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Slurm cluster of one node, this machine, with a controller and ports of its own. */
final class SlurmCluster implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(40);
  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/bin"));
  private final Path folder;
  private final List<Process> daemons = new ArrayList<>();

  /** Starts it; everything that it writes is in the folder. */
  SlurmCluster(Path folder) throws Exception {
    this.folder = folder;
    String node = InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
    Files.createDirectories(folder.resolve("state"));
    Files.createDirectories(folder.resolve("spool"));
    Files.writeString(folder.resolve("slurm.conf"), configuration(node));
    try {
      start("slurmctld", "-D", "-f", folder.resolve("slurm.conf").toString());
      start("slurmd", "-D", "-N", node, "-f", folder.resolve("slurm.conf").toString());
      awaitIdle();
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
  }

  /** Its commands. */
  SlurmJobs.Tools tools() throws IOException {
    return new SlurmJobs.Tools(tool("sbatch"), tool("squeue"), tool("scancel"));
  }

  /** Ends the controller: nobody answers for the jobs any more. */
  void loseController() {
    end(daemons.get(0));
  }

  /** What the daemons said, for a test that fails. */
  String log() throws IOException {
    return Files.readString(folder.resolve("slurmctld.log"))
        + Files.readString(folder.resolve("slurmd.log"));
  }

  private String configuration(String node) throws IOException {
    return String.join(
        "\n",
        "ClusterName=gridbourse",
        "SlurmctldHost=" + node + "(127.0.0.1)",
        // Nobody but this test's user reaches it; munge would need a key of the machine.
        "AuthType=auth/none",
        "CredType=cred/none",
        "SlurmUser=" + System.getProperty("user.name"),
        "SlurmdUser=" + System.getProperty("user.name"),
        "SlurmctldPort=" + freePort(),
        "SlurmdPort=" + freePort(),
        "StateSaveLocation=" + folder.resolve("state"),
        "SlurmdSpoolDir=" + folder.resolve("spool"),
        "SlurmctldPidFile=" + folder.resolve("slurmctld.pid"),
        "SlurmdPidFile=" + folder.resolve("slurmd.pid"),
        "ProctrackType=proctrack/linuxproc",
        "TaskPlugin=task/none",
        "SwitchType=switch/none",
        "MpiDefault=none",
        "JobAcctGatherType=jobacct_gather/none",
        "SelectType=select/cons_tres",
        "SelectTypeParameters=CR_CPU",
        "ReturnToService=2",
        "MinJobAge=2",
        "KillWait=2",
        "MessageTimeout=2",
        "NodeName=" + node + " NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN",
        "PartitionName=short Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
        "");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void start(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(words));
    command.set(0, program(words[0]).toString());
    Path log = folder.resolve(words[0] + ".log");
    daemons.add(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  private static Path program(String name) {
    return FOLDERS.stream()
        .map(each -> each.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    name + " is missing; as root: apt-get install slurmctld slurmd slurm-client"));
  }

  /** A command of Slurm that finds this cluster. */
  private String tool(String name) throws IOException {
    Path script = folder.resolve(name);
    Files.writeString(
        script,
        String.join(
            "\n",
            "#!/bin/sh",
            "SLURM_CONF='" + folder.resolve("slurm.conf") + "' exec " + program(name) + " \"$@\"",
            ""));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  private void awaitIdle() throws Exception {
    String sinfo = tool("sinfo");
    Instant end = Instant.now().plus(WITHIN);
    String states = "";
    while (Instant.now().isBefore(end)) {
      states = Command.run(List.of(sinfo, "--noheader", "--format=%T"), Map.of()).output();
      if (states.strip().equals("idle")) {
        return;
      }
      Thread.sleep(200);
    }
    assertThat(states).as("state of the only node; " + log()).isEqualTo("idle");
  }

  private static void end(Process daemon) {
    daemon.destroy();
    try {
      if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
    } catch (InterruptedException e) {
      daemon.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    daemons.forEach(SlurmCluster::end);
  }
}
