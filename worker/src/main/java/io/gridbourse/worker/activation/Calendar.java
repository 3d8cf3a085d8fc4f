package io.gridbourse.worker.activation;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Days and hours at which the machine may work. A window that ends before it begins goes on into
 * the next day, and belongs to the day on which it begins. On days on which the clock is put
 * forward or back, a window begins and ends by the clock on the wall.
 */
final class Calendar implements Condition {
  static final String NAME = "calendar";
  static final String USAGE =
      "write " + NAME + " mon-fri 19:00-07:00 sat-sun 00:00-24:00 zone=Europe/Paris";

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern HOURS =
      Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-((?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)");
  private static final int WEEK = 8;
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("EEE HH:mm VV", Locale.ROOT);

  private final List<Window> windows;
  private final ZoneId zone;

  Calendar(List<Window> windows, ZoneId zone) {
    this.windows = List.copyOf(windows);
    this.zone = zone;
  }

  /**
   * One stretch of time on some days.
   *
   * @param to its end, which is not in it any more; midnight ends the day
   */
  record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    boolean opensOn(LocalDate day) {
      return days.contains(day.getDayOfWeek());
    }

    ZonedDateTime begin(LocalDate day, ZoneId zone) {
      return ZonedDateTime.of(day, from, zone);
    }

    ZonedDateTime end(LocalDate day, ZoneId zone) {
      return ZonedDateTime.of(to.isAfter(from) ? day : day.plusDays(1), to, zone);
    }
  }

  /** A calendar of the words of its text: days and hours in turn. */
  static Calendar of(Words words) {
    ZoneId zone = words.zone();
    List<String> plain = words.plain();
    if (plain.isEmpty() || plain.size() % 2 != 0) {
      throw words.wrong("days and hours must stand in turn; " + USAGE);
    }
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < plain.size(); i += 2) {
      Matcher hours = HOURS.matcher(plain.get(i + 1));
      if (!hours.matches()) {
        throw words.wrong("hours must be as 19:00-07:00, not " + plain.get(i + 1));
      }
      LocalTime from = LocalTime.parse(hours.group(1) + ":" + hours.group(2));
      LocalTime to =
          hours.group(3).equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(hours.group(3));
      if (from.equals(to) && !from.equals(LocalTime.MIDNIGHT)) {
        throw words.wrong("the window " + plain.get(i + 1) + " is empty: write 00:00-24:00");
      }
      windows.add(new Window(days(words, plain.get(i)), from, to));
    }
    return new Calendar(windows, zone);
  }

  private static Set<DayOfWeek> days(Words words, String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] ends = part.split("-", -1);
      int first = DAYS.indexOf(ends[0]);
      int last = DAYS.indexOf(ends[ends.length - 1]);
      if (part.equals("daily")) {
        days.addAll(EnumSet.allOf(DayOfWeek.class));
      } else if (ends.length > 2 || first < 0 || last < 0) {
        throw words.wrong("days must be as mon-fri, sat,sun or daily, not " + text);
      } else {
        for (int day = first; ; day = (day + 1) % DAYS.size()) {
          days.add(DayOfWeek.of(day + 1));
          if (day == last) {
            break;
          }
        }
      }
    }
    return days;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Verdict look(Instant now) {
    ZonedDateTime here = now.atZone(zone);
    LocalDate today = here.toLocalDate();
    boolean open =
        windows.stream()
            .anyMatch(
                window ->
                    Stream.of(today.minusDays(1), today)
                        .filter(window::opensOn)
                        .anyMatch(
                            day ->
                                !here.isBefore(window.begin(day, zone))
                                    && here.isBefore(window.end(day, zone))));
    return open ? Verdict.HOLDS : Verdict.not("the calendar allows no work now" + next(here));
  }

  private String next(ZonedDateTime here) {
    Optional<ZonedDateTime> next =
        Stream.iterate(here.toLocalDate(), day -> day.plusDays(1))
            .limit(WEEK)
            .flatMap(
                day ->
                    windows.stream()
                        .filter(window -> window.opensOn(day))
                        .map(window -> window.begin(day, zone)))
            .filter(begin -> begin.isAfter(here))
            .min(Comparator.naturalOrder());
    return next.map(
            begin ->
                "; it begins "
                    + begin.format(SHOWN)
                    + ", in "
                    + Words.seconds(Duration.between(here, begin)))
        .orElse("");
  }
}
