package io.gridbourse.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridbourse.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Runs the command as a shell would, without a terminal, and keeps what it wrote. */
final class Shell {
  private final Map<String, String> environment = new HashMap<>();

  Shell with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  record Ended(int code, String out, String err) {}

  Ended run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false,
            false,
            false);
    int code = Gridbourse.run(terminal, environment, arguments);
    return new Ended(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
