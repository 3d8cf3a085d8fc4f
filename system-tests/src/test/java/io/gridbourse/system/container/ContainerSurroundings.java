package io.gridbourse.system.container;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the server in the container needs around it: a database, and the files that the launcher
 * would write. Comes before Arquillian's extension, which reads the properties set here.
 */
public final class ContainerSurroundings implements BeforeAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ContainerSurroundings.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    String bundle = System.getProperty("gridbourse.bundle");
    if (bundle == null) {
      // The same class runs inside the container, where everything is there already.
      return;
    }
    context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Started.class, key -> Started.with(Path.of(bundle)), Started.class);
  }

  /** What was started, to be ended with the last test. */
  private record Started(EmbeddedPostgres database, Path home) implements AutoCloseable {

    static Started with(Path bundle) {
      try {
        Path home = Files.createTempDirectory("gridbourse-container");
        EmbeddedPostgres database = EmbeddedPostgres.builder().start();
        Path preboot = home.resolve("preboot");
        Files.writeString(preboot, preboot(bundle, database.getPort()));
        Files.writeString(home.resolve("gridbourse.properties"), "");
        Path server = bundle.resolve("server");
        System.setProperty(
            "gridbourse.container.micro-jar", server.resolve("payara-micro.jar").toString());
        System.setProperty(
            "gridbourse.container.java-options",
            "-Xmx512m -Duser.timezone=UTC -Djava.net.preferIPv4Stack=true -Dgridbourse.settings="
                + home.resolve("gridbourse.properties"));
        System.setProperty(
            "gridbourse.container.options",
            String.join(
                " ",
                List.of(
                    "--nocluster --nohostaware --disablephonehome",
                    "--rootdir " + home.resolve("domain"),
                    "--logproperties " + server.resolve("logging.properties"),
                    "--addlibs " + server.resolve("postgresql.jar"),
                    "--prebootcommandfile " + preboot)));
        return new Started(database, home);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String preboot(Path bundle, int port) throws IOException {
      return Files.readString(bundle.resolve("server/preboot.template"), StandardCharsets.UTF_8)
          .replace("@DB_HOST@", "127.0.0.1")
          .replace("@DB_PORT@", Integer.toString(port))
          .replace("@DB_NAME@", "postgres")
          .replace("@DB_USER@", "postgres")
          .replace("@DB_PASSWORD@", "postgres");
    }

    @Override
    public void close() throws IOException {
      database.close();
      try (Stream<Path> files = Files.walk(home)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    }
  }
}
