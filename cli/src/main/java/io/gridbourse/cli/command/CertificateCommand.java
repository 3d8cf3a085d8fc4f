package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Column;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Certificates as signed documents. */
@Command(
    name = "certificate",
    mixinStandardHelpOptions = true,
    description = "Bring signed certificates here, and check them without the server.",
    subcommands = {CertificateCommand.Get.class, VerifyCertificateCommand.class})
final class CertificateCommand extends Group {
  /** In which form it comes. */
  enum Form {
    JSON,
    PDF
  }

  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = {
        "Bring the certificate of a bag that has ended, or of a task.",
        "It says what ran on what, who answered, why that is believed and where the ledger has it,"
            + " and is signed with the key of the pool's owner."
      })
  static final class Get implements Callable<Integer> {
    private final Context context;
    @Mixin ServerOptions server;

    @Parameters(
        paramLabel = "BAG[/INDEX]",
        converter = TaskName.Reader.class,
        description = "The bag, or the task.")
    TaskName name;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        defaultValue = "JSON",
        description = "json, or pdf with the JSON attached (default: json).")
    Form format;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Write it there; without it JSON goes to standard output.")
    Path file;

    Get(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      if (format == Form.PDF && file == null) {
        throw new CommandFailed(
            ExitCode.USAGE, "a PDF needs a file", "-o", "", "add -o certificate.pdf");
      }
      String path = name.path() + "/certificate?format=" + (format == Form.PDF ? "pdf" : "json");
      long bytes = server.rest(context).read(path, (status, in) -> keep(in));
      if (file != null) {
        context.terminal().say("the certificate is in " + file + " (" + bytes + " bytes)");
      }
      return ExitCode.DONE.number();
    }

    private long keep(InputStream in) throws IOException {
      if (file == null) {
        PrintStream out = context.terminal().out();
        long bytes = in.transferTo(out);
        out.flush();
        return bytes;
      }
      byte[] content = in.readAllBytes();
      try {
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".part", "");
        Files.write(part, content);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new CommandFailed(
                ExitCode.USAGE, "cannot write " + file, "-o", "", "choose a file of yours")
            .because(e);
      }
      return content.length;
    }
  }

  /** One line about what a statement certifies. */
  static String subject(JsonNode statement) {
    String bag = Column.text(statement.at("/bag/id"));
    return statement.path("task").isObject()
        ? "task " + bag + "/" + Column.text(statement.at("/task/index"))
        : "bag " + bag;
  }
}
