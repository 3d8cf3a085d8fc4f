package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Payara Micro with the application, on loopback. */
public final class Server implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final int HEAP_MB = 512;
  private static final int ATTEMPTS = 3;
  private static final Pattern CAUSE =
      Pattern.compile("Caused by: [\\w.$]+: |[\\w.$]+DeploymentException: ");

  /** Payara looks for an ORB before there is one, at every start. */
  private static final String ORB_NOISE = "GlassFishORBFactory";

  private static final Pattern NOTHING_DEPLOYED = Pattern.compile("\"Deployed\": \\[\\s*]");
  private static final int PROBE_MILLIS = 2_000;

  private final Home home;
  private final Children children;
  private final Bundle bundle;
  private final Database database;
  private final boolean portIsChosen;
  private int port;
  private volatile ChildProcess process;

  /**
   * A server that is not yet started.
   *
   * @param port 0 for a free one
   */
  Server(Home home, Children children, Bundle bundle, Database database, int port) {
    this.home = home;
    this.children = children;
    this.bundle = bundle;
    this.database = database;
    this.portIsChosen = port != 0;
    this.port = port;
  }

  /** Starts it and waits until it is ready; again on the same port. */
  public void start() {
    for (int attempt = 1; ; attempt++) {
      boolean first = process == null;
      int candidate = port == 0 ? Ports.free() : port;
      try {
        startAt(candidate);
        port = candidate;
        return;
      } catch (CommandFailed e) {
        boolean clash = process != null && process.lastLines().contains("in use");
        close();
        if (!first || portIsChosen || !clash || attempt == ATTEMPTS) {
          throw e;
        }
        process = null;
      }
    }
  }

  private void startAt(int candidate) {
    home.delete("server/domain");
    home.make("server/tmp");
    home.write("server/preboot", filled("server/preboot.template", candidate, true));
    home.write("server/java.args", filled("server/java.args.template", candidate, false));
    long before = home.log("server").toFile().length();
    List<String> command = Bundle.javaCommand(System.getenv());
    command.add("@" + home.at("server/java.args"));
    process =
        children.start(
            new ChildProcess.Plan(
                "server", command, Map.of("TZ", "UTC"), home.log("server"), GRACE));
    URI ready = URI.create("http://127.0.0.1:" + candidate + "/health/ready");
    Waiting.until(process, READY_WITHIN, () -> answers(ready) || refused(before));
  }

  /** Payara Micro goes on without an application that did not start; then nothing will come. */
  private boolean refused(long logged) {
    String log = process.logFrom(logged);
    if (!NOTHING_DEPLOYED.matcher(log).find()) {
      return false;
    }
    String cause =
        log.lines()
            .filter(line -> CAUSE.matcher(line).lookingAt() && !line.contains(ORB_NOISE))
            .reduce((first, second) -> second)
            .map(line -> CAUSE.matcher(line).replaceFirst(""))
            .orElse("it does not say why");
    throw new CommandFailed(
        ExitCode.SERVER, "the server did not start: " + cause, "read " + process.log());
  }

  private String filled(String template, int candidate, boolean escaped) {
    String text = bundle.text(template);
    Map<String, String> values =
        Map.of(
            "@HOME@", home.folder().toString(),
            "@BUNDLE@", bundle.folder().toString(),
            "@PORT@", Integer.toString(candidate),
            "@HEAP_MB@", Integer.toString(HEAP_MB),
            "@DB_HOST@", "127.0.0.1",
            "@DB_PORT@", Integer.toString(database.port()),
            "@DB_NAME@", Database.NAME,
            "@DB_USER@", Database.NAME,
            "@DB_PASSWORD@", database.password());
    for (Map.Entry<String, String> value : values.entrySet()) {
      String plain = value.getValue();
      String written =
          escaped && value.getKey().startsWith("@DB_")
              ? plain.replaceAll("([\\\\:=])", "\\\\$1")
              : plain;
      text = text.replace(value.getKey(), written);
    }
    return text;
  }

  private static boolean answers(URI ready) {
    try {
      HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
      connection.setConnectTimeout(PROBE_MILLIS);
      connection.setReadTimeout(PROBE_MILLIS);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its address. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
