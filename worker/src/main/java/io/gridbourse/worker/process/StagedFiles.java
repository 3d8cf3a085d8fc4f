package io.gridbourse.worker.process;

import io.gridbourse.worker.driver.LeaseWork;
import io.gridbourse.worker.sandbox.SandboxFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Files of a lease where its sandbox can read them.
 *
 * @param inputs those that each task finds in its working directory
 * @param saved checkpoints of earlier attempts, each named by its task
 */
public record StagedFiles(Optional<Path> inputs, Optional<Path> saved) implements AutoCloseable {
  /** Copies what a lease needs. */
  public static StagedFiles of(LeaseWork work, SandboxFolder folder) throws IOException {
    Optional<Path> inputs = copy(work.inputs(), folder, "inputs-");
    Map<String, Path> checkpoints = new HashMap<>();
    work.saved().before().forEach((task, file) -> checkpoints.put(Long.toString(task), file));
    try {
      return new StagedFiles(inputs, copy(checkpoints, folder, "saved-"));
    } catch (IOException | UncheckedIOException e) {
      inputs.ifPresent(SandboxFolder::delete);
      throw e;
    }
  }

  private static Optional<Path> copy(Map<String, Path> files, SandboxFolder folder, String prefix)
      throws IOException {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    Path staged = folder.newFolder(prefix);
    try {
      for (Map.Entry<String, Path> each : files.entrySet()) {
        Path file = staged.resolve(each.getKey()).normalize();
        for (Path up = file.getParent(); !up.equals(staged); up = up.getParent()) {
          Files.createDirectories(up);
          SandboxFolder.open(up);
        }
        Files.copy(each.getValue(), file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      }
      return Optional.of(staged);
    } catch (IOException | UncheckedIOException e) {
      SandboxFolder.delete(staged);
      throw e;
    }
  }

  @Override
  public void close() {
    inputs.ifPresent(SandboxFolder::delete);
    saved.ifPresent(SandboxFolder::delete);
  }
}
