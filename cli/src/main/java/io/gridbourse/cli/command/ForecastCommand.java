package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How good forecasts were. */
@Command(
    name = "forecast",
    mixinStandardHelpOptions = true,
    description = {
      "Show how good forecasts of bags were, by app, pool, size and share done.",
      "ALPHA is what the plain prediction is multiplied by, ERROR the mean relative error of the"
          + " median, BRIER the squared error of the probability of being in time, IN50 and IN90"
          + " the shares of bags that ended in the intervals of 50 and 90 %."
    })
final class ForecastCommand implements Callable<Integer> {
  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;
  @Mixin PageOptions page;

  @Option(names = "--app", paramLabel = "APP", description = "Only bags of this app.")
  String app;

  ForecastCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<String> query = new ArrayList<>();
    Group.filter(query, "app", app);
    String suffix = query.isEmpty() ? "" : "?" + String.join("&", query);
    form.printer(context)
        .list(
            Columns.FORECASTS, server.rest(context).list("/api/v1/forecasts" + suffix, page.limit));
    return ExitCode.DONE.number();
  }
}
