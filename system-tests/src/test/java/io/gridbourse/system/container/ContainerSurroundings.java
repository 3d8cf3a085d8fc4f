package io.gridbourse.system.container;

import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives the server in the container its surroundings, once for all tests. Comes before Arquillian's
 * extension, which reads the properties set here.
 */
public final class ContainerSurroundings implements BeforeAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ContainerSurroundings.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    if (System.getProperty("gridbourse.bundle") == null) {
      // The same class runs inside the container, where everything is there already.
      return;
    }
    context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Surroundings.class, key -> started(), Surroundings.class);
  }

  /** A user's token, for tests that ask from outside. */
  static String token(String user) {
    return System.getProperty("gridbourse.container.token." + user);
  }

  private static Surroundings started() {
    Surroundings surroundings = Surroundings.start();
    surroundings
        .installation()
        .home()
        .write("preboot", surroundings.commands(surroundings.server("preboot.template")));
    for (String user : List.of("admin", "requester", "provider")) {
      System.setProperty(
          "gridbourse.container.token." + user, surroundings.installation().token(user));
    }
    System.setProperty(
        "gridbourse.container.micro-jar", surroundings.server("payara-micro.jar").toString());
    System.setProperty(
        "gridbourse.container.java-options",
        "-Xmx512m -Duser.timezone=UTC -Djava.net.preferIPv4Stack=true -Dgridbourse.settings="
            + surroundings.home("gridbourse.properties"));
    System.setProperty(
        "gridbourse.container.options",
        String.join(
            " ",
            "--nocluster --nohostaware --disablephonehome",
            "--rootdir " + surroundings.home("domain"),
            "--logproperties " + surroundings.server("logging.properties"),
            "--addlibs " + surroundings.server("postgresql.jar"),
            "--prebootcommandfile " + surroundings.home("preboot")));
    return surroundings;
  }
}
