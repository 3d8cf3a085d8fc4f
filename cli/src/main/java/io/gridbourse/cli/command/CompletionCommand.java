package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a completion script for bash and zsh: source <(gridbourse completion)")
final class CompletionCommand implements Callable<Integer> {
  private final Context context;
  @Spec CommandSpec spec;

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.terminal().out().print(AutoComplete.bash("gridbourse", spec.root().commandLine()));
    return ExitCode.DONE.number();
  }
}
