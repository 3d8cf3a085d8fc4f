package io.gridbourse.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a command leaves behind that keeps all its files below one folder. */
record Traces(Path folder) {
  Traces {
    folder = folder.toAbsolutePath().normalize();
  }

  /** Processes whose command line or environment names the folder, or which work in it. */
  List<String> processes() {
    List<String> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .forEach(
            process -> {
              Path entry = Path.of("/proc", Long.toString(process.pid()));
              String command = text(entry.resolve("cmdline"));
              if (command.contains(folder.toString())
                  || text(entry.resolve("environ")).contains(folder.toString())
                  || directory(entry).startsWith(folder)) {
                found.add(process.pid() + " " + command.replace('\0', ' '));
              }
            });
    return found;
  }

  /** Files that are left, other than logs of the JDK. */
  List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("hsperfdata"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // It has ended, or is another user's.
      return "";
    }
  }

  private static Path directory(Path entry) {
    try {
      return Files.readSymbolicLink(entry.resolve("cwd"));
    } catch (IOException e) {
      return Path.of("/");
    }
  }
}
