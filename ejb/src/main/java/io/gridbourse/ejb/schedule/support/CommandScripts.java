package io.gridbourse.ejb.schedule.support;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Workers that a site's own commands start, stop and look at. {@code start} prints a handle on its
 * first line; {@code status} ends with 0 while the worker is there and with 1 when it is not.
 */
final class CommandScripts implements Provisioner {
  /** Longest handle. */
  static final int HANDLE_MAX = 200;

  private static final int GONE = 1;
  private final Path start;
  private final Path stop;
  private final Path status;

  CommandScripts(Path start, Path stop, Path status) {
    this.start = start;
    this.stop = stop;
    this.status = status;
  }

  /** What a worker that is being started must know. */
  static Map<String, String> environment(Order order) {
    Map<String, String> environment = new HashMap<>(environment(order.id(), ""));
    environment.put("GRIDBOURSE_TOKEN", order.token());
    environment.put("GRIDBOURSE_SERVER", order.server().toString());
    return environment;
  }

  private static Map<String, String> environment(String id, String handle) {
    return Map.of("GRIDBOURSE_SUPPORT_ID", id, "GRIDBOURSE_SUPPORT_HANDLE", handle);
  }

  /** A handle as it may be stored: one line, printable, not too long. */
  static String handle(String output, String from) {
    String handle = output.lines().findFirst().orElse("").strip();
    boolean isPrintable = handle.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    if (handle.isEmpty() || handle.length() > HANDLE_MAX || !isPrintable) {
      throw new ProvisioningFailed(
          from + " must print a handle of 1 to " + HANDLE_MAX + " printable characters");
    }
    return handle;
  }

  @Override
  public String name() {
    return "command";
  }

  @Override
  public int room(List<String> handles) {
    return Integer.MAX_VALUE;
  }

  @Override
  public String start(Order order) {
    String command = start.toString();
    return handle(Command.run(List.of(command), environment(order)).checked(command), command);
  }

  @Override
  public boolean runs(String id, String handle) {
    return Command.run(List.of(status.toString()), environment(id, handle)).code() != GONE;
  }

  @Override
  public void stop(String id, String handle) {
    Command.run(List.of(stop.toString()), environment(id, handle)).checked(stop.toString());
  }

  /** {@code status} with an empty handle: if it ends with 0, it prints the handle of the id. */
  @Override
  public Optional<String> find(String id) {
    Command.Ended ended = Command.run(List.of(status.toString()), environment(id, ""));
    return ended.code() == 0 && !ended.output().isBlank()
        ? Optional.of(handle(ended.output(), status.toString()))
        : Optional.empty();
  }
}
