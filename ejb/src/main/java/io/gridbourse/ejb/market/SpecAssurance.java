package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.proof.ladder.Checked;
import io.gridbourse.domain.proof.ladder.Credible;
import io.gridbourse.domain.proof.ladder.ErrorBudget;
import io.gridbourse.domain.proof.ladder.Judgement;
import io.gridbourse.domain.proof.ladder.Sampled;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.proof.ladder.Voting;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what an order asks of results beyond the ledger's rule: rungs, comparator, spot-checks. A
 * field that a rung does not know is refused, for it would have been meant.
 */
final class SpecAssurance {
  private static final String VERIFY = "spec.trust.verify";
  private static final String COMPARATOR = "spec.trust.comparator";
  private static final String TOLERATE = "spec.trust.tolerate";
  private static final String RUNGS =
      "write replicate, vote, check, partial, credibility or adaptive, or a list of them";
  private static final double ERROR_DEFAULT = 0.001;
  private static final double WRONG_DEFAULT = 0.1;
  private static final int STREAK_DEFAULT = 10;
  private static final int KNOWN_BY = 3;
  private static final long NEW_WEIGHT = PocoRule.weight(0);
  private final JsonNode trust;
  private final List<SpecProblem> problems;
  private final boolean isBudgeted;
  private final double tolerated;

  SpecAssurance(JsonNode trust, List<SpecProblem> problems) {
    this.trust = trust;
    this.problems = problems;
    JsonNode tolerate = trust.path("tolerate");
    this.isBudgeted = tolerate.isObject();
    this.tolerated = (isBudgeted ? tolerate.path("share") : tolerate).asDouble(ERROR_DEFAULT);
  }

  /** What is asked for; nothing if something is wrong with it. */
  Assurance read() {
    int before = problems.size();
    List<Assurance.Step> steps = steps(trust.path("verify"));
    Assurance.Likeness likeness = likeness(trust.path("comparator"));
    double checks = trust.path("spotChecks").asDouble(0);
    Assurance.Hosts hosts =
        Assurance.Hosts.valueOf(trust.path("classes").asText("any").toUpperCase(Locale.ROOT));
    if (problems.size() > before) {
      return Assurance.NONE;
    }
    requireTolerated(steps);
    if (problems.size() > before) {
      return Assurance.NONE;
    }
    Assurance assurance = new Assurance(steps, likeness, checks, hosts, isBudgeted ? tolerated : 0);
    requireEnough(assurance);
    requireKnown(assurance);
    return problems.size() > before ? Assurance.NONE : assurance;
  }

  private List<Assurance.Step> steps(JsonNode verify) {
    List<Assurance.Step> steps = new ArrayList<>();
    if (verify.isArray()) {
      for (int i = 0; i < verify.size(); i++) {
        step(VERIFY + "[" + i + "]", verify.get(i), steps);
      }
    } else if (!verify.isMissingNode()) {
      step(VERIFY, verify, steps);
    }
    return steps;
  }

  private void step(String field, JsonNode node, List<Assurance.Step> steps) {
    if (node.isTextual()) {
      step(field, node.asText(), node, steps);
    } else if (node.isObject() && node.size() == 1) {
      Map.Entry<String, JsonNode> only = node.fields().next();
      step(field, only.getKey(), only.getValue(), steps);
    } else {
      problem("SPEC_INVALID", field, field + " is no rung of verification", RUNGS);
    }
  }

  private void step(String field, String rung, JsonNode node, List<Assurance.Step> steps) {
    JsonNode numbers = node.isObject() ? node : node.path("none");
    try {
      double liars = number(numbers, "liars", Assurance.LIARS_DEFAULT);
      switch (rung) {
        case "replicate" -> {
          known(field, numbers, Set.of());
          steps.add(new Assurance.Replicate());
        }
        case "vote" -> {
          known(field, numbers, Set.of("m", "liars"));
          unbudgeted(field, numbers.has("m") || isWhole(node), "m");
          requireVotes(liars);
          steps.add(vote(node, numbers, liars));
        }
        case "check" -> {
          known(field, numbers, Set.of("missed", "liars"));
          requireVotes(liars);
          steps.add(new Assurance.Check(liars, number(numbers, "missed", 0)));
        }
        case "credibility" -> {
          known(field, numbers, Set.of("error", "liars"));
          unbudgeted(field, numbers.has("error"), "error");
          double error = number(numbers, "error", tolerated);
          steps.add(new Assurance.Credibility(error, liars));
        }
        case "adaptive" -> {
          known(field, numbers, Set.of("quorum", "streak"));
          steps.add(
              new Assurance.Adaptive(
                  whole(numbers, "quorum", 2), whole(numbers, "streak", STREAK_DEFAULT)));
        }
        case "none" ->
            problem(
                "NOT_SERVED",
                field,
                field + ": none stands alone",
                "write none, or a list without it");
        case "partial" -> {
          known(field, numbers, Set.of("wrong", "sample", "missed", "liars"));
          requireVotes(liars);
          steps.add(partial(field, numbers, liars));
        }
        default ->
            problem("NOT_SERVED", field, field + ": " + rung + " is no rung that is served", RUNGS);
      }
    } catch (IllegalArgumentException e) {
      problem("OUT_OF_RANGE", field, field + ": " + e.getMessage(), "correct " + field);
    }
  }

  /** What a budget sets anew for each answer is not stated. */
  private void unbudgeted(String field, boolean isStated, String name) {
    if (isBudgeted && isStated) {
      problem(
          "SPEC_INVALID",
          field + "." + name,
          field + "." + name + " is set by the budget of " + TOLERATE + ".share",
          "leave " + name + " out, or write a number for " + TOLERATE);
    }
  }

  /**
   * With a budget votes must keep what is left at least: those that are asked for, or those that an
   * answer is left to which a checker cannot tell of.
   */
  private void requireVotes(double liars) {
    double least = ErrorBudget.KEPT * tolerated;
    int enough = Voting.votesFor(least, liars);
    if (isBudgeted && (enough == 0 || enough > Assurance.VOTES_MAX)) {
      throw new IllegalArgumentException(unreachable(least));
    }
  }

  private static String unreachable(double error) {
    return "no " + Assurance.VOTES_MAX + " equal votes leave an error of only " + error;
  }

  /** The sample is stated, or follows from what it may miss; without either, from the error. */
  private Assurance.Partial partial(String field, JsonNode numbers, double liars) {
    double wrong = number(numbers, "wrong", WRONG_DEFAULT);
    if (numbers.has("sample") && numbers.has("missed")) {
      problem(
          "SPEC_INVALID",
          field + ".missed",
          field + ".missed follows from sample: (1 - wrong)^sample",
          "leave missed or sample out");
    }
    // By Bayes: what may be missed, so that what passes is wrong with at most the error.
    double missed = Math.min(1, tolerated * (1 - liars) / (liars * (1 - tolerated)));
    int sample =
        numbers.has("sample")
            ? whole(numbers, "sample", 0)
            : Sampled.drawnFor(wrong, number(numbers, "missed", missed));
    return new Assurance.Partial(wrong, sample, liars);
  }

  private Assurance.Vote vote(JsonNode node, JsonNode numbers, double liars) {
    boolean isStated = trust.has("tolerate");
    int enough = Voting.votesFor(tolerated, liars);
    if (!isWhole(node) && !numbers.has("m") && (enough == 0 || enough > Assurance.VOTES_MAX)) {
      throw new IllegalArgumentException(unreachable(tolerated));
    }
    int m = isWhole(node) ? node.asInt() : whole(numbers, "m", enough);
    Assurance.Vote vote = new Assurance.Vote(m, liars);
    if (isStated && !isBudgeted && Voting.error(m, liars) > tolerated) {
      throw new IllegalArgumentException(
          m
              + " equal votes leave an error of "
              + Voting.error(m, liars)
              + ", above the "
              + tolerated
              + " of spec.trust.tolerate; "
              + enough
              + " would do");
    }
    return vote;
  }

  /** A stated tolerance is kept by each rung, or the order is refused. */
  private void requireTolerated(List<Assurance.Step> steps) {
    if (!trust.has("tolerate")) {
      return;
    }
    for (Assurance.Step step : steps) {
      boolean isAbove =
          step instanceof Assurance.Adaptive || (!isBudgeted && left(step) > tolerated);
      if (isAbove) {
        problem(
            "OUT_OF_RANGE",
            TOLERATE,
            TOLERATE
                + ": "
                + (!(step instanceof Assurance.Adaptive)
                    ? "the check may leave an error of " + left(step)
                    : "the error of adaptive replication depends on its workers"),
            "write vote in its place, or leave tolerate out");
      }
    }
    if (steps.stream().allMatch(Assurance.Step::isLedgers)) {
      problem(
          "SPEC_INVALID",
          TOLERATE,
          TOLERATE + " says nothing without a rung",
          "write spec.trust.confidence: " + (1 - tolerated) + ", or add a rung such as vote");
    }
  }

  /** The error that a check leaves; 0 for other rungs. */
  private static double left(Assurance.Step step) {
    if (step instanceof Assurance.Partial partial) {
      return new Sampled(partial.liars(), partial.wrong(), partial.sample()).bound();
    }
    return step instanceof Assurance.Check check
        ? new Checked(check.liars(), check.missed()).bound()
        : 0;
  }

  /** The ledger refuses a settlement whose votes do not reach the trust of the deal. */
  private void requireEnough(Assurance assurance) {
    Trust confidence = Trust.forConfidence(trust.path("confidence").asDouble(0));
    boolean isBoth = assurance.steps().stream().anyMatch(Assurance.Step::isLedgers);
    int needed = PocoRule.replicasNeeded(confidence, NEW_WEIGHT);
    if (!assurance.steps().isEmpty() && !isBoth && assurance.votesMin() < needed) {
      problem(
          "TRUST_NOT_COVERED",
          VERIFY,
          VERIFY
              + " may be content with "
              + assurance.votesMin()
              + " votes, but the ledger settles this confidence with "
              + needed
              + " votes of new workers",
          "set spec.trust.confidence to 0, ask for more votes, or add replicate to the list");
    }
  }

  /** An answer is known when three workers gave it and nobody another one. */
  private void requireKnown(Assurance assurance) {
    if (assurance.spotChecks() == 0) {
      return;
    }
    Trust confidence = Trust.forConfidence(trust.path("confidence").asDouble(0));
    int votes = PocoRule.replicasNeeded(confidence, NEW_WEIGHT);
    for (Assurance.Step step : assurance.steps()) {
      votes = Math.max(votes, votesOfNew(step));
    }
    if (votes < KNOWN_BY) {
      problem(
          "SPEC_INVALID",
          "spec.trust.spotChecks",
          "spec.trust.spotChecks: answers are known from "
              + KNOWN_BY
              + " equal votes on, and this bag asks for "
              + votes,
          "write {vote: {m: 3}}, or a credibility with an error too small for "
              + (KNOWN_BY - 1)
              + " new workers, or leave spotChecks out");
    }
  }

  /** The votes of new workers that satisfy a rung, {@link #KNOWN_BY} if it takes more. */
  private static int votesOfNew(Assurance.Step step) {
    if (!(step instanceof Assurance.Credibility credibility)) {
      return step.votesMin();
    }
    Credible rung = new Credible(credibility.liars(), true, credibility.error());
    List<Vote<String>> votes = new ArrayList<>();
    do {
      votes.add(Vote.of("worker " + votes.size(), "answer", Standing.NEW));
    } while (votes.size() < KNOWN_BY
        && !(rung.judge(votes) instanceof Judgement.Certified<String>));
    return votes.size();
  }

  private Assurance.Likeness likeness(JsonNode node) {
    if (node.isMissingNode() || node.asText().equals("bytes")) {
      return new Assurance.SameBytes();
    }
    JsonNode numbers = node.path("numbers");
    JsonNode pixels = node.path("pixels");
    try {
      if (node.size() == 1 && numbers.isObject()) {
        String field = COMPARATOR + ".numbers";
        known(field, numbers, Set.of("tolerance", "relative"));
        return new Assurance.LikeNumbers(
            number(numbers, "tolerance", 0), number(numbers, "relative", 0));
      }
      if (node.size() == 1 && pixels.isObject()) {
        String field = COMPARATOR + ".pixels";
        known(field, pixels, Set.of("tolerance", "share"));
        return new Assurance.LikePixels(whole(pixels, "tolerance", 0), number(pixels, "share", 0));
      }
      problem(
          "NOT_SERVED",
          COMPARATOR,
          COMPARATOR + " is none that is served",
          "write bytes, {numbers: {tolerance: 1e-6}} or {pixels: {tolerance: 2, share: 0.001}}");
    } catch (IllegalArgumentException e) {
      problem("OUT_OF_RANGE", COMPARATOR, COMPARATOR + ": " + e.getMessage(), "correct it");
    }
    return new Assurance.SameBytes();
  }

  private void known(String field, JsonNode numbers, Set<String> fields) {
    for (Iterator<String> names = numbers.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        problem(
            "SPEC_INVALID",
            field + "." + name,
            field + " has no field " + name,
            "leave it out" + (fields.isEmpty() ? "" : "; there are " + String.join(", ", fields)));
      }
    }
  }

  private double number(JsonNode numbers, String name, double standard) {
    JsonNode node = numbers.path(name);
    if (!node.isMissingNode() && !node.isNumber()) {
      throw new IllegalArgumentException(name + " must be a number");
    }
    return node.asDouble(standard);
  }

  private int whole(JsonNode numbers, String name, int standard) {
    JsonNode node = numbers.path(name);
    if (!node.isMissingNode() && !isWhole(node)) {
      throw new IllegalArgumentException(name + " must be a whole number");
    }
    return node.asInt(standard);
  }

  /** Whether it is a whole number, however it is written. */
  private static boolean isWhole(JsonNode node) {
    return node.isNumber() && node.canConvertToInt() && node.asDouble() == node.asInt();
  }

  private void problem(String code, String field, String detail, String remedy) {
    problems.add(new SpecProblem(code, field, detail, remedy));
  }
}
