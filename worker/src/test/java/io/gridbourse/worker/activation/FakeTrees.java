package io.gridbourse.worker.activation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A machine made of files. */
final class FakeTrees {
  private final Path root;

  FakeTrees(Path root) {
    this.root = root;
  }

  HostTrees trees() {
    return new HostTrees(root.resolve("proc"), root.resolve("sys"), root.resolve("dev"));
  }

  FakeTrees put(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void touch(String path, Instant accessed) {
    try {
      put(path, "");
      Files.getFileAttributeView(
              root.resolve(path), java.nio.file.attribute.BasicFileAttributeView.class)
          .setTimes(null, FileTime.from(accessed), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two processors that have worked so many ticks of all. */
  void processors(long busy, long idle) {
    put("proc/stat", "cpu  " + busy + " 0 0 " + idle + " 0 0 0 0 0 0\ncpu0 1 1 1 1 1 1 1 1");
  }

  void process(long pid, long ticks) {
    put(
        "proc/" + pid + "/stat",
        pid + " (a (strange) name) S 1 1 1 0 -1 4194304 0 0 0 0 " + ticks + " 0 0 0 20 0 1 0");
  }

  void supply(String name, String type, String file, long value) {
    put("sys/class/power_supply/" + name + "/type", type);
    put("sys/class/power_supply/" + name + "/" + file, Long.toString(value));
  }

  void temperature(int zone, String type, long milli) {
    put("sys/class/thermal/thermal_zone" + zone + "/type", type);
    put("sys/class/thermal/thermal_zone" + zone + "/temp", Long.toString(milli));
  }
}
