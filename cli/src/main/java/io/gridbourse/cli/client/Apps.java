package io.gridbourse.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Registers applications, and waits until the ledger has them for good. */
public final class Apps {
  private static final Duration FINAL_WITHIN = Duration.ofMinutes(2);
  private static final long LOOK_EVERY_MILLIS = 100;

  private final Rest provider;

  /** Registers as {@code provider}. */
  public Apps(Rest provider) {
    this.provider = provider;
  }

  /**
   * An application.
   *
   * @param file its module, its bundle, or the archive of its image
   * @param driver wasm, process or container
   * @param entry the file to run in a bundle, or the image in an archive of several
   * @param checker the name of the checker of its results, or a file that ends with .wasm
   * @param price of a task, in nRLC
   * @param units of which its results consist: {@code lines}, {@code records:64@out.bin}
   */
  public record App(
      String name,
      Path file,
      String driver,
      Optional<String> entry,
      Optional<String> checker,
      String price,
      Optional<String> units,
      boolean nonDeterministic) {
    /** An app whose results are whole, and the same bytes each time. */
    public App(
        String name,
        Path file,
        String driver,
        Optional<String> entry,
        Optional<String> checker,
        String price) {
      this(name, file, driver, entry, checker, price, Optional.empty(), false);
    }
  }

  /** Registers an application unless one of its name is there. */
  public void ensure(App app) {
    for (JsonNode known : provider.list("/api/v1/apps", 1_000)) {
      if (app.name().equals(known.path("name").asText())) {
        untilFinal(known);
        return;
      }
    }
    register(app);
  }

  /** Stores an application's file and registers it; the view of it once it can be used. */
  public JsonNode register(App app) {
    app.checker().filter(Apps::isModule).map(Path::of).ifPresent(Apps::requireFile);
    JsonNode stored = provider.put("/api/v1/content", app.file()).body();
    ObjectNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", app.name())
            .put("driver", app.driver())
            .put("content", stored.path("content").asText())
            .put("price", app.price());
    app.entry().ifPresent(entry -> request.put("entry", entry));
    app.units().ifPresent(units -> request.put("units", units));
    app.checker().ifPresent(checker -> request.put("checker", checker(checker)));
    if (app.nonDeterministic()) {
      request.put("nonDeterministic", true);
    }
    return untilFinal(provider.post("/api/v1/apps", request).body());
  }

  /** The name of a checker; a module that is a file is stored first. */
  private String checker(String nameOrFile) {
    return isModule(nameOrFile)
        ? "wasm:"
            + provider.put("/api/v1/content", Path.of(nameOrFile)).body().path("content").asText()
        : nameOrFile;
  }

  private static boolean isModule(String checker) {
    return checker.endsWith(".wasm");
  }

  /** Said before anything is stored. */
  private static void requireFile(Path checker) {
    if (!Files.isReadable(checker)) {
      throw new CommandFailed(
          ExitCode.USAGE, "cannot read the checker " + checker, "check that the file exists");
    }
  }

  private JsonNode untilFinal(JsonNode registered) {
    String name = registered.path("name").asText();
    JsonNode view = registered;
    long deadline = System.nanoTime() + FINAL_WITHIN.toNanos();
    while ("REGISTERING".equals(view.path("state").asText())) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailed(
            ExitCode.TIMEOUT,
            "the ledger did not make app "
                + name
                + " final within "
                + FINAL_WITHIN.toSeconds()
                + " s",
            "look later with: gridbourse app describe " + name);
      }
      pause();
      view = provider.get("/api/v1/apps/" + Rest.encode(name));
    }
    if ("REFUSED".equals(view.path("state").asText())) {
      throw new CommandFailed(
          ExitCode.CONFLICT, "the ledger refused app " + name, "register it under another name");
    }
    return view;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "").because(e);
    }
  }
}
