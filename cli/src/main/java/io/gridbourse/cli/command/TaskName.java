package io.gridbourse.cli.command;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A bag, or one of its tasks written BAG/INDEX. */
record TaskName(String bag, Optional<Long> index) {
  /** The resource's path. */
  String path() {
    return BagCommand.path(bag) + index.map(i -> "/tasks/" + i).orElse("");
  }

  /** This, if it names a task. */
  TaskName withIndex() {
    if (index.isEmpty()) {
      throw new CommandFailed(
          ExitCode.USAGE,
          bag + " names a bag, not a task",
          "write " + bag + "/0 for its first task");
    }
    return this;
  }

  /** Reads BAG or BAG/INDEX. */
  static final class Reader implements ITypeConverter<TaskName> {
    @Override
    public TaskName convert(String text) {
      int slash = text.indexOf('/');
      if (slash < 0) {
        return new TaskName(text, Optional.empty());
      }
      String index = text.substring(slash + 1);
      if (slash == 0 || !index.matches("[0-9]{1,18}")) {
        throw new TypeConversionException("'" + text + "' is no task; write BAG/INDEX");
      }
      return new TaskName(text.substring(0, slash), Optional.of(Long.parseLong(index)));
    }
  }
}
