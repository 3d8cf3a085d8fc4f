package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.local.Bundle;
import io.gridbourse.cli.local.Database;
import io.gridbourse.cli.local.Home;
import io.gridbourse.cli.local.Installation.Component;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Surroundings in which a server must not start, and says why. */
@ExtendWith(GridExtension.class)
class StartIT {
  private static final int SERVER = 5;
  private static final int CONFLICT = 6;
  @TempDir Path folder;

  @Test
  void aPortInUseIsSaidBeforeAnythingStarts() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Shell.Ended ended = server("--port", Integer.toString(taken.getLocalPort()));
      assertThat(ended.code()).as(ended.all()).isEqualTo(CONFLICT);
      assertThat(ended.err()).contains("in use").contains("--port").contains("remedy");
      assertThat(new Traces(folder).processes()).isEmpty();
    }
  }

  @Test
  void twoServersDoNotShareAHome(Grid grid) {
    String home = grid.installation().home().folder().toString();
    Shell.Ended second =
        Shell.of(Bundle.ofThisProcess())
            .start("server", "--home", home, "--port", "0")
            .end(Duration.ofMinutes(2));
    assertThat(second.code()).as(second.all()).isEqualTo(CONFLICT);
    assertThat(second.err()).contains(home).contains("in use by process").contains("remedy");
    assertThat(grid.http("requester").get("/api/v1/about").status()).isEqualTo(200);
  }

  @Test
  void aDatabaseOfSomebodyElseIsLeftAsItIs() {
    Home home = Home.at(folder);
    Database database = new Database(home);
    database.start();
    new Tables(database.dataSource()).change("create table payroll (name text)");
    database.close();

    Shell.Ended ended = server("--port", "0", "--workers", "0");
    assertThat(ended.code()).as(ended.all()).isEqualTo(SERVER);
    assertThat(ended.err()).contains("payroll").contains("empty database");
    assertThat(new Traces(folder).processes()).isEmpty();

    Database after = new Database(home);
    after.start();
    try {
      assertThat(
              new Tables(after.dataSource())
                  .number(
                      "select count(*) from information_schema.tables"
                          + " where table_schema = 'public'"))
          .isOne();
    } finally {
      after.close();
    }
  }

  /** The server is stopped once for all of these; values alone are tried in SettingsTest. */
  @Test
  void surroundingsThatCannotBeRightStopTheServer(Grid grid) throws IOException {
    grid.installation().stop(Component.SERVER);
    try {
      refusesSetting(grid, "gridbourse.chain.id", "31337", "chain");
      String nobody = "0x0000000000000000000000000000000000000bad";
      refusesSetting(grid, "gridbourse.chain.hub", nobody, "hub");
      refusesSetting(grid, "gridbourse.bag.partitions-max", "many", "a whole number from 1 to 64");
      refusesANewerDatabase(grid);
    } finally {
      grid.installation().restart(Component.SERVER);
    }
    grid.submit(Spec.of("noop", 4)).awaitCompletion();
  }

  private static void refusesSetting(Grid grid, String key, String value, String said)
      throws IOException {
    Path settings = grid.installation().home().at("gridbourse.properties");
    String before = Files.readString(settings);
    Files.writeString(
        settings, before.replaceAll("(?m)^" + key + "=.*$", "") + "\n" + key + "=" + value + "\n");
    try {
      refusesToStart(grid, said);
    } finally {
      Files.writeString(settings, before);
    }
  }

  private static void refusesANewerDatabase(Grid grid) {
    grid.tables()
        .change(
            "insert into gridbourse_schema (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success) values (9999, '9999',"
                + " 'future', 'SQL', 'V9999__future.sql', 1, 'test', 1, true)");
    try {
      refusesToStart(grid, "newer server", "V9999__future.sql");
    } finally {
      grid.tables().change("delete from gridbourse_schema where version = '9999'");
    }
  }

  private static void refusesToStart(Grid grid, String... said) {
    assertThatThrownBy(() -> grid.installation().restart(Component.SERVER))
        .isInstanceOf(CommandFailed.class)
        .satisfies(refusal -> assertThat(refusal.getMessage()).contains(said));
    grid.installation().stop(Component.SERVER);
  }

  @Test
  void dataAreKeptFromOneStartToTheNextAndAForeignChainIsRefused() throws IOException {
    String[] first = {"--port", "0", "--workers", "1"};
    String told = startAndStop(first);
    assertThat(startAndStop(first)).as("tokens").isEqualTo(told);

    Files.delete(folder.resolve("chain/state.json"));
    Shell.Ended ended = server(first);
    assertThat(ended.code()).as(ended.all()).isIn(SERVER, CONFLICT);
    assertThat(ended.err()).contains("chain").contains("remedy");
    assertThat(new Traces(folder).processes()).isEmpty();
  }

  private String startAndStop(String... options) throws IOException {
    Shell.Running running = start(options);
    running.awaitSaying("Tokens of requester", Duration.ofMinutes(3));
    String tokens = Files.readString(folder.resolve("tokens/requester"));
    running.interrupt();
    Shell.Ended ended = running.end(Duration.ofMinutes(1));
    assertThat(ended.code()).as(ended.all()).isEqualTo(130);
    assertThat(new Traces(folder).processes()).isEmpty();
    return tokens;
  }

  private Shell.Ended server(String... options) {
    return start(options).end(Duration.ofMinutes(4));
  }

  private Shell.Running start(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "server";
    arguments[1] = "--home";
    arguments[2] = folder.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return Shell.of(Bundle.ofThisProcess()).start(arguments);
  }
}
