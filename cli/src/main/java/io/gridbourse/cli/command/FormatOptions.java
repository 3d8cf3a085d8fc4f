package io.gridbourse.cli.command;

import io.gridbourse.cli.output.Format;
import io.gridbourse.cli.output.Printer;
import picocli.CommandLine.Option;

/** In which form data is printed. */
final class FormatOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "table",
      description = "Form of the data: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Format format;

  Printer printer(Context process) {
    return new Printer(process.terminal(), format);
  }
}
