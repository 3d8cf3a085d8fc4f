package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.HostPreference;
import io.gridbourse.domain.bag.Promise;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.pool.UnitNeed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BagSpecReaderTest {
  private static final String FULL =
      """
      apiVersion: gridbourse/v1
      kind: Bag
      metadata: {name: sweep-42, project: cfd, labels: {team: aero}}
      spec:
        app: {ref: openfoam-v2406}
        command: ["run.sh", "--re", "{re}", "--mesh", "{mesh}", "{index}", "{bag}", 010]
        params:
          re: [1000, 5e3, 0.10, no]
          mesh: {range: "1-9:4"}
        inputs: [{path: in/common.tgz, sha256: "%s"}]
        outputs: [{path: out/result.dat}]
        resources: {cpus: 2, memory: 2GiB, disk: 1GB, gpus: 0.25, custom: {fpga: 3}, walltime: 1h30m}
        trust: {confidence: 0.99, verify: replicate, comparator: bytes, minIsolation: 2, tee: none}
        market: {category: L, pool: any, maxPrice: 0.5 RLC, budget: 7000000000, deadline: 2d}
        priority: -7
        preference: {time: 0.25, energy: 0.5, data: 0.25}
        requirements: "os == 'Linux' && labels.rack in ['a', 'b']"
        limits: {parallel: 50, attempts: 3, onFailure: continue}
      """
          .formatted("ab".repeat(32));

  @Test
  void rungsComparatorAndChecksAreRead() {
    String base = "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}, trust: ";
    assertThat(assurance(base + "{verify: {vote: {m: 3}}}}").steps())
        .containsExactly(new Assurance.Vote(3, 0.2));
    assertThat(assurance(base + "{verify: {vote: 4}, spotChecks: 0.1}}"))
        .isEqualTo(
            new Assurance(
                List.of(new Assurance.Vote(4, 0.2)),
                new Assurance.SameBytes(),
                0.1,
                Assurance.Hosts.ANY));
    assertThat(assurance(base + "{verify: vote, tolerate: 0.05}}").steps())
        .containsExactly(new Assurance.Vote(4, 0.2));
    assertThat(assurance(base + "{verify: {partial: {wrong: 0.1, missed: 0.01}}}}").steps())
        .containsExactly(new Assurance.Partial(0.1, 44, 0.2));
    assertThat(assurance(base + "{verify: {partial: {wrong: 0.2, sample: 9}}}}").steps())
        .containsExactly(new Assurance.Partial(0.2, 9, 0.2));
    // A fifth lies: one in a thousand of what passes is wrong if 0.004 of what is wrong passes.
    assertThat(assurance(base + "{verify: partial}}").steps())
        .containsExactly(new Assurance.Partial(0.1, 53, 0.2));
    assertThat(assurance(base + "{verify: [vote, check], tolerate: {share: 0.05}}}"))
        .isEqualTo(
            new Assurance(
                List.of(new Assurance.Vote(4, 0.2), new Assurance.Check(0.2, 0)),
                new Assurance.SameBytes(),
                0,
                Assurance.Hosts.ANY,
                0.05));
    assertThat(assurance(base + "{verify: [{vote: {m: 2}}, check, replicate]}}").steps())
        .containsExactly(
            new Assurance.Vote(2, 0.2), new Assurance.Check(0.2, 0), new Assurance.Replicate());
    assertThat(
            assurance(
                base
                    + "{verify: {vote: 2}, classes: system,"
                    + " comparator: {numbers: {tolerance: 1e-6, relative: 0.01}}}}"))
        .isEqualTo(
            new Assurance(
                List.of(new Assurance.Vote(2, 0.2)),
                new Assurance.LikeNumbers(1e-6, 0.01),
                0,
                Assurance.Hosts.SYSTEM));
    assertThat(assurance(base + "{verify: {vote: 2}, classes: processor}}").hosts())
        .isEqualTo(Assurance.Hosts.PROCESSOR);
  }

  @Test
  void checksGoWithACredibilityThatTwoNewWorkersDoNotReach() {
    String base = "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}, trust: ";
    // Two of whom a fifth lies are wrong together with 1/17 = 0.0588.
    String with = base + "{spotChecks: 0.1, verify: {credibility: {error: ";
    assertThat(assurance(with + "0.058}}}}").spotChecks()).isEqualTo(0.1);
    assertThat(refused(with + "0.059}}}}"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("spec.trust.spotChecks");
              assertThat(problem.toString()).contains("asks for 2").contains("vote: {m: 3}");
            });
  }

  private static Assurance assurance(String text) {
    return read(text).verification().assurance();
  }

  @Test
  void aSpecIsReadAsItWasWritten() {
    BagSpec spec = read(FULL);
    assertThat(spec.name()).isEqualTo("sweep-42");
    assertThat(spec.project()).isEqualTo("cfd");
    assertThat(spec.labels()).containsEntry("team", "aero");
    assertThat(spec.command()).endsWith("{index}", "{bag}", "010");
    assertThat(spec.tasks()).isEqualTo(12);
    assertThat(spec.sweep().valuesAt(4)).containsEntry("re", "5e3").containsEntry("mesh", "5");
    assertThat(spec.sweep().valuesAt(11)).containsEntry("re", "no").containsEntry("mesh", "9");
    assertThat(spec.sweep().valuesAt(6)).containsEntry("re", "0.10");
    assertThat(spec.resources())
        .isEqualTo(
            new BagSpec.Resources(
                2,
                2L << 30,
                1_000_000_000,
                Duration.ofMinutes(90),
                new UnitNeed(25, Map.of("fpga", 3))));
    assertThat(spec.trust().value()).isEqualTo(100);
    assertThat(spec.market().category()).isEqualTo(Category.L);
    assertThat(spec.market().pool()).isEmpty();
    assertThat(spec.market().maxPrice()).isEqualTo(NanoRlc.of(500_000_000));
    assertThat(spec.market().budget()).isEqualTo(NanoRlc.of(7_000_000_000L));
    assertThat(spec.limits()).isEqualTo(new BagSpec.Limits(50, 3));
    assertThat(spec.schedule())
        .isEqualTo(
            new BagSpec.Schedule(
                    new HostPreference(0.25, 0, 0, 0.5, 0.25),
                    -7,
                    2,
                    Optional.of(Duration.ofDays(2)))
                .requiring("os == 'Linux' && labels.rack in ['a', 'b']"));
    assertThat(spec.market().promise().within()).contains(Duration.ofDays(2));
  }

  @Test
  void aDeadlineIsATimeFromTheSubmissionOnOrAnInstant() {
    Instant submitted = Instant.parse("2030-01-01T00:00:00Z");
    assertThat(promise("{deadline: 1h30m}").deadline(submitted))
        .contains(Instant.parse("2030-01-01T01:30:00Z"));
    Promise instant = promise("{deadline: 2030-01-31T18:00:00+02:00, onMiss: refuse}");
    assertThat(instant.deadline(submitted)).contains(Instant.parse("2030-01-31T16:00:00Z"));
    assertThat(instant.onMiss()).isEqualTo(Promise.OnMiss.REFUSE);
    assertThat(promise("{}").deadline(submitted)).isEmpty();
  }

  private static Promise promise(String market) {
    return read("apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}, market: "
            + market
            + "}")
        .market()
        .promise();
  }

  @Test
  void whatIsWrittenIsReadBackEqual() {
    BagSpec spec = read(FULL);
    assertThat(read(BagSpecWriter.write(spec))).isEqualTo(spec);
    assertThat(BagSpecWriter.write(read(BagSpecWriter.write(spec))))
        .isEqualTo(BagSpecWriter.write(spec));
  }

  @Test
  void anOptimisticBagHasAWindowOfADayUnlessItSaysOtherwise() {
    String base = "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}, trust: ";
    assertThat(read(base + "{confidence: 0.9, verify: optimistic}}").verification())
        .isEqualTo(Verification.optimistic(Duration.ofHours(24)));
    BagSpec spec = read(base + "{confidence: 0.9, verify: optimistic, window: 90s}}");
    assertThat(spec.verification()).isEqualTo(Verification.optimistic(Duration.ofSeconds(90)));
    assertThat(spec.trust().value()).isEqualTo(10);
    assertThat(read(base + "{confidence: 0.9}}").verification()).isEqualTo(Verification.REPLICATE);
  }

  @Test
  void anInsuredBagHasADeadlineUpToThatOfItsDeal() {
    String base = "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}, market: ";
    BagSpec sooner = read(base + "{category: XS, onTime: insure, deadline: 10m}}");
    assertThat(sooner.market().insuredWithin()).contains(Duration.ofMinutes(10));
    assertThat(read(BagSpecWriter.write(sooner))).isEqualTo(sooner);
    assertThat(read(base + "{category: XS, onTime: insure}}").market().insuredWithin())
        .contains(Category.XS.untilFinalDeadline());
    assertThat(
            read(base + "{category: XS, onTime: insure, deadline: 9h}}").market().insuredWithin())
        .contains(Category.XS.untilFinalDeadline());
    assertThat(read(base + "{category: XS, onTime: none}}").market().insuredWithin()).isEmpty();
  }

  @Test
  void theSmallestCategoryThatCoversTheWalltimeIsChosen() {
    String base = "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}, ";
    assertThat(read(base + "resources: {walltime: 5m}}").market().category())
        .isEqualTo(Category.XS);
    assertThat(read(base + "resources: {walltime: 2h}}").market().category()).isEqualTo(Category.L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "params: {i: {range: '1-1000000000000'}}|TASKS_OUT_OF_RANGE|spec.params.i",
        "params: {i: {range: '5-1'}}|TASKS_OUT_OF_RANGE|spec.params.i",
        "params: {i: []}|TASKS_OUT_OF_RANGE|spec.params.i",
        "params: {i: {range: '0-99999'}, j: {range: '0-99999'}}|TASKS_OUT_OF_RANGE|spec.params",
        "params: {i: {range: '1-99999999999999999999'}}|RANGE_MALFORMED|spec.params.i",
        "params: {i: {range: 'a-b'}}|RANGE_MALFORMED|spec.params.i",
        "params: {index: [1]}|PARAM_RESERVED|spec.params.index",
        "params: {mesh: {glob: 's3://in/*'}}|NOT_SERVED|spec.params.mesh.glob",
        "params: {file: params.csv}|NOT_SERVED|spec.params.file",
        "command: ['{re}']|PLACEHOLDER_UNKNOWN|spec.command",
        "params: {a: ['{b}'], b: ['{c}']}|PLACEHOLDER_UNKNOWN|spec.params.b",
        "params: {a: ['{b}'], b: ['{a}']}|PLACEHOLDER_CYCLE|spec.params.a",
        "params: {a: ['{a}']}|PLACEHOLDER_CYCLE|spec.params.a",
        "requirements: 'cpuz > 1'|EXPRESSION_INVALID|spec.requirements",
        "requirements: 'cpus'|EXPRESSION_INVALID|spec.requirements",
        "requirements: 'os == 5'|EXPRESSION_INVALID|spec.requirements",
        "requirements: ''|SPEC_INVALID|spec.requirements",
        "requirements: ' '|EXPRESSION_INVALID|spec.requirements",
        "requirements: 5|SPEC_INVALID|spec.requirements",
        "checkpoint: {path: ../state}|PATH_INVALID|spec.checkpoint.path",
        "checkpoint: {path: state, every: 9s}|OUT_OF_RANGE|spec.checkpoint.every",
        "checkpoint: {path: state, every: 25h}|OUT_OF_RANGE|spec.checkpoint.every",
        "checkpoint: {path: state, every: soon}|SPEC_INVALID|spec.checkpoint.every",
        "resources: {gpus: 1.5}|OUT_OF_RANGE|spec.resources.gpus",
        "resources: {gpus: 0.005}|OUT_OF_RANGE|spec.resources.gpus",
        "resources: {gpus: 65}|SPEC_INVALID|spec.resources.gpus",
        "resources: {gpus: -1}|SPEC_INVALID|spec.resources.gpus",
        "resources: {gpus: many}|SPEC_INVALID|spec.resources.gpus",
        "resources: {custom: {fpga: 0}}|SPEC_INVALID|spec.resources.custom.fpga",
        "resources: {custom: {fpga: 1001}}|SPEC_INVALID|spec.resources.custom.fpga",
        "resources: {custom: {fpga: 1.5}}|SPEC_INVALID|spec.resources.custom.fpga",
        "resources: {custom: {FPGA: 1}}|SPEC_INVALID|spec.resources.custom",
        "resources: {custom: [fpga]}|SPEC_INVALID|spec.resources.custom",
        "resources: {gpus: 1}, trust: {verify: optimistic}|NOT_SERVED|spec.resources.gpus",
        "resources: {memory: 1kB}|OUT_OF_RANGE|spec.resources.memory",
        "resources: {memory: lots}|SPEC_INVALID|spec.resources.memory",
        "resources: {walltime: 2h}, market: {category: XS}|WALLTIME_EXCEEDS_CATEGORY"
            + "|spec.resources.walltime",
        "trust: {verify: spotcheck}|NOT_SERVED|spec.trust.verify",
        "trust: {verify: {partial: {wrong: 0}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {partial: {wrong: 1.5}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {partial: {sample: 0}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {partial: {sample: 1001}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {partial: {wrong: 1e-6, missed: 0.01}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {partial: {missed: 0}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {partial: {sample: 3, missed: 0.1}}}|SPEC_INVALID"
            + "|spec.trust.verify.missed",
        "trust: {verify: {partial: {units: 3}}}|SPEC_INVALID|spec.trust.verify.units",
        "trust: {tolerate: 0.01, verify: {partial: {sample: 2}}}|OUT_OF_RANGE|spec.trust.tolerate",
        "trust: {confidence: 0.99, verify: partial}|TRUST_NOT_COVERED|spec.trust.verify",
        "trust: {verify: {vote: {m: 0}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {vote: {m: 17}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {vote: {m: many}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {vote: {m: 3, n: 4}}}|SPEC_INVALID|spec.trust.verify.n",
        "trust: {verify: {vote: {m: 3}, check: {}}}|SPEC_INVALID|spec.trust.verify",
        "trust: {verify: [check, none]}|NOT_SERVED|spec.trust.verify[1]",
        "trust: {verify: {credibility: {error: 0}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {credibility: {error: -1}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {verify: {adaptive: {quorum: 1}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {confidence: 0.99, verify: {vote: {m: 3}}}|TRUST_NOT_COVERED|spec.trust.verify",
        "trust: {confidence: 0.99, verify: check}|TRUST_NOT_COVERED|spec.trust.verify",
        "trust: {tolerate: 0.01}|SPEC_INVALID|spec.trust.tolerate",
        "trust: {tolerate: 0.01, verify: {vote: {m: 2}}}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {tolerate: 0.01, verify: adaptive}|OUT_OF_RANGE|spec.trust.tolerate",
        "trust: {tolerate: {share: 0.01}}|SPEC_INVALID|spec.trust.tolerate",
        "trust: {tolerate: {share: 0}, verify: vote}|SPEC_INVALID|spec.trust.tolerate.share",
        "trust: {tolerate: {share: 1}, verify: vote}|SPEC_INVALID|spec.trust.tolerate.share",
        "trust: {tolerate: {part: 0.1}, verify: vote}|SPEC_INVALID|spec.trust.tolerate",
        "trust: {tolerate: {share: 1e-6}, verify: vote}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {tolerate: {share: 1e-6}, verify: check}|OUT_OF_RANGE|spec.trust.verify",
        "trust: {tolerate: {share: 0.05}, verify: {vote: {m: 3}}}|SPEC_INVALID|spec.trust.verify.m",
        "trust: {tolerate: {share: 0.05}, verify: {vote: 3}}|SPEC_INVALID|spec.trust.verify.m",
        "trust: {tolerate: {share: 0.1}, verify: {credibility: {error: 0.1}}}|SPEC_INVALID"
            + "|spec.trust.verify.error",
        "trust: {tolerate: {share: 0.1}, verify: adaptive}|OUT_OF_RANGE|spec.trust.tolerate",
        "trust: {tolerate: {share: 0.1}, verify: optimistic}|NOT_SERVED|spec.trust.tolerate",
        "trust: {tolerate: {share: 0.1}, confidence: 0.9, verify: vote}|TRUST_NOT_COVERED"
            + "|spec.trust.verify",
        "trust: {spotChecks: 0.1}|SPEC_INVALID|spec.trust.spotChecks",
        "trust: {spotChecks: 0.1, verify: {vote: {m: 2}}}|SPEC_INVALID|spec.trust.spotChecks",
        "trust: {spotChecks: 0.1, verify: {credibility: {error: 0.06}}}|SPEC_INVALID|spec.trust.spotChecks",
        "trust: {spotChecks: 0.1, verify: {credibility: {error: 0.01, liars: 0}}}|SPEC_INVALID|spec.trust.spotChecks",
        "trust: {spotChecks: 0.1, verify: adaptive}|SPEC_INVALID|spec.trust.spotChecks",
        "trust: {comparator: sound}|NOT_SERVED|spec.trust.comparator",
        "trust: {comparator: {numbers: {tolerance: -1}}}|OUT_OF_RANGE|spec.trust.comparator",
        "trust: {comparator: {numbers: {relative: 1}}}|OUT_OF_RANGE|spec.trust.comparator",
        "trust: {comparator: {pixels: {tolerance: 256}}}|OUT_OF_RANGE|spec.trust.comparator",
        "trust: {verify: optimistic, spotChecks: 0.1}|NOT_SERVED|spec.trust.spotChecks",
        "trust: {confidence: 0.5, verify: none}|NOT_SERVED|spec.trust.verify",
        "trust: {verify: optimistic, window: 31d}|OUT_OF_RANGE|spec.trust.window",
        "trust: {verify: optimistic, window: PT0.5S}|OUT_OF_RANGE|spec.trust.window",
        "trust: {verify: optimistic, window: soon}|OUT_OF_RANGE|spec.trust.window",
        "trust: {verify: replicate, window: 1h}|NOT_SERVED|spec.trust.window",
        "trust: {confidence: 0.99999, verify: optimistic}|OUT_OF_RANGE|spec.trust.confidence",
        "trust: {confidence: 1.0}|SPEC_INVALID|spec.trust.confidence",
        "trust: {tee: sgx}|NOT_SERVED|spec.trust.tee",
        "market: {deadline: 0s}|SPEC_INVALID|spec.market.deadline",
        "preference: {time: 0.5, cost: 0.4}|WEIGHTS_INVALID|spec.preference",
        "preference: {time: 0.9, trust: 0.2}|WEIGHTS_INVALID|spec.preference",
        "preference: {time: -0.1, trust: 1}|SPEC_INVALID|spec.preference.time",
        "preference: {speed: 1}|SPEC_INVALID|spec.preference",
        "priority: 101|SPEC_INVALID|spec.priority",
        "priority: 1.5|SPEC_INVALID|spec.priority",
        "trust: {minIsolation: 4}|SPEC_INVALID|spec.trust.minIsolation",
        "market: {deadline: tomorrow}|SPEC_INVALID|spec.market.deadline",
        "market: {deadline: 0s}|SPEC_INVALID|spec.market.deadline",
        "market: {deadline: 4000d}|SPEC_INVALID|spec.market.deadline",
        "market: {deadline: '2030-13-01T00:00:00Z'}|SPEC_INVALID|spec.market.deadline",
        "market: {deadline: '9999-01-01T00:00:00Z'}|SPEC_INVALID|spec.market.deadline",
        "market: {deadline: 1h, onMiss: pray}|SPEC_INVALID|spec.market.onMiss",
        "market: {onTime: hope}|NOT_SERVED|spec.market.onTime",
        "market: {onTime: insure}, limits: {attempts: 2}|LIMITS_TOO_TIGHT|spec.limits.attempts",
        "market: {onTime: insure}, limits: {parallel: 5}|LIMITS_TOO_TIGHT|spec.limits.parallel",
        "market: {maxPrice: '-5'}|SPEC_INVALID|spec.market.maxPrice",
        "market: {category: XXL}|SPEC_INVALID|spec.market.category",
        "data: {actors: [trusted]}|NOT_SERVED|spec.data.actors",
        "data: {residency: grenoble}|SPEC_INVALID|spec.data.residency",
        "data: {residency: [Grenoble]}|SPEC_INVALID|spec.data.residency[0]",
        "data: {residency: [grenoble, grenoble]}|SPEC_INVALID|spec.data.residency",
        "limits: {onFailure: stop}|NOT_SERVED|spec.limits.onFailure",
        "limits: {attempts: 0}|SPEC_INVALID|spec.limits.attempts",
        "inputs: [{path: a, url: 'file:a'}]|NOT_SERVED|spec.inputs[0].url",
        "inputs: [{path: ../a, url: 'file:a'}]|PATH_INVALID|spec.inputs[0].path",
        "outputs: [{path: /etc/passwd}]|PATH_INVALID|spec.outputs[0].path",
        "outputs: [{path: a/../../b}]|PATH_INVALID|spec.outputs[0].path",
        "outputs: [{path: a}, {path: a}]|PATH_TWICE|spec.outputs[1].path",
        "outputs: [{path: a, url: 's3://x'}]|NOT_SERVED|spec.outputs[0].url",
        "surprise: 1|SPEC_INVALID|spec"
      })
  void whatIsWrongIsNamedWithItsField(String line, String code, String field) {
    List<SpecProblem> problems =
        refused("apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}, " + line + "}");
    assertThat(problems).extracting(SpecProblem::code).contains(code);
    assertThat(problems)
        .filteredOn(problem -> problem.code().equals(code))
        .extracting(SpecProblem::field)
        .contains(field);
    assertThat(problems).allSatisfy(problem -> assertThat(problem.remedy()).isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"Bag\",\"kind\":\"Bag\"}",
        "kind: Bag\nkind: Bag\n",
        "apiVersion: gridbourse/v1\nkind: Bag\nspec:\n  app: {ref: a, ref: b}\n"
      })
  void aKeyThatIsThereTwiceIsRefused(String text) {
    assertThat(refused(text)).extracting(SpecProblem::code).containsExactly("DUPLICATE_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "{\"a\":",
        "a: [1, 2",
        "--- a\n--- b\n",
        "spec: !!javax.script.ScriptEngineManager [x]",
        "a: &a [*a]",
        "{} {}",
        "a: \t\0"
      })
  void whatIsNoDocumentIsRefusedAsMalformed(String text) {
    assertThat(refused(text)).extracting(SpecProblem::code).containsOnly("SPEC_MALFORMED");
  }

  @Test
  void bombsAreRefusedQuickly() {
    StringBuilder aliases = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      String one = "*a" + (i - 1);
      aliases.append("a").append(i).append(": &a").append(i).append(" [");
      aliases.append(String.join(",", java.util.Collections.nCopies(10, one))).append("]\n");
    }
    assertThat(refused(aliases.toString()))
        .extracting(SpecProblem::code)
        .containsExactly("SPEC_MALFORMED");
    assertThat(refused("[".repeat(100_000)))
        .extracting(SpecProblem::code)
        .containsExactly("SPEC_MALFORMED");
    assertThat(refused("{\"a\":".repeat(100_000)))
        .extracting(SpecProblem::code)
        .containsExactly("SPEC_MALFORMED");
    assertThat(refused("{\"a\":" + "9".repeat(1_000_000) + "}"))
        .extracting(SpecProblem::code)
        .containsExactly("SPEC_MALFORMED");
    assertThat(refused("a: " + "9".repeat(1_000_000)))
        .extracting(SpecProblem::code)
        .containsExactly("SPEC_MALFORMED");
    assertThat(refused("x".repeat(SpecText.BYTES_MAX + 1)))
        .extracting(SpecProblem::code)
        .containsExactly("BODY_TOO_LARGE");
  }

  @Test
  void aCommandLineThatGrowsWithoutMeasureIsRefused() {
    StringBuilder params = new StringBuilder("p0: ['" + "x".repeat(100) + "']");
    for (int i = 1; i < 12; i++) {
      String one = "{p" + (i - 1) + "}";
      params.append(", p").append(i).append(": ['").append(one.repeat(10)).append("']");
    }
    String spec =
        "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}, command: ['{p11}'], params: {"
            + params
            + "}}";
    assertThat(refused(spec)).extracting(SpecProblem::code).containsExactly("COMMAND_TOO_LONG");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    List<SpecProblem> problems =
        refused(
            "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: a}, resources: {gpus: 1.5},"
                + " trust: {tee: sgx}, params: {i: []}}");
    assertThat(problems)
        .extracting(SpecProblem::field)
        .containsExactlyInAnyOrder("spec.resources.gpus", "spec.trust.tee", "spec.params.i");
  }

  private static BagSpec read(String text) {
    SpecReading reading = new BagSpecReader().read(text.getBytes(StandardCharsets.UTF_8));
    assertThat(reading).as(text).isInstanceOf(SpecReading.Read.class);
    return ((SpecReading.Read) reading).spec();
  }

  private static List<SpecProblem> refused(String text) {
    SpecReading reading = new BagSpecReader().read(text.getBytes(StandardCharsets.UTF_8));
    assertThat(reading).isInstanceOf(SpecReading.Refused.class);
    return ((SpecReading.Refused) reading).problems();
  }
}
