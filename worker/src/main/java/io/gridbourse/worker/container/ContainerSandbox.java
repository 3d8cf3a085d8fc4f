package io.gridbourse.worker.container;

import io.gridbourse.domain.data.image.ImageRefusedException;
import io.gridbourse.worker.driver.LeaseNotRunException;
import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.driver.Spawner;
import io.gridbourse.worker.process.Runner;
import io.gridbourse.worker.process.RunnerScript;
import io.gridbourse.worker.process.StagedFiles;
import io.gridbourse.worker.process.TaskSandbox;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Two sandboxes, one in the other. The outer one belongs to the lease and holds the runner, with
 * the programs of the machine, which copies inputs and reads results; the inner one belongs to a
 * task, has nothing but the image and the task's own folders, and the filter of system calls.
 *
 * @param devices of the machine that the tasks may use
 */
record ContainerSandbox(Spawner spawner, Sandbox sandbox, Image image, List<String> devices)
    implements TaskSandbox {
  private static final String IMAGE = "/image";
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** What every task has from us; an image does not change it. */
  private static final Set<String> OURS =
      Set.of(
          "HOME",
          "TMPDIR",
          "GRIDBOURSE_TASK_INDEX",
          "GRIDBOURSE_BAG_ID",
          "GRIDBOURSE_CHECKPOINT",
          "SLURM_ARRAY_TASK_ID");

  @Override
  public Process start(LeaseWork work, StagedFiles staged)
      throws LeaseNotRunException, InterruptedException {
    return Runner.start(spawner, sandbox, spec(work, staged));
  }

  SandboxSpec spec(LeaseWork work, StagedFiles staged) {
    return Runner.spec(work, staged, sandbox, RunnerScript.Holding.ALONE)
        .show(image.folder(), IMAGE)
        .show(sandbox.filter(), RunnerScript.FILTER)
        .nesting();
  }

  @Override
  public List<String> words(List<String> command, Map<String, String> variables) {
    String uid = Integer.toString(image.uid());
    List<String> words = new ArrayList<>(List.of(sandbox.bwrap().toString()));
    words.addAll(List.of("--unshare-user", "--uid", uid, "--gid", uid));
    words.addAll(
        List.of(
            "--unshare-pid",
            "--unshare-net",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup-try",
            "--die-with-parent",
            "--new-session",
            "--hostname",
            "gridbourse",
            "--cap-drop",
            "ALL"));
    environment(variables).forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
    words.addAll(List.of("--ro-bind", IMAGE, "/", "--proc", "/proc", "--dev", "/dev"));
    devices.forEach(device -> words.addAll(List.of("--dev-bind-try", device, device)));
    words.addAll(List.of("--bind", RunnerScript.WORK, RunnerScript.WORK, "--bind", "/tmp", "/tmp"));
    words.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/"));
    words.addAll(List.of("--chdir", directory(), "--seccomp", "9", "--"));
    try {
      words.addAll(image.run().commandLine(command));
    } catch (ImageRefusedException e) {
      throw new IllegalStateException("the driver looks at it before", e);
    }
    return words;
  }

  private Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> all = new TreeMap<>();
    all.put("PATH", PATH);
    image.run().environment().entrySet().stream()
        .filter(each -> !OURS.contains(each.getKey()))
        .forEach(each -> all.put(each.getKey(), each.getValue()));
    all.putAll(variables);
    return all;
  }

  private String directory() {
    String wanted = image.run().directory();
    if (wanted.isEmpty() || wanted.equals("/")) {
      return RunnerScript.WORK;
    }
    return wanted.startsWith("/") ? wanted : "/" + wanted;
  }
}
