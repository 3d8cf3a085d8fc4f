package io.gridbourse.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of the agent that sandboxed processes may read: the child's jar, the filter, unpacked
 * bundles. It lies in the agent's home, unless the sandbox has another uid than the agent and
 * cannot reach the home; then it lies among the temporary files.
 */
public final class SandboxFolder implements AutoCloseable {
  private static final String PREFIX = "gridbourse-worker-";
  private static final String OPEN_FOLDER = "rwxr-xr-x";
  private static final String OPEN_FILE = "rw-r--r--";

  private final Path path;
  private final boolean temporary;

  private SandboxFolder(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * The folder of an agent.
   *
   * @param otherUid true if sandboxes run as another uid than the agent
   */
  public static SandboxFolder of(Path home, boolean otherUid) throws IOException {
    return of(
        home,
        otherUid,
        List.of(
            Path.of(System.getProperty("java.io.tmpdir")), Path.of("/tmp"), Path.of("/var/tmp")));
  }

  /** The folder of an agent; {@code temporary} may hold it where its home is closed to others. */
  static SandboxFolder of(Path home, boolean otherUid, List<Path> temporary) throws IOException {
    if (!otherUid || reachable(home.toAbsolutePath())) {
      Path folder = home.resolve("sandbox");
      Files.createDirectories(folder);
      open(folder);
      removeLeftovers(folder);
      return new SandboxFolder(folder, false);
    }
    Path note = home.resolve("sandbox-folder");
    if (Files.exists(note)) {
      // Left by a process that was killed.
      Path old = Path.of(Files.readString(note));
      if (old.getFileName().toString().startsWith(PREFIX)) {
        delete(old);
      }
    }
    Path folder = Files.createTempDirectory(enterable(temporary, home), PREFIX);
    Files.writeString(note, folder.toString());
    open(folder);
    return new SandboxFolder(folder, true);
  }

  public Path path() {
    return path;
  }

  /** Writes a file that sandboxes can read; readers never see half of it. */
  public Path write(String name, byte[] content) throws IOException {
    Path file = path.resolve(name);
    Path fresh = Files.createTempFile(path, name, ".new");
    Files.write(fresh, content);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(OPEN_FILE));
    return Files.move(
        fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A new, empty folder that sandboxes can read. */
  public Path newFolder(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(path, prefix);
    open(folder);
    return folder;
  }

  /** Lets everybody read and enter a folder. */
  public static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(OPEN_FOLDER));
  }

  /** Removes a folder with all in it; links are removed, not followed. */
  public static void delete(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  /** Unpacked bundles and inputs of a process that was killed. */
  private static void removeLeftovers(Path folder) throws IOException {
    List<Path> old;
    try (Stream<Path> all = Files.list(folder)) {
      old = all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    old.forEach(SandboxFolder::delete);
  }

  /** The first of these folders that others may enter. */
  private static Path enterable(List<Path> temporary, Path home) throws IOException {
    for (Path folder : temporary) {
      if (Files.isDirectory(folder) && Files.isWritable(folder) && reachable(folder)) {
        return folder;
      }
    }
    throw new IOException(
        "sandboxes run as another user, who can enter neither the home "
            + home
            + " nor any of "
            + temporary
            + "; let others enter one of them (chmod o+x on it and on each folder above), or do not"
            + " start the worker as root");
  }

  private static boolean reachable(Path path) throws IOException {
    for (Path folder = path.toRealPath(); folder != null; folder = folder.getParent()) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
      if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    if (temporary) {
      delete(path);
    }
  }
}
