package io.gridbourse.worker.activation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the login manager, over D-Bus, whether the sessions of this machine are idle and since when;
 * desktops keep it told. It is asked every few seconds at most.
 */
final class LogindIdle implements InputSource {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final long ANSWER_SECONDS = 2;
  private static final int ANSWER_MAX = 1_000;
  private static final long MICROS = 1_000_000;

  private final Supplier<Optional<String>> question;
  private Optional<String> answer = Optional.empty();
  private Instant askedAt = Instant.MIN;

  /**
   * An asker.
   *
   * @param question the login manager's answer, as busctl prints it
   */
  LogindIdle(Supplier<Optional<String>> question) {
    this.question = question;
  }

  @Override
  public Optional<Instant> lastInput(Instant now) {
    if (askedAt.equals(Instant.MIN) || !askedAt.plus(EVERY).isAfter(now)) {
      answer = question.get();
      askedAt = now;
    }
    return answer.flatMap(text -> read(text, now));
  }

  /** Two lines: {@code b true} if all sessions are idle, {@code t 1700000000000000} since when. */
  private static Optional<Instant> read(String text, Instant now) {
    List<String> lines = text.lines().map(String::strip).toList();
    if (lines.size() < 2 || !lines.get(1).matches("t [0-9]{1,18}")) {
      return Optional.empty();
    }
    if (lines.get(0).equals("b false")) {
      return Optional.of(now);
    }
    return lines.get(0).equals("b true")
        ? Optional.of(Instant.EPOCH.plusSeconds(Long.parseLong(lines.get(1).substring(2)) / MICROS))
        : Optional.empty();
  }

  /** The command of systemd that asks; empty where it is not there or does not answer in time. */
  static Optional<String> busctl() {
    try {
      Process process =
          new ProcessBuilder(
                  "busctl",
                  "--timeout=2",
                  "get-property",
                  "org.freedesktop.login1",
                  "/org/freedesktop/login1",
                  "org.freedesktop.login1.Manager",
                  "IdleHint",
                  "IdleSinceHint")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      byte[] said = process.getInputStream().readNBytes(ANSWER_MAX);
      return process.exitValue() == 0
          ? Optional.of(new String(said, StandardCharsets.US_ASCII))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
