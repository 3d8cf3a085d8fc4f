package io.gridbourse.system.container;

import io.gridbourse.cli.local.Bundle;
import io.gridbourse.cli.local.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An installation whose server is started by somebody else: chain, ledger, database, files. */
final class Surroundings implements AutoCloseable {
  private final Installation installation;
  private final Bundle bundle;

  private Surroundings(Installation installation, Bundle bundle) {
    this.installation = installation;
    this.bundle = bundle;
  }

  static Surroundings start() {
    Bundle bundle = new Bundle(Path.of(System.getProperty("gridbourse.bundle")));
    Installation installation = Installation.builder().bundle(bundle).build();
    try {
      installation.database().start();
      Surroundings surroundings = new Surroundings(installation.startLedger(), bundle);
      surroundings.bringNoSupport();
      return surroundings;
    } catch (RuntimeException e) {
      installation.close();
      throw e;
    }
  }

  Installation installation() {
    return installation;
  }

  /** Only the launcher tells a server where supporting workers find its jars and itself. */
  private void bringNoSupport() {
    String settings = installation.home().read("gridbourse.properties");
    installation
        .home()
        .write(
            "gridbourse.properties", settings.replaceAll("(?m)^gridbourse\\.support\\..*\\R", ""));
  }

  /** A file of the bundle's server folder. */
  Path server(String name) {
    return bundle.at("server").resolve(name);
  }

  /** A file of the installation's home. */
  Path home(String name) {
    return installation.home().at(name);
  }

  /** A bundled file of asadmin commands, with this database's values. */
  String commands(Path template) {
    try {
      return Files.readString(template, StandardCharsets.UTF_8)
          .replace("@DB_HOST@", "127.0.0.1")
          .replace("@DB_PORT@", Integer.toString(installation.database().port()))
          .replace("@DB_NAME@", "gridbourse")
          .replace("@DB_USER@", "gridbourse")
          .replace(
              "@DB_PASSWORD@",
              installation.database().password().replaceAll("([\\\\:=])", "\\\\$1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    installation.close();
  }
}
