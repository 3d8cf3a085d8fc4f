package io.gridbourse.worker.guest;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.gridbourse.domain.bag.TaskEnvironment;
import io.gridbourse.worker.frame.GuestProgram;
import io.gridbourse.worker.outcome.OutputFiles;
import io.gridbourse.worker.outcome.OutputFolder;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one task, in memory: a link that points out of the directory points at nothing. The
 * working directory holds the inputs.
 */
final class GuestFiles implements AutoCloseable {
  private static final int BLOCK_BYTES = 8_192;
  private static final String WORK = "/work";

  private final FileSystem fileSystem;
  private final Path directory;

  private GuestFiles(FileSystem fileSystem, Path directory) {
    this.fileSystem = fileSystem;
    this.directory = directory;
  }

  /** A fresh working directory with the program's inputs in it. */
  static GuestFiles of(GuestProgram program) throws IOException {
    long inputBytes = program.inputs().values().stream().mapToLong(b -> b.length).sum();
    FileSystem fileSystem =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder()
                .setWorkingDirectory(WORK)
                .setBlockSize(BLOCK_BYTES)
                .setMaxSize(
                    program.limits().diskBytes()
                        + inputBytes
                        + (long) BLOCK_BYTES * (program.inputs().size() + 1))
                .setMaxCacheSize(0)
                .build());
    Path directory = fileSystem.getPath(WORK);
    for (Map.Entry<String, byte[]> input : program.inputs().entrySet()) {
      Path file = directory.resolve(input.getKey()).normalize();
      Files.createDirectories(file.getParent());
      Files.write(file, input.getValue());
    }
    for (String name : program.outputs()) {
      if (TaskEnvironment.isFolder(name)) {
        Files.createDirectories(directory.resolve(name).normalize());
      }
    }
    return new GuestFiles(fileSystem, directory);
  }

  Path directory() {
    return directory;
  }

  /**
   * The declared outputs as one outcome; links are not followed.
   *
   * @throws BadOutputException if one is missing, no plain file, or all together are too large
   */
  byte[] collect(GuestProgram program, byte[] stdout) throws IOException, BadOutputException {
    if (program.outputs().size() == 1 && TaskEnvironment.isFolder(program.outputs().get(0))) {
      return bounded(program, folder(program, stdout));
    }
    OutputFiles files = new OutputFiles();
    long total = 0;
    for (String name : program.outputs()) {
      Path file = directory.resolve(name).normalize();
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new BadOutputException("the program left no plain file " + name);
      }
      total += Files.size(file);
      if (total > program.limits().outputBytesMax()) {
        throw new BadOutputException(
            "the outputs exceed " + program.limits().outputBytesMax() + " bytes");
      }
      files.add(name, Files.readAllBytes(file));
    }
    return bounded(program, files.toByteArray());
  }

  private byte[] folder(GuestProgram program, byte[] stdout)
      throws IOException, BadOutputException {
    String name = program.outputs().get(0);
    Path folder = directory.resolve(name).normalize();
    OutputFolder files = new OutputFolder(name);
    List<Path> found = List.of();
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> all = Files.walk(folder)) {
        found =
            all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .limit(OutputFolder.FILES_MAX + 1L)
                .toList();
      }
    }
    if (found.size() > OutputFolder.FILES_MAX) {
      throw new BadOutputException(
          "the task left more than " + OutputFolder.FILES_MAX + " files in " + name);
    }
    long total = 0;
    for (Path file : found) {
      total += Files.size(file);
      if (total > program.limits().outputBytesMax()) {
        throw new BadOutputException(
            "the outputs exceed " + program.limits().outputBytesMax() + " bytes");
      }
      files.add(folder.relativize(file).toString(), Files.readAllBytes(file));
    }
    try {
      return files.toByteArray(stdout);
    } catch (IllegalStateException e) {
      throw new BadOutputException(e.getMessage());
    }
  }

  /** What the task saved in a plain file, links not followed; empty if that is nothing. */
  Optional<byte[]> saved(String path, long bytesMax) throws IOException {
    Path file = directory.resolve(path).normalize();
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > bytesMax) {
      return Optional.empty();
    }
    byte[] content = Files.readAllBytes(file);
    return content.length == 0 || content.length > bytesMax
        ? Optional.empty()
        : Optional.of(content);
  }

  /** Puts back what an earlier attempt saved. */
  void restore(String path, byte[] content) throws IOException {
    Path file = directory.resolve(path).normalize();
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static byte[] bounded(GuestProgram program, byte[] outcome) throws BadOutputException {
    if (outcome.length > program.limits().outputBytesMax()) {
      throw new BadOutputException(
          "the outputs with their names exceed " + program.limits().outputBytesMax() + " bytes");
    }
    return outcome;
  }

  @Override
  public void close() throws IOException {
    fileSystem.close();
  }

  /** Outputs that cannot be taken. */
  static final class BadOutputException extends Exception {
    private static final long serialVersionUID = 1L;

    BadOutputException(String message) {
      super(message, null, false, false);
    }
  }
}
