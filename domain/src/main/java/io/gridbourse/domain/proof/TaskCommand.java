package io.gridbourse.domain.proof;

import java.util.List;

/**
 * The command line of one task with its placeholders replaced: what the worker ran.
 *
 * @param words the command's name, then its arguments
 */
public record TaskCommand(List<String> words) {
  public TaskCommand {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command line has at least the command's name");
    }
  }
}
