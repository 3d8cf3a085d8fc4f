package io.gridbourse.cli.command;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings results here. */
@Command(
    name = "results",
    mixinStandardHelpOptions = true,
    description = "Bring the certified results of a bag into a folder.")
final class ResultsCommand implements Callable<Integer> {
  private final Context context;
  @Mixin ServerOptions server;

  @Parameters(paramLabel = "BAG", description = "Id of the bag.")
  String bag;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Folder for the results; without it a single result goes to standard output.")
  Path folder;

  @Option(names = "--index", paramLabel = "INDEX", description = "Only the result of this task.")
  Long index;

  ResultsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Rest rest = server.rest(context);
    String path = BagCommand.path(bag) + "/results";
    if (index != null && folder == null) {
      rest.read(path + "/" + index, (status, in) -> in.transferTo(context.terminal().out()));
      context.terminal().out().flush();
      return ExitCode.DONE.number();
    }
    if (folder == null) {
      throw new CommandFailed(
          ExitCode.USAGE, "many results need a folder", "-o", "", "add -o DIR, or --index INDEX");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unwritable(e);
    }
    long files =
        index == null
            ? rest.read(path, (status, in) -> unpack(in))
            : rest.read(path + "/" + index, (status, in) -> keep(Long.toString(index), in));
    context.terminal().say(files + (files == 1 ? " file" : " files") + " in " + folder);
    return ExitCode.DONE.number();
  }

  private long unpack(InputStream in) throws IOException {
    long files = 0;
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          files += keep(entry.getName(), zip);
        }
      }
    }
    return files;
  }

  /** Writes one file, whole or not at all, and never outside the folder. */
  private long keep(String name, InputStream in) {
    Path root = folder.toAbsolutePath().normalize();
    Path target = root.resolve(name).normalize();
    if (!target.startsWith(root) || target.equals(root)) {
      throw new CommandFailed(
          ExitCode.SERVER, "the server names a file outside the folder: " + name, "report this");
    }
    Path part;
    try {
      Files.createDirectories(target.getParent());
      if (!target.getParent().toRealPath().startsWith(root.toRealPath())) {
        throw new CommandFailed(
            ExitCode.CONFLICT, target + " leads out of the folder by a link", "remove that link");
      }
      part = Files.createTempFile(target.getParent(), ".part", "");
    } catch (IOException e) {
      throw unwritable(e);
    }
    try {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      return 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      part.toFile().delete();
    }
  }

  private CommandFailed unwritable(IOException cause) {
    return new CommandFailed(
            ExitCode.USAGE, "cannot write to " + folder, "-o", "", "choose a folder of yours")
        .because(cause);
  }
}
