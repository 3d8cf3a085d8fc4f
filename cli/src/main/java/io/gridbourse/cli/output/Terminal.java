package io.gridbourse.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the command writes: data to {@code out}, messages and bars to {@code err}.
 *
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person reads {@code err}; bars are drawn only then
 * @param colour whether escape sequences may colour the text (never with NO_COLOR)
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean colour) {

  /** This process's own streams. */
  public static Terminal ofThisProcess(Map<String, String> environment) {
    boolean errIsTerminal = isTerminal(2);
    boolean colour =
        errIsTerminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        utf8(FileDescriptor.out), utf8(FileDescriptor.err), isTerminal(1), errIsTerminal, colour);
  }

  /** A message for a person. */
  public void say(String message) {
    err.println(message);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // No such place to look at: then nobody is drawn a bar.
    }
  }
}
