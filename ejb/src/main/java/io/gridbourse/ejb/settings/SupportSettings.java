package io.gridbourse.ejb.settings;

import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.value.Address;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How supporting workers are had.
 *
 * @param server where they find this server; empty if the launcher says it
 * @param period what one credit pays for
 * @param workersMax supporting workers that may run at once
 * @param files by name: what the provisioner needs
 * @param options further words for sbatch
 * @param site where they stand; empty if nobody says
 * @param triggers when support starts
 */
public record SupportSettings(
    Kind provisioner,
    Optional<URI> server,
    Duration period,
    int workersMax,
    Map<String, Path> files,
    List<String> options,
    Optional<Site> site,
    Triggers triggers) {
  private static final String PREFIX = "gridbourse.support.";
  private static final double PERCENT = 100;

  public SupportSettings {
    files = Map.copyOf(files);
    options = List.copyOf(options);
  }

  /**
   * When support starts.
   *
   * @param share of the tasks completed (9C) or assigned (9A), 0 to 1
   * @param slower so many times as long as in the first half tasks take in the second (D), above 0
   * @param slowerFrom share of completed tasks before which D never fires, 0 to 1
   * @param pools when it starts in these pools instead
   */
  public record Triggers(
      double share, double slower, double slowerFrom, Map<Address, Triggers> pools) {
    private static final int PERCENT_MAX = 100;
    private static final int SLOWER_MAX = 10_000;
    private static final int NUMBERS = 3;

    public Triggers {
      pools = Map.copyOf(pools);
    }

    /** The same in all pools. */
    public Triggers(double share, double slower, double slowerFrom) {
      this(share, slower, slowerFrom, Map.of());
    }

    /** As published with SpeQuloS. */
    public static final Triggers STANDARD = new Triggers(0.9, 1.5, 0.75);

    static Triggers from(SettingsFile file) {
      return new Triggers(
          file.number(PREFIX + "trigger-percent", 90, 1, PERCENT_MAX) / PERCENT,
          file.number(PREFIX + "slower-percent", 150, 1, SLOWER_MAX) / PERCENT,
          file.number(PREFIX + "slower-from-percent", 75, 0, PERCENT_MAX) / PERCENT,
          file.optional(PREFIX + "pool-triggers")
              .map(
                  text ->
                      file.parsed(
                          PREFIX + "pool-triggers",
                          "POOL:TRIGGER/SLOWER/FROM in percent with commas, such as 0x...:80/150/75",
                          Triggers::byPool))
              .orElse(Map.of()));
    }

    private static Map<Address, Triggers> byPool(String text) {
      Map<Address, Triggers> pools = new HashMap<>();
      for (String each : text.split(",", -1)) {
        int colon = each.indexOf(':');
        String[] numbers = each.substring(colon + 1).strip().split("/", -1);
        if (colon < 0 || numbers.length != NUMBERS) {
          throw new IllegalArgumentException("'" + each + "' is not POOL:TRIGGER/SLOWER/FROM");
        }
        Triggers triggers =
            new Triggers(
                percent(numbers[0], 1, PERCENT_MAX),
                percent(numbers[1], 1, SLOWER_MAX),
                percent(numbers[2], 0, PERCENT_MAX));
        if (pools.put(new Address(each.substring(0, colon).strip()), triggers) != null) {
          throw new IllegalArgumentException("a pool is there twice");
        }
      }
      return pools;
    }

    private static double percent(String text, int min, int max) {
      String digits = text.strip();
      if (!digits.matches("[0-9]{1,5}")
          || Integer.parseInt(digits) < min
          || Integer.parseInt(digits) > max) {
        throw new IllegalArgumentException(digits + " is not from " + min + " to " + max);
      }
      return Integer.parseInt(digits) / PERCENT;
    }
  }

  /** Where supporting workers come from. */
  public enum Kind {
    /** From nowhere: none are started. */
    NONE,
    /** Processes of this machine. */
    LOCAL,
    /** What a site's own commands start and stop. */
    COMMAND,
    /** Jobs of Slurm. */
    SLURM;

    private List<String> files() {
      return switch (this) {
        case NONE -> List.of();
        case LOCAL -> List.of("homes");
        case COMMAND -> List.of("start-command", "stop-command", "status-command");
        case SLURM -> List.of("slurm-script");
      };
    }
  }

  static SupportSettings from(SettingsFile file) {
    Kind kind =
        file.optional(PREFIX + "provisioner")
            .map(
                text ->
                    file.parsed(
                        PREFIX + "provisioner",
                        "none, local, command or slurm",
                        SupportSettings::kind))
            .orElse(Kind.NONE);
    Map<String, Path> files = new HashMap<>();
    for (Kind each : Kind.values()) {
      for (String name : each.files()) {
        if (each == kind) {
          files.put(name, file.existing(PREFIX + name));
        } else {
          // Known, so that a file may name what another provisioner needs.
          Optional<String> unused = file.optional(PREFIX + name);
        }
      }
    }
    Optional<URI> server =
        file.optional(PREFIX + "server")
            .map(
                text ->
                    file.parsed(
                        PREFIX + "server", "an address such as http://host:8080", URI::create));
    return new SupportSettings(
        kind,
        server,
        file.duration(
            PREFIX + "period", Duration.ofMinutes(4), Duration.ofSeconds(1), Duration.ofDays(1)),
        (int) file.number(PREFIX + "workers-max", 4, 1, 1_000),
        files,
        file.optional(PREFIX + "slurm-options")
            .map(text -> List.of(text.split("\\s+", -1)))
            .orElse(List.of()),
        file.optional(PREFIX + "site")
            .map(text -> file.parsed(PREFIX + "site", "a name such as eu.grenoble", Site::new)),
        Triggers.from(file));
  }

  private static Kind kind(String text) {
    return Kind.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
