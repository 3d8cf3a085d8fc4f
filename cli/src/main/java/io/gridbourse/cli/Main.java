package io.gridbourse.cli;

import io.gridbourse.cli.command.Gridbourse;
import io.gridbourse.cli.output.Terminal;
import java.util.Map;

/** Entry point of the {@code gridbourse} command. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends with its exit code. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    System.exit(Gridbourse.run(Terminal.ofThisProcess(environment), environment, arguments));
  }
}
