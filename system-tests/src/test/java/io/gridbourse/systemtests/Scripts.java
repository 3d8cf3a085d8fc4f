package io.gridbourse.systemtests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Programs of one shell script, as the driver {@code process} takes them. */
final class Scripts {
  private Scripts() {}

  /** A bundle in {@code folder} whose entry {@code run.sh} is the script. */
  static Path bundle(Path folder, String name, String script) throws IOException {
    Path zip = folder.resolve(name + ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("run.sh"));
      out.write(script.getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return zip;
  }
}
