package io.gridbourse.domain.data.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an image wants to be run.
 *
 * @param entrypoint the program and its first arguments; may be empty
 * @param arguments those that follow if the user gives none
 * @param directory where the program starts; empty if it does not matter
 * @param user name or number, perhaps with a group behind a colon; empty if it does not matter
 */
public record ImageRun(
    List<String> entrypoint,
    List<String> arguments,
    Map<String, String> environment,
    String directory,
    String user) {
  public ImageRun {
    entrypoint = List.copyOf(entrypoint);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(new LinkedHashMap<>(environment));
  }

  /**
   * The command line of a task. The first word of a bag's command is the name of the app; an image
   * without an entrypoint runs that word itself, if others follow.
   *
   * @param command a bag's command with its placeholders replaced; may be empty
   * @throws ImageRefusedException if neither says what to run
   */
  public List<String> commandLine(List<String> command) throws ImageRefusedException {
    List<String> line = new ArrayList<>(entrypoint);
    if (command.size() <= 1) {
      line.addAll(arguments);
    } else {
      line.addAll(entrypoint.isEmpty() ? command : command.subList(1, command.size()));
    }
    if (line.isEmpty()) {
      throw new ImageRefusedException("it has neither an entrypoint nor a command");
    }
    return line;
  }
}
