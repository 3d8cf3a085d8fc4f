package io.gridbourse.system.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A full-platform Payara Server with a domain of its own, on loopback and free ports. */
final class PayaraServer implements AutoCloseable {
  private static final String DOMAIN = "gridbourse";
  private static final long COMMAND_SECONDS_MAX = 180;
  private static final int BASE_FIRST = 21_000;
  private static final int BASE_LAST = 31_000;
  private static final int BASE_STEP = 100;
  private static final int ADMIN = 48;
  private static final int HTTP = 80;

  /** All ports of a domain, as offsets to its base. */
  private static final List<Integer> OFFSETS =
      List.of(9, 37, 38, 39, ADMIN, 49, 59, 66, 76, HTTP, 81, 86);

  private final Path asadmin;
  private final Path domains;
  private final int base;

  private PayaraServer(Path asadmin, Path domains, int base) {
    this.asadmin = asadmin;
    this.domains = domains;
    this.base = base;
  }

  /** Makes the domain and starts it; nothing of it stays if that fails. */
  static PayaraServer start(Path folder, Surroundings surroundings) throws IOException {
    Path domains = surroundings.installation().home().make("domains");
    PayaraServer server = new PayaraServer(folder.resolve("bin/asadmin"), domains, freeBase());
    server.local(
        "create-domain", List.of("--nopassword=true", "--portbase", Integer.toString(server.base)));
    server.configure(surroundings);
    try {
      server.local("start-domain", List.of());
    } catch (IllegalStateException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Runs asadmin commands, one a line. */
  void run(List<String> commands) throws IOException {
    for (String command : commands) {
      List<String> words = new ArrayList<>(List.of("--port", Integer.toString(base + ADMIN)));
      words.addAll(List.of(command.split(" ")));
      execute(words);
    }
  }

  /** Where applications answer. */
  String url() {
    return "http://127.0.0.1:" + (base + HTTP);
  }

  /** The process that serves, if it runs. */
  Optional<ProcessHandle> process() throws IOException {
    Path file = domains.resolve(DOMAIN).resolve("config/pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readString(file, UTF_8).strip()))
        : Optional.empty();
  }

  /** What it logged, for a test that failed. */
  String log() throws IOException {
    Path log = domains.resolve(DOMAIN).resolve("logs/server.log");
    return Files.exists(log) ? Files.readString(log, UTF_8) : "";
  }

  @Override
  public void close() throws IOException {
    Optional<ProcessHandle> process = process();
    try {
      local("stop-domain", List.of());
    } finally {
      process.ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Loopback only, no cluster, our settings, the driver: what an administrator would set. */
  private void configure(Surroundings surroundings) throws IOException {
    Path domain = domains.resolve(DOMAIN);
    Files.copy(
        surroundings.server("postgresql.jar"),
        domain.resolve("lib/postgresql.jar"),
        StandardCopyOption.REPLACE_EXISTING);
    Path file = domain.resolve("config/domain.xml");
    String settings =
        "<jvm-options>-Dgridbourse.settings="
            + surroundings.home("gridbourse.properties")
            + "</jvm-options>";
    String text =
        Files.readString(file, UTF_8)
            .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
            .replaceAll(
                "<network-listener port=\"([0-9]+)\"",
                "<network-listener address=\"127.0.0.1\" port=\"$1\"")
            .replace(
                "<hazelcast-config-specific-configuration>",
                "<hazelcast-config-specific-configuration enabled=\"false\">")
            .replaceFirst("<jvm-options>-Xmx512m</jvm-options>", "$0" + settings);
    Files.writeString(file, text, UTF_8);
  }

  /** A command about the domain itself, which asadmin does on the files. */
  private void local(String command, List<String> options) throws IOException {
    List<String> words = new ArrayList<>(List.of(command, "--domaindir", domains.toString()));
    words.addAll(options);
    words.add(DOMAIN);
    execute(words);
  }

  private void execute(List<String> words) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(asadmin.toString(), "--terse", "--interactive=false"));
    command.addAll(words);
    Path output = Files.createTempFile(domains, "asadmin", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("AS_JAVA", System.getProperty("java.home"));
    // To a file: the server that asadmin starts would keep a pipe open.
    Process process = builder.redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    boolean ended = endsInTime(process);
    if (!ended) {
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException(
          "asadmin %s: %s".formatted(words.get(0), Files.readString(output, UTF_8)));
    }
  }

  private static boolean endsInTime(Process process) {
    try {
      return process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int freeBase() {
    for (int base = BASE_FIRST; base < BASE_LAST; base += BASE_STEP) {
      int candidate = base;
      if (OFFSETS.stream().allMatch(offset -> isFree(candidate + offset))) {
        return base;
      }
    }
    throw new IllegalStateException(
        OFFSETS.stream().map(Object::toString).collect(Collectors.joining(", "))
            + " above any base from "
            + BASE_FIRST
            + " are not all free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
