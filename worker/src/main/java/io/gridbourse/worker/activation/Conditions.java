package io.gridbourse.worker.activation;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Makes conditions of their texts. */
public final class Conditions {
  private static final String ALWAYS = "always";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final double PERCENT = 100;
  private static final double LOAD_PERCENT = 25;
  private static final Duration QUIET = Duration.ofMinutes(5);
  private static final double DEGREES_MAX = 150;
  private static final double COOLER = 10;
  private static final double CHARGE_MORE = 10;
  private static final double WATT_HOURS_MAX = 1_000_000;

  private final HostTrees trees;
  private final DayEnergy energy;
  private final Supplier<Optional<String>> login;

  /**
   * A maker for one machine.
   *
   * @param energy what its tasks have used
   */
  public Conditions(HostTrees trees, DayEnergy energy) {
    this(trees, energy, LogindIdle::busctl);
  }

  /** A maker that asks another login manager. */
  Conditions(HostTrees trees, DayEnergy energy, Supplier<Optional<String>> login) {
    this.trees = trees;
    this.energy = energy;
    this.login = login;
  }

  /**
   * The least energy that conditions let tasks use in a day, in watt-hours; empty if none of them
   * is a budget.
   *
   * @throws IllegalArgumentException if a budget is not understood
   */
  public static OptionalDouble budget(List<String> texts) {
    return texts.stream()
        .map(Words::new)
        .filter(words -> words.name().equals(EnergyBudget.NAME))
        .mapToDouble(Conditions::wattHours)
        .min();
  }

  private static double wattHours(Words words) {
    return words.number("wh", Optional.empty(), 1, WATT_HOURS_MAX, "Wh");
  }

  /**
   * The activation that these texts ask for together.
   *
   * @throws IllegalArgumentException that names what is wrong, its limit and the remedy
   */
  public Activation all(List<String> texts) {
    List<Condition> conditions = new ArrayList<>();
    boolean always = false;
    for (String text : texts) {
      Optional<Condition> condition = one(text);
      condition.ifPresent(conditions::add);
      always |= condition.isEmpty();
    }
    if (always && !conditions.isEmpty()) {
      throw new IllegalArgumentException(
          "always and " + conditions.get(0).name() + " contradict each other: drop one");
    }
    return new Activation(conditions);
  }

  private Optional<Condition> one(String text) {
    Words words = new Words(text);
    return switch (words.name()) {
      case ALWAYS -> {
        words.finish("write " + ALWAYS, false);
        yield Optional.empty();
      }
      case ProcessorIdle.NAME -> Optional.of(processorIdle(words));
      case InputIdle.NAME -> Optional.of(inputIdle(words));
      case Calendar.NAME -> {
        Calendar calendar = Calendar.of(words);
        words.finish(Calendar.USAGE, true);
        yield Optional.of(calendar);
      }
      case Mains.NAME -> {
        words.finish(Mains.USAGE, false);
        yield Optional.of(new Mains(new PowerSupplies(trees.sys())));
      }
      case BatteryFloor.NAME -> Optional.of(battery(words));
      case CoolEnough.NAME -> Optional.of(coolEnough(words));
      case EnergyBudget.NAME -> {
        double budget = wattHours(words);
        ZoneId zone = words.zone();
        words.finish(EnergyBudget.USAGE, false);
        yield Optional.of(new EnergyBudget(energy, budget, zone));
      }
      default ->
          throw new IllegalArgumentException(
              "there is no condition "
                  + words.name()
                  + "; known: always, processor-idle, input-idle, calendar, mains, battery,"
                  + " temperature, energy-budget");
    };
  }

  private Condition processorIdle(Words words) {
    double load = words.number("load", Optional.of(LOAD_PERCENT), 1, PERCENT, "%");
    Duration quiet = words.duration("for", QUIET, SECOND, DAY);
    words.finish(ProcessorIdle.USAGE, false);
    return new ProcessorIdle(
        new ProcessorTimes(trees.proc(), ProcessorTimes::family), load / PERCENT, quiet);
  }

  private Condition inputIdle(Words words) {
    Duration quiet = words.duration("for", QUIET, SECOND, DAY);
    words.finish(InputIdle.USAGE, false);
    return new InputIdle(
        List.of(
            new InputInterrupts(trees.proc()),
            new TerminalInput(trees.dev()),
            new LogindIdle(login)),
        quiet);
  }

  private Condition battery(Words words) {
    double floor = words.number("floor", Optional.empty(), 1, PERCENT, "%");
    double above = Math.min(PERCENT, floor + CHARGE_MORE);
    double resume = words.number("resume", Optional.of(above), 1, PERCENT, "%");
    words.finish(BatteryFloor.USAGE, false);
    if (resume < floor) {
      throw words.wrong("resume must not be below floor; " + BatteryFloor.USAGE);
    }
    return new BatteryFloor(new PowerSupplies(trees.sys()), floor, resume);
  }

  private Condition coolEnough(Words words) {
    double max = words.number("max", Optional.empty(), 1, DEGREES_MAX, "C");
    double resume = words.number("resume", Optional.of(max - COOLER), 0, DEGREES_MAX, "C");
    Optional<String> sensor = words.take("sensor");
    words.finish(CoolEnough.USAGE, false);
    if (resume > max) {
      throw words.wrong("resume must not be above max; " + CoolEnough.USAGE);
    }
    return new CoolEnough(trees.sys(), max, resume, sensor);
  }
}
