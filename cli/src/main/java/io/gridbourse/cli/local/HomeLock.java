package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps two launchers out of one home. The kernel drops the lock with its process, so what a dead
 * launcher left behind is taken over. It also drops the lock when the process closes any other
 * handle of the same file (fcntl of POSIX), so the owner never opens the file a second time.
 */
final class HomeLock implements AutoCloseable {
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();
  private final Path file;
  private final FileChannel channel;

  private HomeLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws CommandFailed if a launcher that lives has it
   */
  static HomeLock take(Home home) {
    Path file = home.at("lock").toAbsolutePath().normalize();
    if (!OWN.add(file)) {
      throw taken(home, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return new HomeLock(file, locked(home, file));
    } catch (IOException e) {
      OWN.remove(file);
      throw new CommandFailed(
              ExitCode.USAGE,
              "cannot lock " + file + ": " + e.getMessage(),
              "choose another --home")
          .because(e);
    } catch (CommandFailed e) {
      OWN.remove(file);
      throw e;
    }
  }

  private static FileChannel locked(Home home, Path file) throws IOException {
    while (true) {
      if (Files.notExists(file)) {
        createUnlessThere(file);
      }
      Optional<Object> identity = identity(file);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw taken(home, Files.readString(file).strip());
      }
      if (identity.isPresent() && identity.equals(identity(file))) {
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
        return channel;
      }
      channel.close();
    }
  }

  private static void createUnlessThere(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Another launcher was first: the lock decides between the two.
    }
  }

  /** Which file the path names now: its last owner may have deleted the one that was opened. */
  private static Optional<Object> identity(Path file) throws IOException {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static CommandFailed taken(Home home, String pid) {
    return new CommandFailed(
        ExitCode.CONFLICT,
        home.folder() + " is in use by process " + (pid.isEmpty() ? "(unknown)" : pid),
        "--home",
        "",
        "stop that process, or choose another folder");
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
      OWN.remove(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
