package io.gridbourse.domain.proof;

import io.gridbourse.domain.bag.BagId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a lease. It says which partition it is of, so that messages find their way.
 *
 * @param epoch ownership of the partition under which it was granted
 * @param number counts the leases of that ownership
 */
public record LeaseId(BagId bag, int partition, long epoch, long number) {
  private static final Pattern FORM =
      Pattern.compile("(b-[0-9a-v]{16})\\.([0-9]{1,2})\\.([0-9]{1,15})\\.([0-9]{1,15})");

  /** Reads the text form; empty if it is not one. */
  public static Optional<LeaseId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new LeaseId(
            new BagId(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Long.parseLong(matcher.group(3)),
            Long.parseLong(matcher.group(4))));
  }

  @Override
  public String toString() {
    return bag + "." + partition + "." + epoch + "." + number;
  }
}
