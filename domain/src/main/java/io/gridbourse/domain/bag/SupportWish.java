package io.gridbourse.domain.bag;

import java.util.regex.Pattern;

/**
 * That supporting workers shall come when a bag needs them, and what they may cost.
 *
 * @param credits that are set aside at the submission, 1 to {@link #CREDITS_MAX}
 * @param trigger when they come: {@code 9C} (nine tenths are completed), {@code 9A} (nine tenths
 *     were assigned) or {@code D} (tasks take longer than at first)
 * @param sizing how many: {@code greedy}, {@code conservative} or {@code fixed:N}
 * @param deployment what they get: {@code flat}, {@code reschedule} or {@code duplicate}
 */
public record SupportWish(long credits, String trigger, String sizing, String deployment) {
  /** Credits that one bag may set aside. */
  public static final long CREDITS_MAX = 1_000_000_000;

  private static final Pattern TRIGGER = Pattern.compile("9C|9A|D");
  private static final Pattern SIZING =
      Pattern.compile("greedy|conservative|fixed:[1-9][0-9]{0,3}");
  private static final Pattern DEPLOYMENT = Pattern.compile("flat|reschedule|duplicate");

  public SupportWish {
    if (credits < 1 || credits > CREDITS_MAX) {
      throw new IllegalArgumentException("credits must be 1 to " + CREDITS_MAX);
    }
    require(TRIGGER, trigger, "trigger must be 9C, 9A or D");
    require(SIZING, sizing, "sizing must be greedy, conservative or fixed:N with N from 1 to 9999");
    require(DEPLOYMENT, deployment, "deployment must be flat, reschedule or duplicate");
  }

  private static void require(Pattern pattern, String text, String otherwise) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
