package io.gridbourse.cli.command;

import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.demo.ChessDemo;
import io.gridbourse.cli.demo.ChessPlan;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.Supervised;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demonstration of callbacks. */
@Command(
    name = "chess",
    mixinStandardHelpOptions = true,
    description = {
      "Let contracts that know no rules play chess.",
      "Starts an installation as demo does. A contract asks the grid about each move; the grid"
          + " decides whether it is legal, mate or stalemate, and calls the contract back. Ends with"
          + " 0 only if every question was called back and the games ended as they must."
    })
final class ChessDemoCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--moves",
      paramLabel = "MOVES",
      description =
          "Moves of one game, such as \"e2e4 e7e5\" (default: one game to a mate, one to a"
              + " stalemate).")
  String moves;

  @Option(
      names = "--position",
      paramLabel = "FEN",
      description = "Where that game begins (default: as games begin).")
  String position;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "4",
      description = "Workers (default: ${DEFAULT-VALUE}); of three or more the last one lies.")
  int workers;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder for all data (default: a temporary one that is deleted at the end).")
  Path home;

  ChessDemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ChessPlan plan = plan();
    return Supervised.run(
        () ->
            Installation.builder()
                .home(home)
                .workers(plan.workerPlans())
                .narrator(context.terminal()::say)
                .build(),
        installation ->
            new ChessDemo(installation, context.terminal(), plan).run()
                ? ExitCode.DONE
                : ExitCode.FAILED);
  }

  private ChessPlan plan() {
    return moves == null && position == null
        ? ChessPlan.standard(workers)
        : ChessPlan.of(Optional.ofNullable(position), moves == null ? "" : moves, workers);
  }
}
