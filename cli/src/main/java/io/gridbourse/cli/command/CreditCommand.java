package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Credits for supporting workers. */
@Command(
    name = "credit",
    mixinStandardHelpOptions = true,
    description = "List and grant credits for supporting workers.",
    subcommands = {CreditCommand.Ls.class, CreditCommand.Grant.class})
final class CreditCommand extends Group {
  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List credits by project.")
  static final class Ls extends Listing {
    Ls(Context context) {
      super(context, "/api/v1/credits", Columns.CREDITS);
    }
  }

  @Command(
      name = "grant",
      mixinStandardHelpOptions = true,
      description = "Grant credits to a project of an account; for operators.")
  static final class Grant implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "Who pays for the bags.")
    String account;

    @Parameters(index = "1", paramLabel = "CREDITS", description = "15 are an hour of a worker.")
    long credits;

    @Option(
        names = "--project",
        paramLabel = "PROJECT",
        defaultValue = "",
        description = "As in the BagSpec's metadata; default: bags that name none.")
    String project;

    Grant(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      JsonNode granted =
          server
              .rest(context)
              .post(
                  "/api/v1/credits",
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("owner", account)
                      .put("project", project)
                      .put("credits", credits))
              .body();
      form.printer(context).one(Columns.CREDITS, granted);
      return ExitCode.DONE.number();
    }
  }
}
