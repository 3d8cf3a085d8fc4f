package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two launchers out of one home. The kernel drops the lock with its process, so what a dead
 * launcher left behind is taken over.
 */
final class HomeLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private HomeLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws CommandFailed if another process that lives has it
   */
  static HomeLock take(Home home) {
    Path file = home.at("lock");
    try {
      while (true) {
        FileChannel channel =
            FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked(channel)) {
          channel.close();
          throw taken(home, file);
        }
        if (stillThere(file, channel)) {
          return new HomeLock(file, channel);
        }
        channel.close();
      }
    } catch (IOException e) {
      throw new CommandFailed(
              ExitCode.USAGE,
              "cannot lock " + file + ": " + e.getMessage(),
              "choose another --home")
          .because(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Whether the locked file was not deleted by its last owner meanwhile; if not, writes our id. */
  private static boolean stillThere(Path file, FileChannel channel) throws IOException {
    String pid = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
    try {
      return Files.readString(file).equals(pid);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static CommandFailed taken(Home home, Path file) throws IOException {
    String pid = Files.readString(file).strip();
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
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
