package io.gridbourse.worker.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs of this machine with the libraries that they load: enough for an image of our own, so
 * that the probes need no image from anywhere.
 */
public final class HostPrograms {
  private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x[0-9a-f]+\\)");
  private static final List<Path> FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));
  private static final int SECONDS = 20;

  private HostPrograms() {}

  /** The files of an image that has these programs, as far as this machine has them. */
  public static Map<String, byte[]> files(List<String> programs)
      throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String program : programs) {
      for (Path folder : FOLDERS) {
        Path path = folder.resolve(program);
        if (Files.isExecutable(path)) {
          found.add(path.toString());
          files.put("usr/bin/" + program, Files.readAllBytes(path));
          break;
        }
      }
    }
    files.put("bin/sh", Files.readAllBytes(Path.of("/bin/sh")));
    for (String library : libraries(found)) {
      files.put(library.substring(1), Files.readAllBytes(Path.of(library)));
    }
    return files;
  }

  private static List<String> libraries(List<String> programs)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("ldd", "/bin/sh"));
    line.addAll(programs);
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("ldd does not end");
    }
    List<String> libraries = new ArrayList<>();
    Matcher matcher = LIBRARY.matcher(said);
    while (matcher.find()) {
      if (!libraries.contains(matcher.group(1))) {
        libraries.add(matcher.group(1));
      }
    }
    return libraries;
  }
}
