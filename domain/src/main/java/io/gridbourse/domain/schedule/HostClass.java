package io.gridbourse.domain.schedule;

import io.gridbourse.domain.pool.Units;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Hosts that the scheduler ranks as one. Sizes are steps of a scale, so that a million hosts make
 * some hundred classes; what a task needs exactly is asked of the host itself.
 *
 * @param pool address of the pool that it works for
 * @param drivers isolation by driver, as {@code process:2,wasm:3}
 * @param cpus step of {@link #step} of the processors
 * @param memory step of the MiB of memory
 * @param power half octaves above the average speed; zero too while it is unknown
 * @param weight what its votes weigh
 * @param watts step of the watts; {@link #UNKNOWN} while nobody has told
 * @param reserved the reservation that it is kept for, or nothing
 * @param meets the requirements of running bags that it meets, in order
 * @param units what it has of counted things, whether they are free or not
 * @param contents quarters of what bags need that it has, as {@code 0c3a52f1d9e8:4}; those of which
 *     it has nothing are left out
 * @param leaves octave of the departures to expect in an hour of presence; {@link #UNTOLD} while
 *     that is not known, or does not matter
 */
public record HostClass(
    String pool,
    String drivers,
    int cpus,
    int memory,
    int power,
    long weight,
    int watts,
    String reserved,
    List<String> meets,
    Units units,
    String contents,
    int leaves)
    implements Comparable<HostClass> {
  /** Stands for what is not known. */
  public static final int UNKNOWN = -1;

  /** Stands for departures that are not known. */
  public static final int UNTOLD = Integer.MIN_VALUE;

  /** Steps of speed in an octave. */
  public static final int STEPS_PER_OCTAVE = 2;

  /** So far from the average a host may be; more is taken for an error of measurement. */
  private static final int POWER_STEPS_MAX = 24;

  private static final int LEAVES_STEPS_MAX = 6;

  private static final Comparator<HostClass> ORDER =
      Comparator.comparing(HostClass::pool)
          .thenComparing(HostClass::drivers)
          .thenComparing(HostClass::reserved)
          .thenComparingInt(HostClass::cpus)
          .thenComparingInt(HostClass::memory)
          .thenComparingInt(HostClass::power)
          .thenComparingLong(HostClass::weight)
          .thenComparingInt(HostClass::watts)
          .thenComparing(
              HostClass::meets,
              HostClass.<List<String>>unlessEqual(each -> String.join("\n", each)))
          .thenComparing(HostClass::units, HostClass.<Units>unlessEqual(HostClass::counted))
          .thenComparing(HostClass::contents)
          .thenComparingInt(HostClass::leaves);

  /** Most hosts are alike, and then nothing is made of what they have. */
  private static <T> Comparator<T> unlessEqual(Function<T, String> text) {
    return (one, other) -> one.equals(other) ? 0 : text.apply(one).compareTo(text.apply(other));
  }

  private static String counted(Units units) {
    return units.gpus() + " " + new TreeMap<>(units.counted());
  }

  public HostClass {
    meets = List.copyOf(meets);
  }

  /** Hosts of which no bag requires anything, and that have nothing that is counted or needed. */
  public HostClass(
      String pool,
      String drivers,
      int cpus,
      int memory,
      int power,
      long weight,
      int watts,
      String reserved) {
    this(
        pool,
        drivers,
        cpus,
        memory,
        power,
        weight,
        watts,
        reserved,
        List.of(),
        Units.NONE,
        "",
        UNTOLD);
  }

  /** Those of the class that have this much of what bags need; see {@link #steps(Map)}. */
  public HostClass having(String held) {
    return new HostClass(
        pool, drivers, cpus, memory, power, weight, watts, reserved, meets, units, held, leaves);
  }

  /** Those of the class that leave so often; see {@link #leavesStep}. */
  public HostClass leaving(int step) {
    return new HostClass(
        pool, drivers, cpus, memory, power, weight, watts, reserved, meets, units, contents, step);
  }

  /** The octave of departures in an hour, from one in 64 hours to 64 in an hour. */
  public static int leavesStep(double perHour) {
    long step = Math.round(Math.log(perHour) / Math.log(2));
    return (int) Math.max(-LEAVES_STEPS_MAX, Math.min(LEAVES_STEPS_MAX, step));
  }

  /** The departures in an hour that stand for the class; not a number while unknown. */
  public double leavesPerHourOrUnknown() {
    return leaves == UNTOLD ? Double.NaN : Math.pow(2, leaves);
  }

  @Override
  public int compareTo(HostClass other) {
    return ORDER.compare(this, other);
  }

  /** Whether hosts of both classes may run the same bags, as far as that is not their size. */
  public boolean mayRunAs(HostClass other) {
    return pool.equals(other.pool)
        && drivers.equals(other.drivers)
        && meets.equals(other.meets)
        && units.equals(other.units)
        && reserved.equals(other.reserved);
  }

  /** The octave of a size: 0 for 1, 1 for 2 and 3, 10 for 1,024 and so on. */
  public static int step(long size) {
    return 63 - Long.numberOfLeadingZeros(Math.max(1, size));
  }

  /**
   * The step of a speed relative to the average.
   *
   * @param power 2 for twice as fast; not a number while unknown
   */
  public static int powerStep(double power) {
    if (!(power > 0)) {
      return 0;
    }
    long steps = Math.round(Math.log(power) / Math.log(2) * STEPS_PER_OCTAVE);
    return (int) Math.max(-POWER_STEPS_MAX, Math.min(POWER_STEPS_MAX, steps));
  }

  /** The speed that stands for the class, relative to the average. */
  public double speed() {
    return Math.pow(2, (double) power / STEPS_PER_OCTAVE);
  }

  /** The watts that stand for the class; not a number while unknown. */
  public double wattsOrUnknown() {
    return watts == UNKNOWN ? Double.NaN : Math.pow(2, watts);
  }

  /** The text for drivers of these isolations. */
  public static String drivers(Map<String, Integer> isolations) {
    return steps(isolations);
  }

  /** The text for steps by name. */
  public static String steps(Map<String, Integer> byName) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(byName)
        .forEach(
            (name, step) ->
                text.append(text.length() == 0 ? "" : ",").append(name).append(':').append(step));
    return text.toString();
  }

  private static Map<String, Integer> byName(String steps) {
    Map<String, Integer> byName = new TreeMap<>();
    for (String each : steps.split(",", -1)) {
      int colon = each.lastIndexOf(':');
      if (colon > 0) {
        byName.put(each.substring(0, colon), Integer.valueOf(each.substring(colon + 1)));
      }
    }
    return byName;
  }

  /** Isolation by driver. */
  public Map<String, Integer> isolations() {
    return byName(drivers);
  }

  /** Quarters at hand, by the key of what bags need. */
  public Map<String, Integer> atHand() {
    return byName(contents);
  }

  /** The class in a line, for people. */
  public String text() {
    return drivers
        + (", " + (1L << cpus) + " processors and more")
        + (", " + (1L << memory) + " MiB and more")
        + (", speed " + Math.round(speed() * 100) / 100.0)
        + (", vote " + weight)
        + (watts == UNKNOWN ? "" : ", " + (1L << watts) + " W and more")
        + (reserved.isEmpty() ? "" : ", kept for " + reserved)
        + (meets.isEmpty() ? "" : ", meets " + meets.size() + " of the bags' requirements")
        + (units.gpus().isEmpty() ? "" : ", " + units.gpus().size() + " GPUs")
        + (units.counted().isEmpty() ? "" : ", " + new TreeMap<>(units.counted()))
        + (leaves == UNTOLD ? "" : ", leaves " + Math.pow(2, leaves) + " times an hour")
        + (contents.isEmpty() ? "" : ", quarters of data at hand " + contents);
  }
}
