package io.gridbourse.ejb.schedule.support;

import io.gridbourse.ejb.settings.SettingsRefusal;
import io.gridbourse.ejb.settings.SupportSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The provisioner that the settings name. */
final class Provisioners {
  /** Where the launcher says that this server is. */
  private static final String URL = "gridbourse.url";

  /** Where the launcher says that the worker's jars are. */
  private static final String WORKER = "gridbourse.worker";

  /** Processes are looked at often, since it costs nothing; a cluster's controller is not. */
  private static final Duration OFTEN = Duration.ofSeconds(1);

  private static final Duration SELDOM = Duration.ofSeconds(15);

  private Provisioners() {}

  static Optional<Provisioner> of(SupportSettings settings) {
    Map<String, Path> files = settings.files();
    return switch (settings.provisioner()) {
      case NONE -> Optional.empty();
      case LOCAL -> Optional.of(new LocalProcesses(worker(), file(files, "homes")));
      case COMMAND ->
          Optional.of(
              new CommandScripts(
                  file(files, "start-command"),
                  file(files, "stop-command"),
                  file(files, "status-command")));
      case SLURM ->
          Optional.of(
              new SlurmJobs(
                  SlurmJobs.Tools.ON_PATH, file(files, "slurm-script"), settings.options()));
    };
  }

  private static Path file(Map<String, Path> files, String name) {
    return Optional.ofNullable(files.get(name))
        .orElseThrow(
            () -> new SettingsRefusal("gridbourse.support." + name + " is missing; add it"));
  }

  private static List<String> worker() {
    String jars =
        Optional.ofNullable(System.getProperty(WORKER))
            .orElseThrow(
                () ->
                    new SettingsRefusal(
                        "local supporting workers need the folder of the worker's jars: start the"
                            + " server with -D"
                            + WORKER
                            + "=FOLDER"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-Xmx256m", "-cp", jars + "/*", "io.gridbourse.worker.Main", "run");
  }

  /** What the words of a BagSpec mean here. */
  static Strategies strategies(SupportSettings settings) {
    Map<String, Strategies> pools = new HashMap<>();
    settings
        .triggers()
        .pools()
        .forEach((pool, triggers) -> pools.put(pool.hex(), strategies(triggers, settings)));
    return strategies(settings.triggers(), settings).but(pools);
  }

  private static Strategies strategies(
      SupportSettings.Triggers triggers, SupportSettings settings) {
    return Strategies.of(
        triggers.share(), triggers.slower(), triggers.slowerFrom(), settings.period());
  }

  static Duration lookEvery(SupportSettings settings) {
    return settings.provisioner() == SupportSettings.Kind.LOCAL ? OFTEN : SELDOM;
  }

  /** Where workers find this server. */
  static URI server(SupportSettings settings) {
    return settings
        .server()
        .or(() -> Optional.ofNullable(System.getProperty(URL)).map(URI::create))
        .or(
            () ->
                settings.provisioner() == SupportSettings.Kind.NONE
                    ? Optional.of(URI.create("http://127.0.0.1:8080"))
                    : Optional.empty())
        .orElseThrow(
            () ->
                new SettingsRefusal(
                    "gridbourse.support.server is missing; add the address at which supporting"
                        + " workers find this server"));
  }
}
