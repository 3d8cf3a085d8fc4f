package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How iExec's own client finds the installation. */
@Command(
    name = "iexec-config",
    mixinStandardHelpOptions = true,
    description = {
      "Print the chain.json with which iExec's own client uses this installation.",
      "Write it beside the client's other files: gridbourse iexec-config > chain.json"
    })
final class IexecConfigCommand implements Callable<Integer> {
  private final Context context;
  @Mixin ServerOptions server;

  IexecConfigCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context
        .terminal()
        .out()
        .println(server.rest(context).get("/api/v1/iexec-config").toPrettyString());
    return ExitCode.DONE.number();
  }
}
