package io.gridbourse.cli.command;

import io.gridbourse.cli.client.Configuration;
import io.gridbourse.cli.client.Patience;
import io.gridbourse.cli.client.Rest;
import picocli.CommandLine.Option;

/** Which server, and as whom. */
final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Server to ask; else GRIDBOURSE_SERVER, else the current context.")
  String server;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Token to show it; else GRIDBOURSE_TOKEN, else the context's.")
  String token;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the configuration file; else GRIDBOURSE_CONTEXT.")
  String context;

  /** Whether the command line itself says which server. */
  boolean isNamed() {
    return server != null || context != null;
  }

  Rest rest(Context process) {
    return new Rest(
        new Configuration(process.environment()).endpoint(server, token, context),
        Patience.forOneCommand(process.terminal()::say));
  }
}
