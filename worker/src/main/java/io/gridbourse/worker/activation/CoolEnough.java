package io.gridbourse.worker.activation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** No sensor is hotter than a limit; once one was, all must first cool down to a lower mark. */
final class CoolEnough implements Condition {
  static final String NAME = "temperature";
  static final String USAGE = "write " + NAME + " max=80C resume=70C";

  private static final double MILLI = 1_000;

  private final Path folder;
  private final double max;
  private final double resume;
  private final Optional<String> sensor;
  private boolean hot;

  /**
   * A condition on the heat, in degrees Celsius.
   *
   * @param resume the mark at which work begins again, at most {@code max}
   * @param sensor type of the only thermal zones that count; empty for all
   */
  CoolEnough(Path sys, double max, double resume, Optional<String> sensor) {
    this.folder = sys.resolve("class").resolve("thermal");
    this.max = max;
    this.resume = resume;
    this.sensor = sensor;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict look(Instant now) {
    OptionalDouble hottest = hottest();
    if (hottest.isEmpty()) {
      return Verdict.not(
          "the temperature is unknown: /sys/class/thermal shows no sensor"
              + sensor.map(" of type "::concat).orElse(""));
    }
    double degrees = hottest.getAsDouble();
    hot = degrees > max || (hot && degrees > resume);
    if (!hot) {
      return Verdict.HOLDS;
    }
    return Verdict.not(
        String.format(
            Locale.ROOT,
            "it is %.0f C hot, and may be %.0f C; work goes on at %.0f C",
            degrees,
            max,
            resume));
  }

  private OptionalDouble hottest() {
    List<Path> zones = HostTrees.entries(folder, "thermal_zone*");
    return zones.stream()
        .filter(zone -> sensor.isEmpty() || HostTrees.text(zone.resolve("type")).equals(sensor))
        .map(zone -> HostTrees.number(zone.resolve("temp")))
        .filter(OptionalLong::isPresent)
        .mapToDouble(temp -> temp.getAsLong() / MILLI)
        .max();
  }
}
