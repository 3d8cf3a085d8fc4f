package io.gridbourse.worker.wasm;

import io.gridbourse.worker.guest.GuestMain;
import io.gridbourse.worker.sandbox.Sandbox;
import io.gridbourse.worker.sandbox.SandboxFolder;
import io.gridbourse.worker.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a child, inside bubblewrap where that works. */
final class ChildCommand {
  private static final String JAR = "/gridbourse/child.jar";
  private static final String JAVA_HOME_INSIDE = "/gridbourse/java";
  private static final long OVERHEAD_BYTES = 160L << 20;
  private static final int PROCESSES_MAX = 256;
  private static final int FILES_MAX = 128;
  private static final long TMP_BYTES = 8L << 20;

  private final Sandbox sandbox;
  private final Path jar;
  private final Path javaHome;

  ChildCommand(Sandbox sandbox, SandboxFolder folder, Path javaHome) throws IOException {
    this.sandbox = sandbox;
    this.jar = ChildJar.in(folder);
    this.javaHome = javaHome.toRealPath();
  }

  boolean isSandboxed() {
    return sandbox.isUsable();
  }

  /** The heap that a child needs for guests of {@code memoryBytes} with {@code extraBytes}. */
  static long heapBytes(long memoryBytes, long extraBytes) {
    return OVERHEAD_BYTES + memoryBytes + memoryBytes / 2 + 3 * extraBytes;
  }

  List<String> line(long heapBytes) {
    if (!sandbox.isUsable()) {
      List<String> line = new ArrayList<>(sandbox.dropping());
      line.addAll(java(javaHome.toString(), jar.toString(), heapBytes));
      return line;
    }
    boolean inUsr = javaHome.startsWith("/usr");
    String home = inUsr ? javaHome.toString() : JAVA_HOME_INSIDE;
    SandboxSpec spec =
        SandboxSpec.of(java(home, JAR, heapBytes))
            .show(jar, JAR)
            .scratch("/tmp", TMP_BYTES)
            .env("LANG", "C.UTF-8")
            .limit("nproc", PROCESSES_MAX)
            .limit("nofile", FILES_MAX);
    if (inUsr) {
      // Debian's Java has its settings there.
      spec.showIfThere(
          "/etc/"
              + javaHome
                  .getFileName()
                  .toString()
                  .replaceFirst("^java-(\\d+)-openjdk-.*", "java-$1-openjdk"));
    } else {
      spec.show(javaHome, JAVA_HOME_INSIDE);
    }
    return sandbox.command(spec);
  }

  private static List<String> java(String home, String jarPath, long heapBytes) {
    return List.of(
        home + "/bin/java",
        "-Xmx" + (heapBytes >> 20) + "m",
        "-Xms32m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:MaxMetaspaceSize=256m",
        "-XX:-UsePerfData",
        "-XX:+DisableAttachMechanism",
        "-XX:TieredStopAtLevel=4",
        "-Xshare:auto",
        "-Djava.security.egd=file:/dev/urandom",
        "-Dfile.encoding=UTF-8",
        "-cp",
        jarPath,
        GuestMain.class.getName());
  }
}
