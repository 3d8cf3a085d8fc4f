package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.HostPreference;
import io.gridbourse.domain.bag.Promise;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.pool.UnitNeed;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a BagSpec as JSON in one way only, so that equal specs have equal bytes. */
public final class BagSpecWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private BagSpecWriter() {}

  /** The JSON that {@link BagSpecReader} reads back to an equal spec. */
  public static String write(BagSpec spec) {
    ObjectNode root = JSON.objectNode();
    root.put("apiVersion", "gridbourse/v1").put("kind", "Bag");
    ObjectNode metadata = root.putObject("metadata").put("name", spec.name());
    if (!spec.project().isEmpty()) {
      metadata.put("project", spec.project());
    }
    if (!spec.labels().isEmpty()) {
      ObjectNode labels = metadata.putObject("labels");
      new TreeMap<>(spec.labels()).forEach(labels::put);
    }
    ObjectNode body = root.putObject("spec");
    body.putObject("app").put("ref", spec.app());
    ArrayNode command = body.putArray("command");
    spec.command().forEach(command::add);
    if (!spec.sweep().axes().isEmpty()) {
      ObjectNode params = body.putObject("params");
      spec.sweep().axes().forEach(axis -> params.set(axis.name(), axis(axis)));
    }
    files(spec, body);
    ObjectNode resources = body.putObject("resources");
    resources
        .put("cpus", spec.resources().cpus())
        .put("memory", spec.resources().memoryBytes())
        .put("disk", spec.resources().diskBytes())
        .put("walltime", spec.resources().walltime().toString());
    need(spec.resources().units(), resources);
    ObjectNode trust = body.putObject("trust");
    trust(spec, trust);
    ObjectNode market = body.putObject("market");
    market(spec.market(), market);
    schedule(spec.schedule(), body, trust);
    body.putObject("limits")
        .put("parallel", spec.limits().parallel())
        .put("attempts", spec.limits().attempts());
    spec.checkpoint().ifPresent(each -> checkpoint(each, body.putObject("checkpoint")));
    return root.toString();
  }

  private static void need(UnitNeed need, ObjectNode resources) {
    if (need.gpuHundredths() > 0) {
      resources.put("gpus", BigDecimal.valueOf(need.gpuHundredths(), 2).stripTrailingZeros());
    }
    if (!need.counted().isEmpty()) {
      ObjectNode custom = resources.putObject("custom");
      new TreeMap<>(need.counted()).forEach(custom::put);
    }
  }

  private static void checkpoint(BagSpec.Checkpoint checkpoint, ObjectNode node) {
    node.put("path", checkpoint.path())
        .put("every", checkpoint.every().toString())
        .put("portable", checkpoint.portable())
        .put("shared", checkpoint.shared());
  }

  private static void files(BagSpec spec, ObjectNode body) {
    if (!spec.inputs().isEmpty()) {
      ArrayNode inputs = body.putArray("inputs");
      spec.inputs()
          .forEach(
              input ->
                  inputs
                      .addObject()
                      .put("path", input.path())
                      .put("sha256", input.content().hex()));
    }
    if (!spec.outputs().isEmpty()) {
      ArrayNode outputs = body.putArray("outputs");
      spec.outputs().forEach(path -> outputs.addObject().put("path", path));
    }
  }

  /** Replication is what a spec without a word on it means, so those keep the bytes they had. */
  private static void trust(BagSpec spec, ObjectNode node) {
    node.put("confidence", spec.trust().confidence());
    Assurance assurance = spec.verification().assurance();
    if (spec.verification().method() != Verification.Method.REPLICATE) {
      node.put("verify", spec.verification().method().text());
    } else if (!assurance.steps().isEmpty()) {
      ArrayNode rungs = node.putArray("verify");
      assurance.steps().forEach(step -> rungs.add(rung(step, assurance.isBudgeted())));
    }
    if (assurance.isBudgeted()) {
      node.putObject("tolerate").put("share", assurance.tolerated());
    }
    likeness(assurance.likeness()).ifPresent(each -> node.set("comparator", each));
    if (assurance.spotChecks() > 0) {
      node.put("spotChecks", assurance.spotChecks());
    }
    if (assurance.hosts() != Assurance.Hosts.ANY) {
      node.put("classes", assurance.hosts().name().toLowerCase(Locale.ROOT));
    }
    spec.verification().window().ifPresent(window -> node.put("window", window.toString()));
  }

  /**
   * @param isBudgeted whether a budget sets its numbers, so that it may not state them
   */
  private static JsonNode rung(Assurance.Step step, boolean isBudgeted) {
    ObjectNode node = JSON.objectNode();
    if (step instanceof Assurance.Vote vote) {
      ObjectNode numbers = node.putObject("vote").put("liars", vote.liars());
      if (!isBudgeted) {
        numbers.put("m", vote.m());
      }
    } else if (step instanceof Assurance.Check check) {
      node.putObject("check").put("missed", check.missed()).put("liars", check.liars());
    } else if (step instanceof Assurance.Credibility credible) {
      ObjectNode numbers = node.putObject("credibility").put("liars", credible.liars());
      if (!isBudgeted) {
        numbers.put("error", credible.error());
      }
    } else if (step instanceof Assurance.Partial partial) {
      node.putObject("partial")
          .put("wrong", partial.wrong())
          .put("sample", partial.sample())
          .put("liars", partial.liars());
    } else if (step instanceof Assurance.Adaptive adaptive) {
      node.putObject("adaptive").put("quorum", adaptive.quorum()).put("streak", adaptive.streak());
    } else {
      return JSON.textNode("replicate");
    }
    return node;
  }

  private static Optional<JsonNode> likeness(Assurance.Likeness likeness) {
    ObjectNode node = JSON.objectNode();
    if (likeness instanceof Assurance.LikeNumbers numbers) {
      node.putObject("numbers")
          .put("tolerance", numbers.absolute())
          .put("relative", numbers.relative());
    } else if (likeness instanceof Assurance.LikePixels pixels) {
      node.putObject("pixels").put("tolerance", pixels.tolerance()).put("share", pixels.share());
    }
    return node.isEmpty() ? Optional.empty() : Optional.of(node);
  }

  private static void market(BagSpec.Market market, ObjectNode node) {
    node.put("category", market.category().name());
    market.pool().ifPresent(pool -> node.put("pool", pool));
    node.put("maxPrice", market.maxPrice().toString()).put("budget", market.budget().toString());
    Promise promise = market.promise();
    promise.within().ifPresent(within -> node.put("deadline", within.toString()));
    promise.by().ifPresent(by -> node.put("deadline", by.toString()));
    if (promise.onMiss() != Promise.OnMiss.ACCEPT) {
      node.put("onMiss", promise.onMiss().name().toLowerCase(Locale.ROOT));
    }
    promise
        .support()
        .ifPresent(
            support ->
                node.putObject("support")
                    .put("credits", support.credits())
                    .put("trigger", support.trigger())
                    .put("sizing", support.sizing())
                    .put("deployment", support.deployment()));
    market.insuredWithin().ifPresent(within -> node.put("onTime", SpecInsurance.INSURE));
  }

  /** What is not asked is not written: specs that ask nothing keep the bytes that they had. */
  private static void schedule(BagSpec.Schedule schedule, ObjectNode body, ObjectNode trust) {
    if (schedule.minIsolation() > 0) {
      trust.put("minIsolation", schedule.minIsolation());
    }
    if (schedule.priority() != 0) {
      body.put("priority", schedule.priority());
    }
    if (!schedule.residency().isEmpty()) {
      ArrayNode sites = body.putObject("data").putArray("residency");
      schedule.residency().forEach(each -> sites.add(each.name()));
    }
    if (!schedule.requirements().isEmpty()) {
      body.put("requirements", schedule.requirements());
    }
    HostPreference preference = schedule.preference();
    if (!preference.equals(HostPreference.STANDARD)) {
      body.putObject("preference")
          .put("time", preference.time())
          .put("cost", preference.cost())
          .put("trust", preference.trust())
          .put("energy", preference.energy())
          .put("data", preference.data());
    }
  }

  private static JsonNode axis(Sweep.Axis axis) {
    if (axis instanceof Sweep.Range range) {
      return JSON.objectNode()
          .put("range", range.first() + "-" + range.last() + ":" + range.step());
    }
    ArrayNode values = JSON.arrayNode();
    ((Sweep.Listed) axis).values().forEach(values::add);
    return values;
  }
}
