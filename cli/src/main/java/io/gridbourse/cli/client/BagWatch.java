package io.gridbourse.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows a bag to its end: looks at it whenever the server says that something happened, and every
 * two seconds anyway. A server that goes away and comes back is waited for.
 */
public final class BagWatch {
  /** Accepted results are there, whatever becomes of the payment. */
  private static final Set<String> FINAL = Set.of("ACCEPTED", "COMPLETED", "FAILED", "CANCELLED");

  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration LOOK_AT_MOST_EVERY = Duration.ofMillis(100);
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final Rest rest;
  private final Consumer<String> notice;

  /** Watches over {@code rest}; {@code notice} hears when the server is away. */
  public BagWatch(Rest rest, Consumer<String> notice) {
    this.rest = rest;
    this.notice = notice;
  }

  /** Whether all that this bag delivers is there. */
  public static boolean isFinal(JsonNode bag) {
    return FINAL.contains(bag.path("state").asText());
  }

  /**
   * Follows {@code bag} and shows each view of it.
   *
   * @param timeout after this the watch ends with exit code 124; the bag goes on
   * @return the last view
   */
  public JsonNode follow(String bag, Duration timeout, Consumer<JsonNode> each) {
    Duration within = timeout.isZero() ? FOR_EVER : timeout;
    long deadline = System.nanoTime() + within.toNanos();
    try (Wakes wakes = new Wakes(rest, bag)) {
      while (true) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        JsonNode view =
            rest.with(new Patience(left, notice)).get("/api/v1/bags/" + Rest.encode(bag));
        each.accept(view);
        if (isFinal(view)) {
          return view;
        }
        if (left.isZero()) {
          throw new CommandFailed(
              ExitCode.TIMEOUT,
              "bag " + bag + " was not done after " + within.toSeconds() + " s; it goes on",
              "watch it with: gridbourse bag watch " + bag);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_AT_MOST_EVERY.toMillis());
        wakes.await(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "").because(e);
    }
  }
}
