package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What projects cost. */
@Command(
    name = "charges",
    mixinStandardHelpOptions = true,
    description = "Show what was spent in a period, by project, requester and pool (nRLC).")
final class ChargesCommand implements Callable<Integer> {
  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;
  @Mixin PeriodOptions period;

  ChargesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<String> query = new ArrayList<>();
    period.addTo(query);
    String path = "/api/v1/ledger/charges" + (query.isEmpty() ? "" : "?" + String.join("&", query));
    form.printer(context)
        .list(LedgerColumns.CHARGES, server.rest(context).list(path, Integer.MAX_VALUE));
    return ExitCode.DONE.number();
  }
}
