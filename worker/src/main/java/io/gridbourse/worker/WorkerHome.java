package io.gridbourse.worker;

import io.gridbourse.contracts.LedgerException;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.worker.link.WorkerKey;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The worker's folder: its key with the password beside it (both for the owner alone), what it
 * promised, its cache. One agent at a time.
 */
final class WorkerHome implements AutoCloseable {
  private static final String OWNER_ONLY = "rw-------";
  private static final int PASSWORD_BYTES = 32;

  private final Path path;
  private final FileChannel lockFile;

  private WorkerHome(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** Opens the folder, which is made if it is not there, and keeps others out. */
  static WorkerHome open(Path path) throws WorkerExit {
    FileChannel channel = null;
    try {
      Path state = Files.createDirectories(path.resolve("state"));
      // Sealed answers are nobody else's before they are asked for.
      Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
      channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new WorkerExit(
            WorkerExit.CONFLICT,
            "--home " + path + " is in use by another worker: give each worker its own folder");
      }
      SandboxFolder.delete(path.resolve("tmp"));
      Files.createDirectories(path.resolve("tmp"));
      return new WorkerHome(path.toRealPath(), channel);
    } catch (IOException | UncheckedIOException e) {
      throw new WorkerExit(
          WorkerExit.UNFIT,
          "--home " + path + " cannot be written: choose a folder that this user may write",
          e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path path() {
    return path;
  }

  Path state() {
    return path.resolve("state");
  }

  /** The worker's key, made at the first call. */
  WorkerKey key() throws WorkerExit {
    Path file = path.resolve("key.json");
    Path passwordFile = path.resolve("password");
    try {
      if (Files.exists(file)) {
        return new WorkerKey(SigningKey.load(file, Files.readString(passwordFile).strip()));
      }
      if (!Files.exists(passwordFile)) {
        writePassword(passwordFile);
      }
      return new WorkerKey(SigningKey.create(file, Files.readString(passwordFile).strip()));
    } catch (LedgerException e) {
      throw new WorkerExit(WorkerExit.USAGE, e.getMessage(), e);
    } catch (IOException e) {
      throw new WorkerExit(
          WorkerExit.USAGE,
          "the worker's key in " + path + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  boolean hasKey() {
    return Files.exists(path.resolve("key.json"));
  }

  private static void writePassword(Path file) throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)))) {
      channel.write(
          java.nio.ByteBuffer.wrap(
              (HexFormat.of().formatHex(random) + "\n")
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
