package io.gridbourse.ejb.schedule.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command of the site to its end, without a shell. It gets what it needs by environment, so
 * that no other user of the machine reads a token in the list of processes.
 */
final class Command {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final int OUTPUT_MAX = 8_192;
  private static final int ERROR_MAX = 300;

  private Command() {}

  /** How it ended and what it printed. */
  record Ended(int code, String output, String error) {
    /** Its output, if it ended well. */
    String checked(String what) {
      if (code != 0) {
        String words = (error.isBlank() ? output : error).strip();
        String shown = words.length() <= ERROR_MAX ? words : words.substring(0, ERROR_MAX);
        throw new ProvisioningFailed(what + " ended with " + code + ": " + shown);
      }
      return output;
    }
  }

  static Ended run(List<String> words, Map<String, String> environment) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("support-");
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().putAll(environment);
      Process process =
          builder
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new ProvisioningFailed(
            words.get(0) + " did not end within " + WITHIN.toSeconds() + " s");
      }
      return new Ended(process.exitValue(), head(out), head(err));
    } catch (IOException e) {
      throw new ProvisioningFailed(words.get(0) + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProvisioningFailed(words.get(0) + " was interrupted", e);
    } finally {
      delete(folder);
    }
  }

  private static String head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(OUTPUT_MAX), StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path folder) {
    if (folder != null) {
      try {
        Files.deleteIfExists(folder.resolve("out"));
        Files.deleteIfExists(folder.resolve("err"));
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        // Two small files stay in the folder for temporary ones.
        return;
      }
    }
  }
}
