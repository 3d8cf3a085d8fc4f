package io.gridbourse.worker.activation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts the interrupts of keyboards, mice and touch pads. Those on USB cannot be told apart. */
final class InputInterrupts implements InputSource {
  private static final List<String> DEVICES =
      List.of("i8042", "keyboard", "mouse", "touchpad", "i2c_hid", "elan", "synaptics");

  private final Path file;
  private OptionalLong before = OptionalLong.empty();
  private Instant last = Instant.MIN;

  InputInterrupts(Path proc) {
    this.file = proc.resolve("interrupts");
  }

  @Override
  public Optional<Instant> lastInput(Instant now) {
    List<String> lines = HostTrees.lines(file).stream().filter(InputInterrupts::isInput).toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    long count = lines.stream().mapToLong(InputInterrupts::count).sum();
    if (before.isEmpty() || before.getAsLong() != count) {
      // At the first look somebody may have typed until this moment.
      last = now;
    }
    before = OptionalLong.of(count);
    return Optional.of(last);
  }

  private static boolean isInput(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    return DEVICES.stream().anyMatch(lower::contains);
  }

  /** The sum over the processors: the numbers that follow the interrupt's name. */
  private static long count(String line) {
    long sum = 0;
    String[] words = line.strip().split("\\s+", -1);
    for (int i = 1; i < words.length && words[i].matches("[0-9]{1,18}"); i++) {
      sum += Long.parseLong(words[i]);
    }
    return sum;
  }
}
