package io.gridbourse.ejb.schedule.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Workers that are processes of this machine and end with the server. Each needs a home: a folder
 * with a key that has pledged a stake, prepared by the operator; one worker at a time uses one.
 *
 * <p>A handle is the process's number, when it was started (numbers come again), and its home.
 */
final class LocalProcesses implements Provisioner {
  private static final String SEPARATOR = "@";
  private final List<String> worker;
  private final Path homes;

  /**
   * Workers in homes.
   *
   * @param worker words that start one; options are added
   * @param homes folder of the homes
   */
  LocalProcesses(List<String> worker, Path homes) {
    this.worker = List.copyOf(worker);
    this.homes = homes;
  }

  private record Handle(long pid, long startedMillis, String home) {
    static Handle of(String text) {
      String[] parts = text.split(SEPARATOR, 3);
      return new Handle(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }

    /** The process itself, not a later one with its number. */
    Optional<ProcessHandle> process() {
      return ProcessHandle.of(pid).filter(each -> started(each) == startedMillis);
    }

    static long started(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public int room(List<String> handles) {
    return free(handles).size();
  }

  private List<Path> free(List<String> handles) {
    Set<String> used =
        handles.stream().map(each -> Handle.of(each).home()).collect(Collectors.toSet());
    try (Stream<Path> all = Files.list(homes)) {
      return all.filter(Files::isDirectory)
          .filter(home -> !used.contains(home.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ProvisioningFailed("the homes in " + homes + " cannot be listed", e);
    }
  }

  @Override
  public String start(Order order) {
    List<Path> free = free(order.handles());
    if (free.isEmpty()) {
      throw new ProvisioningFailed("all homes in " + homes + " are in use");
    }
    Path home = free.get(0);
    try {
      List<String> command = new ArrayList<>(worker);
      command.addAll(List.of("--exit-with-parent", "--server", order.server().toString()));
      command.addAll(List.of("--home", home.toString(), "--name", "support-" + order.id()));
      // Not on the command line, which every user of this machine can read.
      command.addAll(List.of("--token-file", token(home, order.token()).toString()));
      command.addAll(List.of("--slots", "1"));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
              .start();
      process.getOutputStream().close();
      return String.join(
          SEPARATOR,
          Long.toString(process.pid()),
          Long.toString(Handle.started(process.toHandle())),
          home.getFileName().toString());
    } catch (IOException e) {
      throw new ProvisioningFailed("a worker cannot be started in " + home, e);
    }
  }

  private static Path token(Path home, String token) throws IOException {
    Path file = home.resolve("token");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.write(
        file, (token + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
  }

  @Override
  public boolean runs(String id, String handle) {
    return Handle.of(handle).process().filter(ProcessHandle::isAlive).isPresent();
  }

  @Override
  public void stop(String id, String handle) {
    Handle.of(handle).process().ifPresent(ProcessHandle::destroy);
  }

  @Override
  public void kill(String id, String handle) {
    Handle.of(handle).process().ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public Optional<String> find(String id) {
    String name = "support-" + id;
    return ProcessHandle.allProcesses()
        .filter(each -> List.of(each.info().arguments().orElse(new String[0])).contains(name))
        .findFirst()
        .map(
            each ->
                each.pid()
                    + SEPARATOR
                    + Handle.started(each)
                    + SEPARATOR
                    + home(each.info().arguments().orElseThrow()));
  }

  private static String home(String[] arguments) {
    int at = List.of(arguments).indexOf("--home");
    return at < 0 ? "" : String.valueOf(Path.of(arguments[at + 1]).getFileName());
  }
}
