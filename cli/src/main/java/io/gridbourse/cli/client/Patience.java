package io.gridbourse.cli.client;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long a request is repeated while the server cannot be reached.
 *
 * @param total give up after this; zero means one attempt
 * @param notice told once per outage, in a sentence
 */
public record Patience(Duration total, Consumer<String> notice) {
  private static final Duration SHORT = Duration.ofSeconds(5);

  /** For a command whose user waits for the prompt. */
  public static Patience forOneCommand(Consumer<String> notice) {
    return new Patience(SHORT, notice);
  }
}
