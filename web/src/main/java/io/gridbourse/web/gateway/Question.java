package io.gridbourse.web.gateway;

import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.web.http.Problems;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import java.util.function.Function;

/** The query of a request, whose values are read one by one and refused by name. */
final class Question {
  /** Stands for every address. */
  static final String ANY = "any";

  private static final int PAGE_ROWS_MIN = 10;
  private static final int PAGE_ROWS_MAX = 1_000;
  private static final int PAGE_ROWS_STANDARD = 20;
  private static final int PAGE_MAX = 1_000_000;
  private static final int DIGITS_MAX = 16;
  private final MultivaluedMap<String, String> values;

  /** A query for this chain; another one is refused. */
  Question(MultivaluedMap<String, String> values, long chainId) {
    this.values = values;
    String asked = values.getFirst("chainId");
    if (asked == null || !asked.equals(Long.toString(chainId))) {
      throw Problems.invalid(
          "chainId", "This server serves the chain " + chainId + ".", "chainId=" + chainId);
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  boolean isTrue(String name) {
    String text = values.getFirst(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (!text.equals("true")) {
      throw Problems.invalid(name, "The parameter " + name + " is true or false.", null);
    }
    return true;
  }

  /** An address; empty if it is absent or {@code any}. */
  Optional<Address> address(String name) {
    return isAny(name)
        ? Optional.empty()
        : parsed(name, Address::new, "0x and 40 hex digits, or any");
  }

  boolean isAny(String name) {
    return ANY.equals(values.getFirst(name));
  }

  Optional<Bytes32> hash(String name) {
    return parsed(name, Bytes32::new, "0x and 64 hex digits");
  }

  /** The bits of a tag. */
  Optional<Integer> tag(String name) {
    return parsed(
        name,
        text -> {
          Tag tag = new Tag(new Bytes32(text));
          if (!tag.isKnown()) {
            throw new IllegalArgumentException();
          }
          return tag.bits();
        },
        "0x and 64 hex digits, of which the bits 0 to 3 and 8 may be set");
  }

  Optional<Long> number(String name) {
    return parsed(name, text -> bounded(text, Order.VOLUME_MAX), "a whole number below 2^53");
  }

  Page page() {
    int index =
        parsed(
                "pageIndex",
                text -> Math.toIntExact(bounded(text, PAGE_MAX)),
                "a whole number from 0 to " + PAGE_MAX)
            .orElse(0);
    int rows =
        parsed("pageSize", Question::pageRows, PAGE_ROWS_MIN + " to " + PAGE_ROWS_MAX)
            .orElse(PAGE_ROWS_STANDARD);
    return new Page(index, rows);
  }

  private static int pageRows(String text) {
    long rows = bounded(text, PAGE_ROWS_MAX);
    if (rows < PAGE_ROWS_MIN) {
      throw new IllegalArgumentException();
    }
    return (int) rows;
  }

  private static long bounded(String text, long max) {
    if (!text.matches("[0-9]{1," + DIGITS_MAX + "}") || Long.parseLong(text) > max) {
      throw new IllegalArgumentException();
    }
    return Long.parseLong(text);
  }

  private <T> Optional<T> parsed(String name, Function<String, T> parse, String range) {
    String text = values.getFirst(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid(name, "The parameter " + name + " must be " + range + ".", range);
    }
  }

  /** A page of a list, counted from 0. */
  record Page(int index, int rows) {
    long offset() {
      return (long) index * rows;
    }

    /** The next page's index, or null when {@code count} rows end here. */
    Integer next(long count) {
      return offset() + rows < count ? index + 1 : null;
    }
  }
}
