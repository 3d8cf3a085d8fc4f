package io.gridbourse.worker.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes sandboxes: namespaces of their own for users, processes, network, messages, host name and
 * files; the filter of system calls; never uid 0, neither inside nor outside.
 */
public final class Sandbox {
  /** The uid that tasks get when the agent is root and nothing else is set. */
  public static final int NOBODY = 65_534;

  private static final int CHECK_SECONDS = 20;

  private final SandboxTools tools;
  private final Optional<Integer> dropTo;
  private final Optional<Path> filter;
  private final String problem;

  private Sandbox(
      SandboxTools tools, Optional<Integer> dropTo, Optional<Path> filter, String problem) {
    this.tools = tools;
    this.dropTo = dropTo;
    this.filter = filter;
    this.problem = problem;
  }

  /**
   * Looks what this machine can do and tries it.
   *
   * @param dropTo the uid for tasks, if the agent is root
   */
  public static Sandbox detect(SandboxTools tools, SandboxFolder folder, Optional<Integer> dropTo)
      throws IOException, InterruptedException {
    String missing = missing(tools, dropTo);
    if (!missing.isEmpty()) {
      return new Sandbox(tools, dropTo, Optional.empty(), missing);
    }
    byte[] program;
    try {
      program = SeccompFilter.assemble(System.getProperty("os.arch"));
    } catch (IllegalArgumentException e) {
      return new Sandbox(tools, dropTo, Optional.empty(), e.getMessage());
    }
    Path filter = folder.write("seccomp.bpf", program);
    Sandbox sandbox = new Sandbox(tools, dropTo, Optional.of(filter), "");
    String failure = sandbox.check();
    return failure.isEmpty()
        ? sandbox
        : new Sandbox(tools, dropTo, Optional.empty(), "bubblewrap does not work here: " + failure);
  }

  /** No isolation by the operating system: for machines that have none, and for tests. */
  public static Sandbox none(SandboxTools tools, Optional<Integer> dropTo, String why) {
    return new Sandbox(tools, dropTo, Optional.empty(), why);
  }

  private static String missing(SandboxTools tools, Optional<Integer> dropTo) {
    if (!System.getProperty("os.name").equals("Linux")) {
      return "sandboxes need Linux, and this is " + System.getProperty("os.name");
    }
    if (tools.bwrap().isEmpty()) {
      return "bubblewrap is missing: apt-get install bubblewrap";
    }
    if (tools.prlimit().isEmpty() || (dropTo.isPresent() && tools.setpriv().isEmpty())) {
      return "prlimit and setpriv are missing: apt-get install util-linux";
    }
    return "";
  }

  /** Why there is no sandbox, with the remedy; empty if there is one. */
  public String problem() {
    return problem;
  }

  public boolean isUsable() {
    return problem.isEmpty();
  }

  /** The program that sets limits; the same path inside. */
  public Path prlimit() {
    return tools.prlimit().orElse(Path.of("/usr/bin/prlimit"));
  }

  /** The program that makes sandboxes; the same path inside. */
  public Path bwrap() {
    return tools.bwrap().orElseThrow(() -> new IllegalStateException(problem));
  }

  /** The file with the filter of system calls. */
  public Path filter() {
    return filter.orElseThrow(() -> new IllegalStateException("there is no sandbox: " + problem));
  }

  /** The uid that tasks get outside, if it is not the agent's. */
  public Optional<Integer> dropTo() {
    return dropTo;
  }

  /** The command line that runs a specification in a fresh sandbox. */
  public List<String> command(SandboxSpec spec) {
    Path program = filter();
    List<String> line = new ArrayList<>();
    line.add(tools.sh().toString());
    line.addAll(List.of("-c", "exec 9<\"$0\"; exec \"$@\"", program.toString()));
    line.addAll(dropping());
    line.add(tools.bwrap().orElseThrow().toString());
    line.addAll(
        List.of(
            "--unshare-user",
            "--unshare-pid",
            "--unshare-net",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup-try",
            "--die-with-parent",
            "--new-session",
            "--hostname",
            "gridbourse",
            "--clearenv"));
    spec.environment().forEach((name, value) -> line.addAll(List.of("--setenv", name, value)));
    system(line);
    line.addAll(spec.mounts());
    line.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/"));
    line.addAll(List.of("--chdir", spec.directory()));
    line.addAll(spec.isNesting() ? List.of("--") : List.of("--seccomp", "9", "--"));
    // Inside: the kernel counts the processes of a user by user namespace.
    line.addAll(List.of(tools.prlimit().orElseThrow().toString(), "--core=0:0"));
    line.addAll(spec.limits());
    line.addAll(spec.command());
    return line;
  }

  /** The part of a command line that gives root's rights up; empty if the agent is not root. */
  public List<String> dropping() {
    if (dropTo.isEmpty() || tools.setpriv().isEmpty()) {
      return List.of();
    }
    return List.of(
        tools.setpriv().get().toString(),
        "--reuid=" + dropTo.get(),
        "--regid=" + dropTo.get(),
        "--clear-groups",
        "--inh-caps=-all",
        "--no-new-privs");
  }

  private static void system(List<String> line) {
    line.addAll(List.of("--ro-bind", "/usr", "/usr"));
    for (String name : List.of("lib", "lib32", "lib64", "libx32", "bin", "sbin")) {
      Path path = Path.of("/", name);
      if (Files.isSymbolicLink(path)) {
        line.addAll(List.of("--symlink", "usr/" + name, "/" + name));
      } else if (Files.isDirectory(path)) {
        line.addAll(List.of("--ro-bind", "/" + name, "/" + name));
      }
    }
    line.addAll(
        List.of(
            "--ro-bind-try",
            "/etc/ld.so.cache",
            "/etc/ld.so.cache",
            "--ro-bind-try",
            "/etc/alternatives",
            "/etc/alternatives",
            "--proc",
            "/proc",
            "--dev",
            "/dev"));
  }

  private String check() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(SandboxSpec.of(List.of("/bin/sh", "-c", "echo works"))))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(CHECK_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "it did not end";
    }
    return process.exitValue() == 0 && said.equals("works\n") ? "" : said.strip();
  }
}
