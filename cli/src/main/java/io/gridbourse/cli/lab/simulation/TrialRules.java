package io.gridbourse.cli.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.Demand;
import io.gridbourse.domain.proof.ladder.AdaptiveReplication;
import io.gridbourse.domain.proof.ladder.Crew;
import io.gridbourse.domain.proof.ladder.FirstToAgree;
import io.gridbourse.domain.proof.ladder.RungTrial;
import io.gridbourse.domain.proof.ladder.SabotageTrial;
import io.gridbourse.domain.proof.ladder.SpotChecks;
import io.gridbourse.domain.proof.ladder.TrialOutcome;
import io.gridbourse.domain.proof.ladder.Voting;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Turns a rule of a scenario into a trial of it. */
final class TrialRules {
  private static final double EPSILON = 0.001;
  private static final double CHECKED = 0.1;
  private static final int UNITS = 100;
  private static final int WRONG_UNITS = 10;
  private static final List<String> BUDGETED = List.of("voting", "credibility");
  private final int tasks;
  private final double checked;

  /**
   * Rules for bags of so many tasks.
   *
   * @param tree of the scenario
   */
  TrialRules(JsonNode tree) {
    this.tasks = tree.path("tasks").intValue();
    this.checked = tree.path("checked").asDouble(CHECKED);
  }

  /** Refuses a rule whose numbers do not fit each other; {@code field} is where it is. */
  static void check(JsonNode rule, String field) {
    if (rule.has("tolerated") && !BUDGETED.contains(rule.path("rule").textValue())) {
      throw new CommandFailed(
          ExitCode.USAGE,
          field + ".tolerated is tried with " + String.join(" and ", BUDGETED) + " only",
          field + ".tolerated",
          "a rule that is one of these",
          "leave tolerated out, or write such a rule");
    }
    int units = rule.path("units").asInt(UNITS);
    int wrong = rule.path("wrongUnits").asInt(Math.min(units, WRONG_UNITS));
    if (wrong > units) {
      throw new CommandFailed(
          ExitCode.USAGE,
          field + ".wrongUnits is " + wrong,
          field + ".wrongUnits",
          "at most units, which is " + units,
          "lower wrongUnits or raise units");
    }
  }

  /**
   * A trial that can be run.
   *
   * @param bound of the error; NaN if the rule states none
   * @param run by its seed
   */
  record Trial(double bound, LongFunction<TrialOutcome> run) {}

  /** The trial of a rule with a crew; empty if nothing reaches the error that it is to keep. */
  Optional<Trial> of(JsonNode rule, Crew crew) {
    double epsilon = rule.path("epsilon").asDouble(EPSILON);
    double liars = rule.path("assumedLiars").asDouble(crew.liars());
    if (rule.has("tolerated")) {
      return budgeted(rule, liars, crew);
    }
    return switch (rule.path("rule").textValue()) {
      case "voting" -> voting(rule, epsilon, liars, crew);
      case "majority" ->
          Optional.of(judged(Double.NaN, crew, RungTrial.Way.majority(rule.path("m").asInt(2))));
      case "poco" -> {
        double trust = rule.path("trust").asDouble(1 / epsilon);
        yield Optional.of(counted(1 / trust, crew, 0, SabotageTrial.Rule.poco(trust)));
      }
      case "checks" -> {
        int m = rule.path("m").asInt(1);
        double bound = m == 1 ? ofChecks(crew) : Double.NaN;
        yield Optional.of(counted(bound, crew, checked, SabotageTrial.Rule.voting(m)));
      }
      case "adaptive" -> adaptive(rule, liars, crew);
      case "partial" -> {
        int units = rule.path("units").asInt(UNITS);
        int wrong = rule.path("wrongUnits").asInt(Math.min(units, WRONG_UNITS));
        RungTrial.Sample sample = RungTrial.Sample.forError(epsilon, liars, units, wrong);
        yield Optional.of(judged(epsilon, crew, RungTrial.Way.partial(liars, sample)));
      }
      case "optimistic" ->
          Optional.of(
              judged(
                  epsilon,
                  crew,
                  RungTrial.Way.optimistic(liars, RungTrial.Challenge.forError(epsilon, liars))));
      default ->
          Optional.of(
              counted(epsilon, crew, checked, SabotageTrial.Rule.credibility(epsilon, liars)));
    };
  }

  /** A tolerated share of wrong results in all, by which the server sets the rung. */
  private Optional<Trial> budgeted(JsonNode rule, double liars, Crew crew) {
    double share = rule.path("tolerated").doubleValue();
    int most = Voting.votesFor(share, liars);
    if (most == 0) {
      return Optional.empty();
    }
    Assurance.Step step =
        rule.path("rule").textValue().equals("voting")
            ? new Assurance.Vote(Math.min(most, Assurance.VOTES_MAX), liars)
            : new Assurance.Credibility(share, liars);
    Demand demand =
        Demand.of(
            new Trust(1),
            new Assurance(List.of(step), new Assurance.SameBytes(), 0, Assurance.Hosts.ANY, share),
            0);
    return Optional.of(
        judged(
            share,
            crew,
            RungTrial.Way.budgeted(
                share, allowance -> demand.within(allowance).rungFor(0).orElseThrow())));
  }

  private Optional<Trial> voting(JsonNode rule, double epsilon, double liars, Crew crew) {
    int m = rule.has("m") ? rule.path("m").intValue() : Voting.votesFor(epsilon, liars);
    if (m == 0) {
      return Optional.empty();
    }
    // One vote is whatever its worker says; only of several must lies agree to win.
    double bound = m == 1 ? crew.liars() * crew.sabotage() : Voting.error(m, crew.phi());
    return Optional.of(judged(bound, crew, RungTrial.Way.of(new FirstToAgree(m, crew.phi()))));
  }

  private Optional<Trial> adaptive(JsonNode rule, double liars, Crew crew) {
    if (!rule.has("epsilon")) {
      int streak = rule.path("streak").asInt(AdaptiveReplication.STREAK_MIN);
      int quorum = rule.path("quorum").asInt(2);
      return Optional.of(
          new Trial(
              Double.NaN, seed -> run(crew, RungTrial.Way.adaptive(streak, quorum, seed), seed)));
    }
    double epsilon = rule.path("epsilon").doubleValue();
    return RungTrial.Way.adaptive(epsilon, liars, 0)
        .map(
            reachable ->
                new Trial(
                    epsilon,
                    seed ->
                        run(
                            crew,
                            RungTrial.Way.adaptive(epsilon, liars, seed).orElse(reachable),
                            seed)));
  }

  private Trial judged(double bound, Crew crew, RungTrial.Way way) {
    return new Trial(bound, seed -> run(crew, way, seed));
  }

  private TrialOutcome run(Crew crew, RungTrial.Way way, long seed) {
    return RungTrial.run(new RungTrial.Setting(tasks, crew, way), seed);
  }

  private Trial counted(double bound, Crew crew, double share, SabotageTrial.Rule rule) {
    SabotageTrial.Setting setting = new SabotageTrial.Setting(tasks, crew, share, rule);
    return new Trial(bound, seed -> SabotageTrial.run(setting, seed));
  }

  private double ofChecks(Crew crew) {
    return crew.liars() < 1
        ? SpotChecks.bound(crew.liars(), checked, tasks / crew.workers())
        : Double.NaN;
  }
}
