package io.gridbourse.worker.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of this machine that sandboxes are made with.
 *
 * @param bwrap bubblewrap
 * @param setpriv drops the uid of an agent that runs as root
 * @param prlimit sets limits of resources
 */
public record SandboxTools(
    Optional<Path> bwrap, Optional<Path> setpriv, Optional<Path> prlimit, Path sh) {
  private static final List<String> USUAL = List.of("/usr/bin", "/bin", "/usr/local/bin");

  /** Looks for them on the search path and in the usual places. */
  public static SandboxTools find(Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "");
    return new SandboxTools(
        find("bwrap", path),
        find("setpriv", path),
        find("prlimit", path),
        find("sh", path).orElse(Path.of("/bin/sh")));
  }

  private static Optional<Path> find(String program, String searchPath) {
    return Stream.concat(Stream.of(searchPath.split(":", -1)), USUAL.stream())
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
