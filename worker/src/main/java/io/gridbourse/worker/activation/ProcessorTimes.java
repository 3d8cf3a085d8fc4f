package io.gridbourse.worker.activation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long the machine's processors have worked: all in all, and for a set of processes. Ticks of
 * the kernel's clock; only differences mean something.
 */
final class ProcessorTimes {
  private static final int FIELDS = 8;
  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int UTIME = 11;
  private static final int TIMES = 4;

  private final Path proc;
  private final Supplier<Set<Long>> own;

  /**
   * Times of a machine.
   *
   * @param own the processes that count as ours
   */
  ProcessorTimes(Path proc, Supplier<Set<Long>> own) {
    this.proc = proc;
    this.own = own;
  }

  /** This process and all that it started. */
  static Set<Long> family() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** Ticks so far. */
  record Ticks(long busy, long total, long own) {}

  /** Reads them; empty where the kernel does not tell. */
  Optional<Ticks> read() {
    return HostTrees.lines(proc.resolve("stat")).stream()
        .filter(line -> line.startsWith("cpu "))
        .findFirst()
        .flatMap(this::ticks);
  }

  private Optional<Ticks> ticks(String line) {
    String[] words = line.substring("cpu ".length()).strip().split("\\s+", -1);
    if (words.length < FIELDS) {
      return Optional.empty();
    }
    long total = 0;
    for (int i = 0; i < FIELDS; i++) {
      total += Long.parseLong(words[i]);
    }
    long busy = total - Long.parseLong(words[IDLE]) - Long.parseLong(words[IO_WAIT]);
    return Optional.of(new Ticks(busy, total, own.get().stream().mapToLong(this::ticksOf).sum()));
  }

  /** Ticks of a process with those of its children that have ended: so none is lost or doubled. */
  private long ticksOf(long pid) {
    String stat = HostTrees.text(proc.resolve(Long.toString(pid)).resolve("stat")).orElse("");
    // The name stands in brackets and may hold anything, spaces and brackets included.
    int end = stat.lastIndexOf(')');
    if (end < 0) {
      return 0;
    }
    String[] words = stat.substring(end + 1).strip().split("\\s+", -1);
    long ticks = 0;
    for (int i = UTIME; i < Math.min(words.length, UTIME + TIMES); i++) {
      ticks += Long.parseLong(words[i]);
    }
    return ticks;
  }
}
