package io.gridbourse.worker.activation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the kernel tells of the machine. In a container these may be mounts of the host's own.
 *
 * @param proc the process file system, as /proc
 * @param sys the device file system, as /sys
 * @param dev the devices, as /dev
 */
public record HostTrees(Path proc, Path sys, Path dev) {
  /** This machine's own. */
  public static HostTrees own() {
    return new HostTrees(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));
  }

  /** A file's text without white space around it; empty if it cannot be read. */
  public static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A file's lines; none if it cannot be read. */
  public static List<String> lines(Path file) {
    return text(file).map(text -> text.lines().toList()).orElse(List.of());
  }

  /** The whole number in a file; empty if there is none. */
  public static OptionalLong number(Path file) {
    Optional<String> text = text(file).filter(each -> each.matches("-?[0-9]{1,18}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /** What is in a folder by name; nothing if it cannot be read. */
  public static List<Path> entries(Path folder, String glob) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
      all.forEach(entries::add);
    } catch (IOException e) {
      return List.of();
    }
    Collections.sort(entries);
    return entries;
  }
}
