package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Configuration;
import io.gridbourse.cli.client.Endpoint;
import io.gridbourse.cli.client.Patience;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Column;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a server and a token. */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = "Keep a server and a token as a context; the token is read without echo.")
final class LoginCommand implements Callable<Integer> {
  private static final int TOKEN_BYTES_MAX = 4_096;

  private final Context context;

  @Parameters(paramLabel = "URL", description = "The server.")
  String server;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Name of the context (default: ${DEFAULT-VALUE}).")
  String name;

  @Option(
      names = "--token-stdin",
      description = "Read the token from standard input instead of asking.")
  boolean fromStandardInput;

  LoginCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "'" + Column.printable(name) + "' cannot name a context",
          "--name",
          "1 to 64 letters, digits, . _ -",
          "choose another name");
    }
    Endpoint endpoint = new Endpoint(Configuration.checkedServer(server), Optional.of(token()));
    JsonNode about =
        new Rest(endpoint, Patience.forOneCommand(context.terminal()::say)).get("/api/v1/about");
    String user = Column.text(about.path("user"));
    if (user.isEmpty()) {
      throw new CommandFailed(
          ExitCode.NOT_ALLOWED, "the server does not know this token", "get a new token");
    }
    new Configuration(context.environment()).keep(name, endpoint);
    context.terminal().say("logged in to " + endpoint + " as " + user);
    return ExitCode.DONE.number();
  }

  // On the JDK that this runs on, null still says that nobody sits there.
  @SuppressWarnings("SystemConsoleNull")
  private String token() {
    String given = context.environment().get("GRIDBOURSE_TOKEN");
    if (fromStandardInput) {
      given = readStandardInput();
    } else if (given == null) {
      Console console = System.console();
      if (console == null) {
        throw new CommandFailed(
            ExitCode.USAGE, "no token was given", "pipe it in with --token-stdin");
      }
      given = new String(console.readPassword("Token: "));
    }
    String token = given.strip();
    if (token.isEmpty()) {
      throw new CommandFailed(ExitCode.USAGE, "the token is empty", "get one from the operator");
    }
    return token;
  }

  private static String readStandardInput() {
    try {
      return new String(System.in.readNBytes(TOKEN_BYTES_MAX), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailed(ExitCode.USAGE, "cannot read standard input", "").because(e);
    }
  }
}
