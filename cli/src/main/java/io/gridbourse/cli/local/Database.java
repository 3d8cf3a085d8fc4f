package io.gridbourse.cli.local;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * PostgreSQL in the home, with durable commits, on loopback, for its own user with a password. It
 * is shut down with this process, whatever happens to that.
 */
public final class Database implements AutoCloseable {
  static final String NAME = "gridbourse";
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 5;
  private static final String SUPERUSER = "postgres";
  private static final String ACCESS =
      "host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n";

  // Its words are in the exceptions and in the database's log; a user's terminal is not the place.
  private static final Logger ZONKY = Logger.getLogger("io.zonky.test");

  static {
    ZONKY.setLevel(Level.OFF);
  }

  private final Home home;
  private final Path data;
  private int port;
  private EmbeddedPostgres postgres;
  private Watchdog watchdog;
  private boolean closed;

  /** A database that is not yet started. */
  public Database(Home home) {
    this.home = home;
    this.data = home.at("db");
  }

  /** Starts it; the first time it is made. */
  public synchronized void start() {
    if (closed) {
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "");
    }
    boolean fresh = !Files.exists(home.at("keys/database"));
    if (fresh) {
      home.delete("db");
      home.make("db");
    }
    watchdog = Watchdog.overDatabase(data.resolve("postmaster.pid"));
    startAtAPort(fresh ? "" : password());
    if (fresh) {
      setUp();
    }
  }

  private void startAtAPort(String password) {
    for (int attempt = 1; port == 0; attempt++) {
      port = Ports.free();
      try {
        postgres = started(password);
        return;
      } catch (CommandFailed e) {
        if (attempt == ATTEMPTS || !portClashed()) {
          throw e;
        }
        port = 0;
      }
    }
    // The server was told this port, so after a kill the database comes back there.
    postgres = started(password);
  }

  private boolean portClashed() {
    try {
      return Files.readString(home.log("database")).contains("could not bind");
    } catch (IOException e) {
      return false;
    }
  }

  private EmbeddedPostgres started(String password) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(port)
            .setPGStartupWait(START_WITHIN)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "60")
            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(home.log("database").toFile()))
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(home.log("database").toFile()));
    if (!password.isEmpty()) {
      builder.setConnectConfig("password", password);
    }
    try {
      return builder.start();
    } catch (IOException | IllegalStateException e) {
      throw new CommandFailed(
              ExitCode.SERVER,
              "PostgreSQL did not start in " + data + ": " + e.getMessage(),
              "read " + home.log("database"))
          .because(e);
    }
  }

  /** Makes user and database, then lets nobody in without a password. */
  private void setUp() {
    String password = Secrets.password();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER USER " + SUPERUSER + " PASSWORD '" + password + "'");
      statement.execute("CREATE USER " + NAME + " PASSWORD '" + password + "'");
      statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
      Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException | IOException e) {
      throw new CommandFailed(
              ExitCode.SERVER,
              "the new database cannot be set up: " + e.getMessage(),
              "read " + home.log("database"))
          .because(e);
    }
    home.write("keys/database", password);
  }

  /** Whether its process lives. */
  public boolean isAlive() {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** The password of user {@code gridbourse}. */
  public String password() {
    return home.read("keys/database");
  }

  /** Connections as the server makes them; for counts and tests. */
  public DataSource dataSource() {
    return postgres.getDatabase(NAME, NAME, java.util.Map.of("password", password()));
  }

  /** Ends it as a crash of the machine would: nothing is flushed. */
  public synchronized void kill() {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle.of(pid).ifPresent(Database::killAndWait);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    stop();
  }

  private static void killAndWait(ProcessHandle postmaster) {
    postmaster.destroyForcibly();
    postmaster.onExit().join();
  }

  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }

  /** Shuts it down; it can be started again. */
  public synchronized void stop() {
    if (postgres != null) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } finally {
        postgres = null;
      }
    }
    if (watchdog != null) {
      watchdog.close();
      watchdog = null;
    }
  }
}
