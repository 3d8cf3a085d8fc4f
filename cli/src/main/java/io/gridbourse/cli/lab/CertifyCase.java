package io.gridbourse.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.proof.ladder.AdaptiveReplication;
import io.gridbourse.domain.proof.ladder.Believed;
import io.gridbourse.domain.proof.ladder.Certificate;
import io.gridbourse.domain.proof.ladder.Checked;
import io.gridbourse.domain.proof.ladder.Credibility;
import io.gridbourse.domain.proof.ladder.Credible;
import io.gridbourse.domain.proof.ladder.FirstToAgree;
import io.gridbourse.domain.proof.ladder.Judgement;
import io.gridbourse.domain.proof.ladder.Optimistic;
import io.gridbourse.domain.proof.ladder.PocoVoting;
import io.gridbourse.domain.proof.ladder.ProofRefusal;
import io.gridbourse.domain.proof.ladder.Rung;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.ladder.Unverified;
import io.gridbourse.domain.proof.ladder.Vote;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The votes on one task, and the money that follows from them. */
final class CertifyCase {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double LIARS = 0.2;
  private static final int EQUAL_VOTES = 2;
  private static final double DEFAULT_EPSILON = 0.001;

  private final JsonNode tree;
  private final List<Vote<String>> votes = new ArrayList<>();
  private final Map<String, Double> stated = new HashMap<>();

  private CertifyCase(JsonNode tree) {
    this.tree = tree;
  }

  static ObjectNode solve(JsonNode tree) {
    try {
      CertifyCase certify = new CertifyCase(tree);
      certify.readVotes();
      return certify.answer(certify.rung());
    } catch (ProofRefusal refusal) {
      throw LabText.refused(
          refusal.field(), refusal.getMessage(), refusal.limit(), "correct " + refusal.field());
    }
  }

  private void readVotes() {
    Set<String> workers = new HashSet<>();
    for (JsonNode vote : tree.path("votes")) {
      String field = "votes[" + votes.size() + "]";
      String worker = vote.path("worker").textValue();
      if (!workers.add(worker)) {
        throw new ProofRefusal(field + ".worker", "a worker that has not voted yet", worker);
      }
      if (vote.has("credibility")) {
        stated.put(worker, vote.path("credibility").doubleValue());
      }
      votes.add(
          new Vote<>(
              worker,
              vote.path("digest").textValue(),
              new Standing(
                  vote.path("score").longValue(),
                  vote.path("checksPassed").intValue(),
                  vote.path("streak").intValue()),
              Vote.Check.valueOf(vote.path("check").asText("none").toUpperCase(Locale.ROOT))));
    }
    if (!stated.isEmpty() && stated.size() < votes.size()) {
      throw new ProofRefusal("votes[*].credibility", "given for each vote or for none", "mixed");
    }
  }

  private Rung rung() {
    double liars = tree.path("liars").asDouble(LIARS);
    return switch (tree.path("rule").textValue()) {
      case "none" -> new Unverified(liars);
      case "check" -> new Checked(liars, tree.path("missed").asDouble(0));
      case "voting" ->
          new FirstToAgree(
              tree.path("m").asInt(EQUAL_VOTES), liars * tree.path("sabotage").asDouble(1));
      case "credibility" -> credibility(liars);
      case "adaptive" ->
          new AdaptiveReplication(
              AdaptiveReplication.STREAK_MIN,
              tree.path("quorum").asInt(2),
              tree.path("seed").longValue(),
              tree.path("task").longValue());
      case "optimistic" ->
          new Optimistic(
              liars,
              tree.path("challenged").asDouble(0),
              Duration.ofSeconds(tree.path("windowSeconds").asLong(3600)));
      default -> new PocoVoting(trust());
    };
  }

  private Rung credibility(double liars) {
    double epsilon =
        tree.has("epsilon")
            ? tree.path("epsilon").doubleValue()
            : tree.has("trust") ? 1.0 / trust().value() : DEFAULT_EPSILON;
    return stated.isEmpty()
        ? new Credible(liars, tree.path("blacklist").asBoolean(true), epsilon)
        : new Believed(stated, epsilon);
  }

  /** Trust 0 is taken for 1, as iExec does. */
  private Trust trust() {
    if (!tree.has("trust")) {
      throw new ProofRefusal("trust", "given for the rule poco", "missing");
    }
    return new Trust(Math.max(1, tree.path("trust").longValue()));
  }

  private ObjectNode answer(Rung rung) {
    Judgement<String> judgement = rung.judge(votes);
    Optional<Certificate<String>> certificate = judgement.certificate();
    ObjectNode answer = NODES.objectNode();
    answer.put("accepted", certificate.isPresent());
    answer.put("digest", certificate.map(Certificate::answer).orElse(null));
    answer.set("groups", groups());
    if (tree.has("money")) {
      answer.set("payouts", new LabPayouts(tree.path("money")).of(votes, certificate));
    } else {
      answer.putNull("payouts");
    }
    ArrayNode steps = NODES.arrayNode();
    certificate.ifPresent(
        proof -> {
          answer.put("method", proof.method());
          answer.put("errorBound", proof.errorBound());
          ArrayNode weights = answer.putArray("votes");
          proof
              .votes()
              .forEach(
                  vote ->
                      weights
                          .addObject()
                          .put("worker", vote.worker())
                          .put("digest", vote.answer())
                          .put("weight", vote.weight()));
          proof.derivation().forEach(steps::add);
        });
    int more = judgement.fold(certified -> 0, Judgement.Open::more);
    answer.put("more", more);
    if (more > 0) {
      String why = judgement.fold(certified -> "", Judgement.Open::why);
      steps.add(why);
    }
    answer.set("steps", steps);
    return answer;
  }

  /** By digest: PoCo's weight and credibility, or credibility by odds if that is the rule. */
  private ArrayNode groups() {
    boolean byOdds = "credibility".equals(tree.path("rule").textValue());
    Map<String, List<Vote<String>>> byDigest = new LinkedHashMap<>();
    votes.forEach(
        vote -> byDigest.computeIfAbsent(vote.answer(), digest -> new ArrayList<>()).add(vote));
    Map<String, Double> odds = new LinkedHashMap<>();
    Map<String, BigInteger> weights = new LinkedHashMap<>();
    byDigest.forEach(
        (digest, group) -> {
          double product = 1;
          BigInteger weight = BigInteger.ZERO;
          for (Vote<String> vote : group) {
            product = Math.min(1e150, product * Credibility.odds(credibilityOf(vote)));
            weight = PocoRule.joined(weight, PocoRule.weight(vote.standing().score()));
          }
          odds.put(digest, product);
          weights.put(digest, weight);
        });
    double all = odds.values().stream().mapToDouble(Double::doubleValue).sum();
    BigInteger total = weights.values().stream().reduce(BigInteger.ONE, BigInteger::add);
    ArrayNode groups = NODES.arrayNode();
    byDigest.forEach(
        (digest, group) -> {
          ObjectNode node = groups.addObject().put("digest", digest);
          ArrayNode workers = node.putArray("workers");
          group.forEach(vote -> workers.add(vote.worker()));
          node.put("weight", weights.get(digest).toString());
          node.put("total", total.toString());
          node.put(
              "credibility",
              byOdds
                  ? Credibility.ofGroup(odds.get(digest), all)
                  : PocoRule.credibility(weights.get(digest), total));
        });
    return groups;
  }

  private double credibilityOf(Vote<String> vote) {
    return stated.isEmpty()
        ? Credibility.ofWorker(
            Math.min(tree.path("liars").asDouble(LIARS), 1 - 1e-12),
            vote.standing().checksPassed(),
            tree.path("blacklist").asBoolean(true))
        : stated.get(vote.worker());
  }
}
