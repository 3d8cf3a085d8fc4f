package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of one installation; everything that it keeps is below it, readable by its owner. */
public record Home(Path folder) {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /** Uses {@code folder}, which is made if it is missing. */
  public static Home at(Path folder) {
    Home home = new Home(folder);
    home.make("");
    for (String name : List.of("logs", "keys", "content", "chain", "workers", "server/tmp")) {
      home.make(name);
    }
    return home;
  }

  /** A new folder that the caller deletes. */
  public static Home temporary() {
    try {
      return at(Files.createTempDirectory("gridbourse-"));
    } catch (IOException e) {
      throw unusable(Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  /** A path below the folder. */
  public Path at(String name) {
    return folder.resolve(name);
  }

  /** Log of a process. */
  public Path log(String process) {
    return folder.resolve("logs").resolve(process + ".log");
  }

  /** Whether this home was set up before. */
  public boolean isSetUp() {
    return Files.exists(at("gridbourse.properties"));
  }

  /** Writes a file that only its owner can read, whole or not at all. */
  public Path write(String name, String content) {
    Path file = at(name);
    try {
      Files.createDirectories(file.getParent());
      Path next =
          Files.createTempFile(
              file.getParent(), ".new", "", PosixFilePermissions.asFileAttribute(FILE));
      Files.writeString(next, content);
      return Files.move(
          next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Reads a file, without white space at its ends. */
  public String read(String name) {
    try {
      return Files.readString(at(name)).strip();
    } catch (IOException e) {
      throw unusable(at(name), e);
    }
  }

  /** Makes a folder below this one. */
  public Path make(String name) {
    Path made = at(name);
    try {
      Files.createDirectories(made, PosixFilePermissions.asFileAttribute(FOLDER));
      return made;
    } catch (IOException e) {
      throw unusable(made, e);
    }
  }

  /** Deletes what is at {@code name}, with all below it; "" is the whole home. */
  public void delete(String name) {
    Path root = at(name);
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> below = Files.walk(root)) {
      below.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /**
   * Removes the folder whose path a file of this home holds, if there is one, wherever it is.
   *
   * @param prefix that its name has; no other folder is touched
   */
  void deleteNoted(String note, String prefix) {
    try {
      if (!Files.exists(at(note))) {
        return;
      }
      Path noted = Path.of(Files.readString(at(note)).strip());
      if (noted.getFileName().toString().startsWith(prefix) && Files.isDirectory(noted)) {
        new Home(noted).delete("");
      }
    } catch (IOException e) {
      throw unusable(at(note), e);
    }
  }

  /** Deletes everything in the home except what is at {@code name}. */
  public void deleteAllBut(String name) {
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(entry -> !entry.equals(name))
          .forEach(this::delete);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static CommandFailed unusable(Path path, IOException cause) {
    return new CommandFailed(
            ExitCode.USAGE,
            "cannot use " + path + ": " + cause.getMessage(),
            "--home",
            "",
            "choose a folder that you can write to, on a disk with room")
        .because(cause);
  }
}
