package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The folder with all that an installation runs, as the build assembles it. */
public record Bundle(Path folder) {
  private static final String PROPERTY = "gridbourse.bundle";
  private static final String JAVA_OPTIONS = "GRIDBOURSE_JAVA_OPTIONS";

  /**
   * The bundle that the launcher named.
   *
   * @throws CommandFailed if there is none
   */
  public static Bundle ofThisProcess() {
    String folder = System.getProperty(PROPERTY);
    if (folder == null) {
      throw missing("an unnamed place");
    }
    Bundle bundle = new Bundle(Path.of(folder).toAbsolutePath());
    if (!Files.exists(bundle.at("server/gridbourse.war"))) {
      throw missing(folder);
    }
    return bundle;
  }

  private static CommandFailed missing(String place) {
    return new CommandFailed(
        ExitCode.USAGE,
        "no server to run is in " + place,
        "start it by ./gridbourse in the source tree, which builds what is missing");
  }

  /** A file of the bundle. */
  public Path at(String name) {
    return folder.resolve(name);
  }

  /** The text of a file of the bundle. */
  String text(String name) {
    try {
      return Files.readString(at(name));
    } catch (IOException e) {
      throw missing(at(name).toString()).because(e);
    }
  }

  /** The java that runs this process, which is good enough for its children. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * How commands begin that run servers and workers of this machine: the java of this process, with
   * the options that {@code GRIDBOURSE_JAVA_OPTIONS} holds, divided by blanks. Later options win.
   */
  static List<String> javaCommand(Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of(java()));
    String options = environment.getOrDefault(JAVA_OPTIONS, "").strip();
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split("\\s+")));
    }
    return command;
  }
}
