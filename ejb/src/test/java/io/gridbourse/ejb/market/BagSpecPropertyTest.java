package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.HostPreference;
import io.gridbourse.domain.bag.Promise;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.proof.ladder.Voting;
import io.gridbourse.domain.value.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BagSpecPropertyTest {
  private static final String LETTERS = "abz09 -_'\"\\/:#,.[]&*!%@~äß漢😀yesnullfalse";

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everySpecSurvivesWritingAndReading(long seed) {
    BagSpec spec = spec(new SplittableRandom(seed));
    byte[] json = BagSpecWriter.write(spec).getBytes(StandardCharsets.UTF_8);
    SpecReading reading = new BagSpecReader().read(json);
    assertThat(reading).as("seed %d", seed).isEqualTo(new SpecReading.Read(spec));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void damagedTextIsRefusedOrReadAndNeverFails(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = BagSpecWriter.write(spec(random)).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    SpecReading reading = new BagSpecReader().read(bytes);
    if (reading instanceof SpecReading.Refused refused) {
      assertThat(refused.problems()).as("seed %d", seed).isNotEmpty();
    }
  }

  private static BagSpec spec(SplittableRandom random) {
    Category category = Category.numbered(random.nextInt(5));
    List<Sweep.Axis> axes = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      axes.add(axis("p" + i, random));
    }
    Promise promise = promise(random);
    Verification verification = verification(random);
    return new BagSpec(
        "n" + text(random),
        random.nextBoolean() ? "" : "p" + text(random),
        random.nextBoolean() ? Map.of() : Map.of("team", text(random)),
        "app-" + random.nextInt(1000),
        texts(random, 5),
        new Sweep(axes),
        random.nextBoolean()
            ? List.of()
            : List.of(new BagSpec.Input("in/a", Sha256.of(new byte[] {(byte) random.nextInt()}))),
        random.nextBoolean() ? List.of() : List.of("out/result.dat", "log"),
        new BagSpec.Resources(
            random.nextInt(1, 257),
            random.nextLong(1 << 20, 1L << 42),
            random.nextLong(1L << 42),
            Duration.ofSeconds(random.nextLong(1, category.reference().toSeconds() + 1)),
            verification.isOptimistic() ? UnitNeed.NONE : need(random)),
        new Trust(random.nextLong(1, Verification.JURY_TRUST_MAX + 1)),
        verification,
        new BagSpec.Market(
            category,
            random.nextBoolean() ? Optional.empty() : Optional.of("pool" + random.nextInt(9)),
            new NanoRlc(new BigInteger(1, bytes(random))),
            new NanoRlc(new BigInteger(1, bytes(random))),
            promise),
        new BagSpec.Limits(random.nextInt(1_000_001), random.nextInt(1, 101)),
        schedule(random, promise),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new BagSpec.Checkpoint(
                    "state/" + random.nextInt(9),
                    Duration.ofSeconds(random.nextLong(10, 86_401)),
                    random.nextBoolean(),
                    random.nextBoolean())));
  }

  private static UnitNeed need(SplittableRandom random) {
    return new UnitNeed(
        random.nextBoolean() ? random.nextInt(101) : 100 * random.nextInt(65),
        random.nextBoolean() ? Map.of() : Map.of("fpga", random.nextInt(1, 1_001)));
  }

  private static BagSpec.Schedule schedule(SplittableRandom random, Promise promise) {
    double time = random.nextInt(65) / 128.0;
    double trust = random.nextInt(65) / 128.0;
    return new BagSpec.Schedule(
        random.nextBoolean()
            ? HostPreference.STANDARD
            : new HostPreference(time, 0, trust, 0, 1 - time - trust),
        random.nextInt(-100, 101),
        random.nextInt(4),
        promise.within(),
        random.nextBoolean() ? List.of() : List.of(new Site("eu.lyon-" + random.nextInt(9))),
        random.nextBoolean() ? "" : "cpus > " + random.nextInt(9));
  }

  private static Promise promise(SplittableRandom random) {
    Promise.OnMiss onMiss = random.nextBoolean() ? Promise.OnMiss.ACCEPT : Promise.OnMiss.REFUSE;
    return switch (random.nextInt(3)) {
      case 0 ->
          new Promise(
              Optional.of(Duration.ofMillis(random.nextLong(1, 1_000_000_000))),
              Optional.empty(),
              onMiss);
      case 1 ->
          new Promise(
              Optional.empty(),
              Optional.of(Instant.ofEpochSecond(random.nextLong(4_000_000_000L))),
              onMiss);
      default -> new Promise(Optional.empty(), Optional.empty(), onMiss);
    };
  }

  private static Verification verification(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> Verification.REPLICATE;
      case 1 ->
          Verification.optimistic(
              Duration.ofSeconds(random.nextLong(1, Verification.WINDOW_MAX.toSeconds() + 1)));
      default -> Verification.assured(assurance(random));
    };
  }

  private static Assurance assurance(SplittableRandom random) {
    List<Assurance.Step> steps = new ArrayList<>(List.of(new Assurance.Replicate()));
    for (int i = random.nextInt(4); i > 0; i--) {
      steps.add(
          switch (random.nextInt(5)) {
            case 4 ->
                new Assurance.Partial(
                    random.nextDouble(1e-9, 1), random.nextInt(1, 1_001), random.nextDouble());
            case 0 -> new Assurance.Vote(random.nextInt(1, 17), random.nextDouble());
            case 1 -> new Assurance.Check(random.nextDouble(), random.nextDouble());
            case 2 -> new Assurance.Credibility(random.nextDouble(1e-9, 1), random.nextDouble());
            default -> new Assurance.Adaptive(random.nextInt(2, 17), random.nextInt(1, 99));
          });
    }
    steps.add(new Assurance.Vote(random.nextInt(3, 17), random.nextDouble()));
    Assurance.Likeness likeness =
        switch (random.nextInt(3)) {
          case 0 -> new Assurance.SameBytes();
          case 1 -> new Assurance.LikeNumbers(random.nextDouble(), random.nextDouble());
          default -> new Assurance.LikePixels(random.nextInt(256), random.nextDouble());
        };
    double checks = random.nextBoolean() ? 0 : random.nextDouble(0, 0.5);
    Assurance.Hosts hosts =
        List.of(Assurance.Hosts.values()).get(random.nextInt(Assurance.Hosts.values().length));
    return random.nextInt(3) == 0
        ? budgeted(random, likeness, hosts)
        : new Assurance(steps, likeness, checks, hosts);
  }

  /** A budget sets the numbers of rungs, so that they follow from it. */
  private static Assurance budgeted(
      SplittableRandom random, Assurance.Likeness likeness, Assurance.Hosts hosts) {
    double share = random.nextDouble(0.001, 0.5);
    double liars = random.nextDouble(0, 0.2);
    List<Assurance.Step> steps =
        List.of(
            new Assurance.Replicate(),
            new Assurance.Vote(Voting.votesFor(share, liars), liars),
            new Assurance.Credibility(share, liars),
            new Assurance.Check(liars, random.nextDouble()));
    return new Assurance(steps, likeness, 0, hosts, share);
  }

  private static Sweep.Axis axis(String name, SplittableRandom random) {
    if (random.nextBoolean()) {
      long first = random.nextLong(1_000);
      return new Sweep.Range(name, first, first + random.nextLong(400), random.nextLong(1, 50));
    }
    List<String> values = texts(random, 6);
    return new Sweep.Listed(name, values.isEmpty() ? List.of("") : values);
  }

  private static List<String> texts(SplittableRandom random, int max) {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(max); i > 0; i--) {
      texts.add(text(random));
    }
    return texts;
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int[] letters = LETTERS.codePoints().toArray();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  private static byte[] bytes(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(1, 32)];
    random.nextBytes(bytes);
    return bytes;
  }
}
