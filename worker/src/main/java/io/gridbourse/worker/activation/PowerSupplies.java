package io.gridbourse.worker.activation;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Mains and batteries, as the kernel shows them. Batteries of mice and the like do not count. */
final class PowerSupplies {
  private final Path folder;

  PowerSupplies(Path sys) {
    this.folder = sys.resolve("class").resolve("power_supply");
  }

  /** Where the power comes from. */
  enum Source {
    /** A plug. */
    MAINS,
    /** A battery alone. */
    BATTERY
  }

  /** Where it comes from now. A machine that shows no supply at all hangs on a plug. */
  Source source() {
    List<Path> plugs =
        all().stream().filter(each -> !type(each).equals("Battery") && hasState(each)).toList();
    boolean isPlugged = plugs.stream().anyMatch(each -> online(each) > 0);
    return isPlugged || (plugs.isEmpty() && charge().isEmpty()) ? Source.MAINS : Source.BATTERY;
  }

  /** Charge of the batteries in percent, their mean; empty if there is none that can tell. */
  OptionalDouble charge() {
    return all().stream()
        .filter(each -> type(each).equals("Battery"))
        .map(each -> HostTrees.number(each.resolve("capacity")))
        .filter(OptionalLong::isPresent)
        .mapToDouble(OptionalLong::getAsLong)
        .average();
  }

  private List<Path> all() {
    return HostTrees.entries(folder, "*").stream()
        .filter(each -> !HostTrees.text(each.resolve("scope")).orElse("").equals("Device"))
        .toList();
  }

  private static String type(Path supply) {
    return HostTrees.text(supply.resolve("type")).orElse("");
  }

  private static boolean hasState(Path supply) {
    return HostTrees.number(supply.resolve("online")).isPresent();
  }

  private static long online(Path supply) {
    return HostTrees.number(supply.resolve("online")).orElse(0);
  }
}
