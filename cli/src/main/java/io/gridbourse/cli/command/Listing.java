package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb {@code ls} without filters. */
abstract class Listing implements Callable<Integer> {
  private final Context context;
  private final String path;
  private final List<Column> columns;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;
  @Mixin PageOptions page;

  Listing(Context context, String path, List<Column> columns) {
    this.context = context;
    this.path = path;
    this.columns = columns;
  }

  @Override
  public Integer call() {
    form.printer(context).list(columns, server.rest(context).list(path, page.limit));
    return ExitCode.DONE.number();
  }
}
