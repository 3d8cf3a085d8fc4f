package io.gridbourse.worker.activation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** When somebody last typed at a terminal, here or from afar: the kernel notes it at the device. */
final class TerminalInput implements InputSource {
  private final Path dev;

  TerminalInput(Path dev) {
    this.dev = dev;
  }

  @Override
  public Optional<Instant> lastInput(Instant now) {
    return Stream.concat(
            HostTrees.entries(dev.resolve("pts"), "[0-9]*").stream(),
            HostTrees.entries(dev, "tty[0-9]*").stream())
        .map(TerminalInput::accessed)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder());
  }

  private static Instant accessed(Path device) {
    try {
      return Files.readAttributes(device, BasicFileAttributes.class).lastAccessTime().toInstant();
    } catch (IOException e) {
      return null;
    }
  }
}
