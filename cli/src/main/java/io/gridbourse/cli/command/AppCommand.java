package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Apps;
import io.gridbourse.cli.client.Programs;
import io.gridbourse.domain.ledger.NanoRlc;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Apps. */
@Command(
    name = "app",
    mixinStandardHelpOptions = true,
    description = "List apps and register your own.",
    subcommands = {AppCommand.Ls.class, AppCommand.Describe.class, AppCommand.Put.class})
final class AppCommand extends Group {
  @Command(name = "ls", mixinStandardHelpOptions = true, description = "List apps.")
  static final class Ls extends Listing {
    Ls(Context context) {
      super(context, "/api/v1/apps", Columns.APPS);
    }
  }

  @Command(name = "describe", mixinStandardHelpOptions = true, description = "Show an app.")
  static final class Describe extends Description {
    Describe(Context context) {
      super(context, "/api/v1/apps", Columns.APPS);
    }
  }

  @Command(
      name = "put",
      mixinStandardHelpOptions = true,
      description =
          "Store a wasm module, a bundle (zip) or an archive of a container's image (tar) and"
              + " register it as an app.")
  static final class Put implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;
    @Mixin FormatOptions form;

    @Parameters(
        arity = "1..2",
        paramLabel = "[NAME] FILE",
        hideParamSyntax = true,
        description = {
          "Name of the app, and a .wasm module, a zip, or a tar of podman save or docker save.",
          "Without a name the file is only stored; what is printed goes into the iexec.json of"
              + " iExec's client."
        })
    List<String> words;

    @Option(
        names = "--driver",
        paramLabel = "DRIVER",
        description = "wasm, process or container (default: what the file's content is for).")
    String driver;

    @Option(
        names = "--entry",
        paramLabel = "PATH|IMAGE",
        description =
            "File to run in a bundle, or digest or name of an image in an archive of several.")
    String entry;

    @Option(
        names = "--non-deterministic",
        description = "Its results differ from run to run: orders that compare bytes are refused.")
    boolean nonDeterministic;

    @Option(
        names = "--checker",
        paramLabel = "NAME|FILE.wasm",
        description =
            "Checker of its results: one of the server's own, or a module of yours (default:"
                + " none).")
    String checker;

    @Option(
        names = "--units",
        paramLabel = "UNITS",
        description =
            "Units that it can compute one by one, for partial checks: lines or records:BYTES, of"
                + " its output or of a file (lines@FILE).")
    String units;

    @Option(
        names = "--price",
        paramLabel = "PRICE",
        converter = Amount.class,
        description = "Price of a task in nRLC (default: 0 nRLC).")
    NanoRlc price;

    Put(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      Path file = Path.of(words.get(words.size() - 1));
      if (words.size() == 1) {
        return store(file);
      }
      JsonNode registered =
          new Apps(server.rest(context))
              .register(
                  new Apps.App(
                      words.get(0),
                      file,
                      driver != null ? driver : Programs.driver(file),
                      Optional.ofNullable(entry),
                      Optional.ofNullable(checker),
                      price == null ? "0" : price.units().toString(),
                      Optional.ofNullable(units),
                      nonDeterministic));
      form.printer(context).one(Columns.APPS, registered);
      return ExitCode.DONE.number();
    }

    /** Stores a file, and says how iExec's client names it. */
    private Integer store(Path file) {
      boolean registers = driver != null || checker != null || units != null || price != null;
      if (registers || nonDeterministic) {
        throw new CommandFailed(
            ExitCode.USAGE,
            "--driver, --checker, --units, --price and --non-deterministic are of an app that is"
                + " registered here",
            "NAME",
            "",
            "name the app: gridbourse app put NAME FILE, or leave them out");
      }
      form.printer(context)
          .one(
              Columns.PROGRAM,
              Programs.store(server.rest(context), file, Optional.ofNullable(entry)));
      return ExitCode.DONE.number();
    }
  }

  /** Reads amounts of money. */
  static final class Amount implements ITypeConverter<NanoRlc> {
    @Override
    public NanoRlc convert(String text) {
      try {
        return NanoRlc.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
