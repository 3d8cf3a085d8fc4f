package io.gridbourse.web.ledger;

import io.gridbourse.ejb.ledger.AccountStatements.Period;
import io.gridbourse.web.http.Problems;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Periods as a client names them: days or moments, UTC. */
final class Periods {
  private static final Duration STANDARD = Duration.ofDays(30);
  private static final String FORM = "YYYY-MM-DD, or RFC 3339 such as 2026-01-31T12:00:00Z";

  private Periods() {}

  /** The period; without a beginning 30 days, without an end until now. */
  static Period of(String from, String to, Clock clock) {
    Instant end = to == null ? clock.instant() : moment("to", to);
    Instant begin = from == null ? end.minus(STANDARD) : moment("from", from);
    if (begin.isAfter(end)) {
      throw Problems.invalid("from", "The period ends before it begins.", "at most " + end);
    }
    return new Period(begin, end);
  }

  private static Instant moment(String field, String text) {
    try {
      Instant found =
          text.length() == "YYYY-MM-DD".length()
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : Instant.parse(text);
      int year = found.atOffset(ZoneOffset.UTC).getYear();
      if (year < 1970 || year > 9999) {
        throw Problems.invalid(field, "The year is out of range.", "1970 to 9999");
      }
      return found;
    } catch (DateTimeParseException e) {
      throw Problems.invalid(field, "This is no date.", FORM);
    }
  }
}
