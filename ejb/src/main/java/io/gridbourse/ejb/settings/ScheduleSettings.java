package io.gridbourse.ejb.settings;

import io.gridbourse.domain.pool.Units;
import io.gridbourse.domain.schedule.Epoch;
import io.gridbourse.domain.schedule.Preemption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the pool chooses among bags.
 *
 * @param weights what it gives weight to; they sum to one
 * @param shares shares of the service by project; who has none has a share of one of its own
 * @param window computing time by which one share holder may be ahead of another while rank decides
 * @param hostQuota leases of bags with adaptive replication that a host begins with for each of its
 *     processors: so many may come to nothing in a day
 * @param preemption when leases are taken back for other bags
 * @param licences counted things that are the pool's and no host's, by name
 * @param dataFromBytes what hosts must fetch for a bag counts in the choice from so many bytes on
 * @param shareIn what share holders have shares of
 */
public record ScheduleSettings(
    Epoch.Policy weights,
    Map<String, Double> shares,
    Duration window,
    int hostQuota,
    Preemption preemption,
    Map<String, Integer> licences,
    long dataFromBytes,
    ShareIn shareIn) {
  /** What share holders have shares of. */
  public enum ShareIn {
    /** Computing time. */
    TIME,
    /** What deals pay for tasks. */
    MONEY
  }

  /** The quota of a processor when nothing is set. */
  public static final int HOST_QUOTA = 100;

  /** What is fetched in less than a tenth of a second in most networks does not count. */
  public static final long DATA_FROM_BYTES = 8L << 20;

  /** What holds when nothing is set. */
  public static final ScheduleSettings STANDARD =
      new ScheduleSettings(Epoch.Policy.STANDARD, Map.of(), Duration.ofSeconds(20));

  private static final String PREFIX = "gridbourse.schedule.";
  private static final List<String> WEIGHTS = List.of("fit", "earning", "urgency", "data");
  private static final double SHARE_MAX = 1_000_000;
  private static final int PROJECT_MAX = 100;
  private static final int HOST_QUOTA_MAX = 1_000_000;
  private static final long DATA_FROM_BYTES_MAX = 1L << 50;

  public ScheduleSettings {
    shares = Map.copyOf(shares);
    licences = Map.copyOf(licences);
  }

  /** These with the standard quota of hosts, nothing taken back, and data that count as usual. */
  public ScheduleSettings(Epoch.Policy weights, Map<String, Double> shares, Duration window) {
    this(
        weights,
        shares,
        window,
        HOST_QUOTA,
        Preemption.NONE,
        Map.of(),
        DATA_FROM_BYTES,
        ShareIn.TIME);
  }

  /** These with leases taken back in another way. */
  public ScheduleSettings preempting(Preemption other) {
    return new ScheduleSettings(
        weights, shares, window, hostQuota, other, licences, dataFromBytes, shareIn);
  }

  /** These with licences of the pool. */
  public ScheduleSettings licensing(Map<String, Integer> units) {
    return new ScheduleSettings(
        weights, shares, window, hostQuota, preemption, units, dataFromBytes, shareIn);
  }

  static ScheduleSettings from(SettingsFile file) {
    return new ScheduleSettings(
        file.optional(PREFIX + "weights")
            .map(
                text ->
                    file.parsed(
                        PREFIX + "weights",
                        "weights that sum to 1, such as fit:0.4,earning:0.2,urgency:0.3,data:0.1",
                        ScheduleSettings::weights))
            .orElse(STANDARD.weights),
        file.optional(PREFIX + "shares")
            .map(
                text ->
                    file.parsed(
                        PREFIX + "shares",
                        "PROJECT:SHARE with commas, shares above 0 and up to 1000000",
                        ScheduleSettings::shares))
            .orElse(Map.of()),
        file.duration(PREFIX + "fair-window", STANDARD.window, Duration.ZERO, Duration.ofDays(1)),
        (int) file.number(PREFIX + "host-quota", HOST_QUOTA, 1, HOST_QUOTA_MAX),
        preemption(file),
        file.optional(PREFIX + "licences")
            .map(
                text ->
                    file.parsed(
                        PREFIX + "licences",
                        "NAME:UNITS with commas, such as matlab:10; 16 names of a-z 0-9 _, 1 to 10000"
                            + " units",
                        ScheduleSettings::licences))
            .orElse(Map.of()),
        file.number(PREFIX + "data-from-bytes", DATA_FROM_BYTES, 1, DATA_FROM_BYTES_MAX),
        file.optional(PREFIX + "share-in")
            .map(text -> file.parsed(PREFIX + "share-in", "time or money", ScheduleSettings::unit))
            .orElse(ShareIn.TIME));
  }

  private static Map<String, Integer> licences(String text) {
    Map<String, Integer> licences = new TreeMap<>();
    numbers(text)
        .forEach(
            (name, units) -> {
              if (units < 1 || units != Math.rint(units)) {
                throw new IllegalArgumentException(name + ":" + units + " is out of range");
              }
              licences.put(name, (int) Math.min(Integer.MAX_VALUE, units));
            });
    // Refuses other names, and more than a host could have.
    return new Units(List.of(), licences).counted();
  }

  private static Preemption preemption(SettingsFile file) {
    Preemption.Mode mode =
        file.optional(PREFIX + "preempt")
            .map(
                text ->
                    file.parsed(
                        PREFIX + "preempt",
                        "none, reservation or priority",
                        word -> Preemption.Mode.valueOf(word.toUpperCase(Locale.ROOT))))
            .orElse(Preemption.Mode.NONE);
    return new Preemption(
        mode,
        (int)
            file.number(
                PREFIX + "preempt-difference",
                Preemption.NONE.difference(),
                1,
                Preemption.DIFFERENCE_MAX),
        file.duration(
            PREFIX + "preempt-wait",
            Preemption.NONE.patience(),
            Duration.ofSeconds(1),
            Duration.ofDays(1)));
  }

  private static ShareIn unit(String text) {
    for (ShareIn each : ShareIn.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(text + " is neither time nor money");
  }

  private static Epoch.Policy weights(String text) {
    Map<String, Double> given = numbers(text);
    for (String name : given.keySet()) {
      if (!WEIGHTS.contains(name)) {
        throw new IllegalArgumentException(name + " is none of " + String.join(", ", WEIGHTS));
      }
    }
    Epoch.Policy policy =
        new Epoch.Policy(
            given.getOrDefault("fit", 0.0),
            given.getOrDefault("earning", 0.0),
            given.getOrDefault("urgency", 0.0),
            given.getOrDefault("data", 0.0));
    // Refuses weights below zero and other sums.
    return policy.criteria().list().isEmpty() ? STANDARD.weights : policy;
  }

  private static Map<String, Double> shares(String text) {
    Map<String, Double> shares = numbers(text);
    shares.forEach(
        (project, share) -> {
          if (!(share > 0 && share <= SHARE_MAX) || project.length() > PROJECT_MAX) {
            throw new IllegalArgumentException(project + ":" + share + " is out of range");
          }
        });
    return shares;
  }

  private static Map<String, Double> numbers(String text) {
    Map<String, Double> numbers = new TreeMap<>();
    for (String each : text.split(",", -1)) {
      int colon = each.lastIndexOf(':');
      String name = each.substring(0, Math.max(0, colon)).strip();
      if (name.isEmpty()) {
        throw new IllegalArgumentException("'" + each + "' is not NAME:NUMBER");
      }
      if (numbers.put(name, Double.valueOf(each.substring(colon + 1).strip())) != null) {
        throw new IllegalArgumentException(name + " is there twice");
      }
    }
    return new HashMap<>(numbers);
  }
}
