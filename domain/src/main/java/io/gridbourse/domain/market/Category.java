package io.gridbourse.domain.market;

import java.time.Duration;

/** How long a task may take: the reference time of the ledger's category of the same number. */
public enum Category {
  XS(0, 300),
  S(1, 1_200),
  M(2, 3_600),
  L(3, 10_800),
  XL(4, 36_000);

  private static final int FINAL_DEADLINE_RATIO = 10;
  private final int number;
  private final Duration reference;

  Category(int number, long referenceSeconds) {
    this.number = number;
    this.reference = Duration.ofSeconds(referenceSeconds);
  }

  /** The category with the ledger's number 0 to 4. */
  public static Category numbered(int number) {
    for (Category category : values()) {
      if (category.number == number) {
        return category;
      }
    }
    throw new IllegalArgumentException("no category has the number " + number + "; use 0 to 4");
  }

  /** The number on the ledger. */
  public int number() {
    return number;
  }

  /** The reference time T; a task may run this long. */
  public Duration reference() {
    return reference;
  }

  /** 10 T: after this the deal's unsettled tasks can be claimed back. */
  public Duration untilFinalDeadline() {
    return reference.multipliedBy(FINAL_DEADLINE_RATIO);
  }
}
