package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pools. */
@Command(
    name = "pool",
    mixinStandardHelpOptions = true,
    description = {
      "List pools and what they sell; run one that was deployed elsewhere;",
      "keep workers of one for a project."
    },
    subcommands = {
      PoolCommand.Ls.class,
      PoolCommand.Adopt.class,
      ReservationCommands.Reserve.class,
      ReservationCommands.Ls.class,
      ReservationCommands.Release.class
    })
final class PoolCommand extends Group {
  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List pools.")
  static final class Ls extends Listing {
    Ls(Context context) {
      super(context, "/api/v1/pools", Columns.POOLS);
    }
  }

  @Command(
      name = "adopt",
      mixinStandardHelpOptions = true,
      description = {
        "Let the server run a pool that was deployed with other tools, such as iExec's client.",
        "Its owner's key goes into the server's keystore folder and nowhere else."
      })
  static final class Adopt implements Callable<Integer> {
    private static final long FILE_BYTES_MAX = 16_384;
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(paramLabel = "ADDRESS", description = "The pool on the ledger.")
    String pool;

    @Option(
        names = "--keystore",
        paramLabel = "FILE",
        required = true,
        description = "Keystore (version 3) of the pool's owner.")
    Path keystore;

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        required = true,
        description = "File whose first line opens the keystore.")
    Path passwordFile;

    Adopt(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      if (!pool.matches("0x[0-9a-fA-F]{40}")) {
        throw new CommandFailed(
            ExitCode.USAGE,
            "'" + pool + "' is no address",
            "ADDRESS",
            "0x and 40 hex digits",
            "name the pool as its deployment did");
      }
      JsonNode adopted =
          server
              .rest(context)
              .post(
                  "/api/v1/pools/" + pool + "/adoption",
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("keystore", text(keystore, "--keystore"))
                      .put(
                          "password",
                          text(passwordFile, "--password-file").lines().findFirst().orElse("")))
              .body();
      form.printer(context).one(Columns.POOLS, adopted);
      return ExitCode.DONE.number();
    }

    private static String text(Path file, String option) {
      try {
        if (Files.size(file) > FILE_BYTES_MAX) {
          throw new IOException("it has more than " + FILE_BYTES_MAX + " bytes");
        }
        return Files.readString(file);
      } catch (IOException e) {
        throw new CommandFailed(
                ExitCode.USAGE,
                "cannot read " + file + ": " + e.getMessage(),
                option,
                FILE_BYTES_MAX + " bytes",
                "name a readable file")
            .because(e);
      }
    }
  }
}
