package io.gridbourse.domain.proof;

import io.gridbourse.domain.ledger.NanoRlc;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Who gets what for one certified task, as the ledger computes it. */
public final class Payouts {
  private static final BigInteger PERCENT = BigInteger.valueOf(100);
  private static final BigInteger KITTY_FRACTION = BigInteger.TEN;
  private static final BigInteger KITTY_RELEASE_MIN = BigInteger.valueOf(1_000_000_000);

  private Payouts() {}

  /**
   * The pool's reward of one task.
   *
   * @param workers share of each accepted worker, in the order given
   * @param scheduler what remains for the pool's owner, roundings included
   */
  public record Split(List<NanoRlc> workers, NanoRlc scheduler) {
    public Split {
      workers = List.copyOf(workers);
    }

    /** All that is paid. */
    public NanoRlc total() {
      return workers.stream().reduce(scheduler, NanoRlc::plus);
    }
  }

  /**
   * Splits the price of the pool and the stakes of the losers: workers share ⌊T(100 − r)/100⌋ by
   * the integer logarithm of their weights, each share rounded down; the scheduler gets the rest.
   *
   * @param losses stakes that were seized for this task, together
   * @param schedulerPercent r, 0 to 100
   * @param weights of the accepted workers, each at least 2, at least one
   */
  public static Split split(
      NanoRlc poolPrice, NanoRlc losses, int schedulerPercent, List<Long> weights) {
    BigInteger total = poolPrice.plus(losses).units();
    BigInteger shared = total.multiply(BigInteger.valueOf(100L - schedulerPercent)).divide(PERCENT);
    long logs = weights.stream().mapToLong(Payouts::logarithm).sum();
    List<NanoRlc> shares = new ArrayList<>();
    BigInteger rest = total;
    for (long weight : weights) {
      BigInteger share =
          shared.multiply(BigInteger.valueOf(logarithm(weight))).divide(BigInteger.valueOf(logs));
      shares.add(new NanoRlc(share));
      rest = rest.subtract(share);
    }
    return new Split(shares, new NanoRlc(rest));
  }

  /**
   * What {@code successes} certified tasks, one after the other, release from the kitty to the
   * scheduler: each min(max(kitty/10, 1 RLC), kitty).
   */
  public static NanoRlc releasedFromKitty(NanoRlc kitty, long successes) {
    BigInteger left = kitty.units();
    long rest = successes;
    while (rest > 0 && left.divide(KITTY_FRACTION).compareTo(KITTY_RELEASE_MIN) > 0) {
      left = left.subtract(left.divide(KITTY_FRACTION));
      rest--;
    }
    BigInteger last = left.min(KITTY_RELEASE_MIN.multiply(BigInteger.valueOf(rest)));
    return new NanoRlc(kitty.units().subtract(left).add(last));
  }

  private static long logarithm(long weight) {
    return Long.SIZE - 1L - Long.numberOfLeadingZeros(weight);
  }
}
