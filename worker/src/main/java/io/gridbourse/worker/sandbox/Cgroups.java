package io.gridbourse.worker.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether this machine lets the agent bound groups of processes. */
public final class Cgroups {
  private Cgroups() {}

  /** A sentence for people about what there is. */
  public static String note() {
    Path unified = Path.of("/sys/fs/cgroup/cgroup.controllers");
    if (!Files.exists(unified)) {
      return "cgroups: no unified hierarchy here; limits are per process, not per task";
    }
    try {
      String line =
          Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
              .filter(each -> each.startsWith("0::"))
              .findFirst()
              .orElse("0::/");
      Path own = Path.of("/sys/fs/cgroup", line.substring("0::".length()));
      List<String> controllers = Files.readAllLines(own.resolve("cgroup.controllers"));
      boolean delegated = Files.isWritable(own.resolve("cgroup.procs"));
      return delegated && !controllers.isEmpty()
          ? "cgroups: delegated (" + controllers.get(0) + "), not used yet; limits are per process"
          : "cgroups: not delegated to this user; limits are per process, not per task";
    } catch (IOException | RuntimeException e) {
      return "cgroups: cannot be read; limits are per process, not per task";
    }
  }
}
