package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares all accounts with the ledger. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Compare every account of the server's books with the ledger, and wait for it.")
final class AccountAuditCommand implements Callable<Integer> {
  private static final String AUDITS = "/api/v1/ledger/audits";
  private static final long LOOK_EVERY_MILLIS = 300;
  private final Context context;
  @Mixin ServerOptions server;
  @Mixin FormatOptions form;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for it (default: ${DEFAULT-VALUE}).")
  int timeoutSeconds;

  AccountAuditCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Rest rest = server.rest(context);
    JsonNode audit = rest.post(AUDITS, JsonNodeFactory.instance.objectNode()).body();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    while (audit.path("state").asText().equals("RUNNING")) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailed(
            ExitCode.TIMEOUT,
            "the audit " + audit.path("id").asText() + " still runs",
            "look later with: gridbourse account audits");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      audit = rest.get(AUDITS + "/" + audit.path("id").asText());
    }
    form.printer(context).one(LedgerColumns.AUDITS, audit);
    boolean clean = audit.path("state").asText().equals("CLEAN");
    return (clean ? ExitCode.DONE : ExitCode.FAILED).number();
  }
}
