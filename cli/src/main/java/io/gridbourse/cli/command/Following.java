package io.gridbourse.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.BagWatch;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.output.Bar;
import io.gridbourse.cli.output.Column;
import io.gridbourse.cli.output.Format;
import io.gridbourse.cli.output.Printer;
import java.time.Duration;

/** Waits for the end of a bag and makes an exit code of it. */
final class Following {
  private Following() {}

  /**
   * What to wait for.
   *
   * @param timeout zero waits for ever
   * @param watch whether progress is shown
   */
  record Wish(String bag, Duration timeout, boolean watch, Format format) {}

  static int toTheEnd(Context context, Rest rest, Wish wish) {
    JsonNode last;
    try (Bar bar = new Bar(context.terminal())) {
      last =
          new BagWatch(rest, context.terminal()::say)
              .follow(wish.bag(), wish.timeout(), view -> progress(bar, wish, view));
    }
    if (wish.format() == Format.table) {
      context.terminal().out().println(wish.bag() + " " + Column.text(last.path("state")));
    } else {
      new Printer(context.terminal(), wish.format()).one(Columns.BAGS, last);
    }
    String reason = Column.text(last.path("reason"));
    if (!reason.isEmpty()) {
      context.terminal().say(reason);
    }
    String state = last.path("state").asText();
    boolean isWhole = last.path("counts").path("failed").asLong() == 0;
    boolean succeeded = "COMPLETED".equals(state) || ("ACCEPTED".equals(state) && isWhole);
    return (succeeded ? ExitCode.DONE : ExitCode.FAILED).number();
  }

  private static void progress(Bar bar, Wish wish, JsonNode view) {
    if (wish.watch()) {
      bar.show(view);
    }
  }
}
