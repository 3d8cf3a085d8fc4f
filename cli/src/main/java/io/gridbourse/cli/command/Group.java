package io.gridbourse.cli.command;

import io.gridbourse.cli.client.Rest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A noun, which does nothing without a verb. */
abstract class Group implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: " + String.join(", ", spec.subcommands().keySet()));
  }

  /** Adds a filter to a query if the user gave one. */
  static void filter(List<String> query, String name, String value) {
    if (value != null) {
      query.add(name + "=" + Rest.encode(value));
    }
  }
}
