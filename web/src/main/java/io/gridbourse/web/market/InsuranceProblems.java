package io.gridbourse.web.market;

import io.gridbourse.ejb.market.insurance.Refusal;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import java.util.Locale;

/** Refusals of the insurance as HTTP problems. */
public final class InsuranceProblems {
  private InsuranceProblems() {}

  /** One that is not there, and one of somebody else: both look the same. */
  static ProblemException unknown() {
    return new ProblemException(
        Problems.of(
            404,
            Refusal.Reason.UNKNOWN_DEAL.name(),
            "There is no such final deal of yours that is run here.",
            "Insure your own bag, once its deal is final."));
  }

  /** The problem of a refusal. */
  public static ProblemException of(Refusal refusal) {
    if (refusal.reason() == Refusal.Reason.UNKNOWN_DEAL) {
      return unknown();
    }
    int status =
        switch (refusal.reason()) {
          case NO_INSURANCE, UNKNOWN_DEAL -> 404;
          case NO_FUNDS -> 402;
          case ALREADY_INSURED, TOO_LATE_TO_INSURE, CAPITAL_TOO_SMALL, RISK_TOO_HIGH -> 409;
          case INTERESTED_PARTY -> 403;
          case LIMITS_TOO_TIGHT, COVER_OUT_OF_RANGE, PREMIUM_ABOVE_MAX -> 422;
        };
    return Problems.refused(
        status, refusal.reason(), sentence(refusal.detail()), null, sentence(refusal.remedy()));
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
