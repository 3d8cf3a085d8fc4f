package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A verb {@code describe} of one thing. */
abstract class Description implements Callable<Integer> {
  private final Context context;
  private final String path;
  private final List<Column> columns;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;

  @Parameters(paramLabel = "NAME", description = "Its id, address or name.")
  String name;

  Description(Context context, String path, List<Column> columns) {
    this.context = context;
    this.path = path;
    this.columns = columns;
  }

  @Override
  public Integer call() {
    form.printer(context).one(columns, server.rest(context).get(path + "/" + Rest.encode(name)));
    return ExitCode.DONE.number();
  }
}
