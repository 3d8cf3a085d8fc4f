package io.gridbourse.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.cli.CommandFailed;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.protocol.core.DefaultBlockParameterName;

final class LocalPartsTest {
  private static final Path ANVIL =
      Path.of("../contracts/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")
          .toAbsolutePath()
          .normalize();

  @TempDir Path folder;

  @Test
  void twoLaunchersDoNotShareAHomeAndADeadOnesLockIsTakenOver() throws IOException {
    Home home = Home.at(folder);
    Files.writeString(home.at("lock"), "999999999\n");
    HomeLock first = HomeLock.take(home);
    assertThatThrownBy(() -> HomeLock.take(home))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
    first.close();
    assertThat(home.at("lock")).doesNotExist();
    HomeLock.take(home).close();
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThatThrownBy(() -> Ports.chosen(taken.getLocalPort(), "--port"))
          .isInstanceOf(CommandFailed.class)
          .hasMessage("port " + taken.getLocalPort() + " is in use");
    }
    assertThat(Ports.chosen(0, "--port")).isPositive();
  }

  @Test
  void aHomeThatFailedKeepsItsLogsOnly() throws IOException {
    Home home = Home.at(folder.resolve("home"));
    home.write("tokens/x", "secret");
    Path log = home.write("logs/server.log", "why");
    home.deleteAllBut("logs");
    assertThat(home.at("tokens")).doesNotExist();
    assertThat(log).hasContent("why");
  }

  @Test
  void secretsAreForTheirOwnerOnly() throws IOException {
    Home home = Home.at(folder.resolve("home"));
    Path secret = home.write("tokens/x", "secret");
    assertThat(Files.getPosixFilePermissions(secret)).hasSize(2);
    assertThat(Files.getPosixFilePermissions(home.folder())).hasSize(3);
  }

  @Test
  void aChildThatDiesAtOnceShowsItsLastWords() {
    Home home = Home.at(folder);
    Children children = new Children();
    ChildProcess child = children.start(plan(home, "echo famous last words; exit 3"));
    assertThatThrownBy(() -> Waiting.until(child, Duration.ofSeconds(10), () -> false))
        .hasMessageContaining("famous last words");
    children.close();
    assertThatThrownBy(() -> children.start(plan(home, "sleep 60")))
        .isInstanceOf(CommandFailed.class);
  }

  @Test
  void aChildThatIgnoresTheRequestToEndIsKilled() {
    Home home = Home.at(folder);
    Children children = new Children();
    ChildProcess child = children.start(plan(home, "trap '' TERM; while :; do sleep 0.1; done"));
    children.close();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void aWatchdogEndsTheProcessWhenItsMasterIsGone() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    Watchdog watchdog = Watchdog.over(sleeper.pid());
    watchdog.abandon();
    assertThat(sleeper.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private static ChildProcess.Plan plan(Home home, String script) {
    return new ChildProcess.Plan(
        "child",
        List.of("/bin/sh", "-c", script),
        Map.of(),
        home.log("child"),
        Duration.ofSeconds(1));
  }

  @Test
  void theDatabaseIsDurableClosedToStrangersAndComesBackAfterACrash() throws Exception {
    Home home = Home.at(folder);
    try (Database database = new Database(home)) {
      database.start();
      int port = database.port();
      assertThat(setting(database, "fsync")).isEqualTo("on");
      assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(database, "full_page_writes")).isEqualTo("on");
      execute(database, "CREATE TABLE kept (n int)");
      execute(database, "INSERT INTO kept VALUES (42)");
      String url = "jdbc:postgresql://127.0.0.1:" + port + "/gridbourse";
      assertThatThrownBy(() -> java.sql.DriverManager.getConnection(url, "postgres", "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password");
      database.kill();
      database.start();
      assertThat(database.port()).isEqualTo(port);
      assertThat(query(database, "SELECT n FROM kept")).isEqualTo("42");
    }
    try (Database again = new Database(home)) {
      again.start();
      assertThat(query(again, "SELECT n FROM kept")).isEqualTo("42");
    }
    assertThat(home.at("db/postmaster.pid")).doesNotExist();
  }

  private static String setting(Database database, String name) throws SQLException {
    return query(database, "SHOW " + name);
  }

  private static String query(Database database, String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void theLedgerIsDeployedFundedAndFoundAgainAfterAStop() {
    Home home = Home.at(folder);
    Children children = new Children();
    String operator = new KeyFolder(home, "keys").key("operator").getAddress();
    ServerSettings settings = new ServerSettings(home);
    try (DevelopmentChain chain = new DevelopmentChain(home, children, ANVIL, true)) {
      chain.start();
      try (Ledger ledger = new Ledger(home, chain)) {
        var addresses = ledger.deploy();
        String pool = ledger.createPool(operator, "local");
        ledger.endow(operator);
        var worker = new KeyFolder(home, "workers/one").key("key");
        ledger.pledge(worker);
        ledger.setStake(new KeyFolder(home, "keys").key("operator"), pool, 1_000);
        settings.write(
            chain.rpc(),
            addresses,
            new ServerSettings.Pool(pool, "local"),
            new ServerSettings.Extras(
                ledger.deployAnchors(operator), ledger.deployInsurance(operator)));
        settings.add(Map.of("gridbourse.bag.lease-target", "PT3S"));
        assertThat(home.read("gridbourse.properties").lines())
            .contains("gridbourse.bag.lease-target=PT3S");
        assertThat(settings.insurance()).isPresent();
        assertThat(ledger.calls().isRegistered(addresses.workerpoolRegistry(), pool)).isTrue();
        assertThat(free(ledger, operator)).isEqualTo(BigInteger.TEN.pow(15));
        assertThat(pledged(ledger, worker.getAddress())).isEqualTo(BigInteger.TEN.pow(13));
      }
    }
    try (DevelopmentChain chain = new DevelopmentChain(home, children, ANVIL, true)) {
      chain.start();
      settings.moveChain(chain.rpc());
      try (Ledger ledger = new Ledger(home, chain)) {
        ledger.use(settings.ledger());
        assertThat(free(ledger, operator)).isEqualTo(BigInteger.TEN.pow(15));
      }
    }
    children.close();
  }

  private static BigInteger free(Ledger ledger, String account) {
    return ledger.calls().viewAccount(account, DefaultBlockParameterName.LATEST).free();
  }

  private static BigInteger pledged(Ledger ledger, String account) {
    return ledger.calls().viewPledge(account, DefaultBlockParameterName.LATEST).pledged();
  }

  @Test
  void aForeignChainIsNeverToldWhatOnlyOursMayHear() {
    Home home = Home.at(folder);
    Children children = new Children();
    DevelopmentChain chain = new DevelopmentChain(home, children, ANVIL, false);
    assertThatThrownBy(() -> chain.call("anvil_mine", 1)).hasMessageContaining("is not ours");
    children.close();
  }
}
