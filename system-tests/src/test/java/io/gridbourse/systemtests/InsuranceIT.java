package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Insurance on the real bundle: capital, policies by the BagSpec and by hand, covers, books. */
@ExtendWith(GridExtension.class)
class InsuranceIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final String POLICIES = "/api/v1/insurance/policies/";

  /** More than four covers of the bags below: one deal takes at most a quarter of it. */
  private static final BigInteger CAPITAL = new BigInteger("1000000000");

  /** Far more than 15 s of work; each result stays below the limit of its size. */
  private static final int LATE_TASKS = 100;

  private static final int LATE_KEYS = 20_000;

  @Test
  void aGoodBagPaysNothingAndSetsItsReserveFree(Grid grid) throws IOException {
    invest(grid);
    Spec spec = insured(Spec.of("noop", 20), "1h");
    JsonNode quote = grid.http("requester").post("/api/v1/bags?dryRun=true", spec.json()).json();
    BigInteger premium = amount(quote.path("premium"));
    assertThat(premium).isPositive();
    Bag bag = grid.submit(spec).awaitCompletion();
    assertThat(bag.view().at("/insurance/state").asText()).isEqualTo("INSURED");
    assertThat(amount(bag.view().at("/insurance/premium"))).isEqualTo(premium);
    JsonNode policy = closed(grid, bag);
    assertThat(policy.path("paid").asText()).isEqualTo("0");
    assertThat(policy.path("assessments")).isNotEmpty();
    await("the reserve is free")
        .atMost(WITHIN)
        .until(() -> capital(grid).path("reserved").asText(), "0"::equals);
    assertThat(statement(grid, bag)).contains("PREMIUM").doesNotContain("COVER");
  }

  @Test
  void aBagThatComesTooLatePaysItsCoverAndIsNotCancelledFirst(Grid grid) throws IOException {
    invest(grid);
    Bag bag = grid.submit(insured(Spec.search(LATE_TASKS, LATE_KEYS).confidence(0), "15s"));
    bag.awaitUntil("is insured", view -> view.at("/insurance/state").asText().equals("INSURED"));
    grid.http("requester")
        .post("/api/v1/bags/" + bag.id() + "/cancel", "")
        .wantProblem(409, "BAG_INSURED");
    Shell.Ended refused =
        grid.shell("admin").run("insurance", "withdraw", capital(grid).at("/own/worth").asText());
    assertThat(refused.code()).as(refused.all()).isEqualTo(6);
    assertThat(refused.err()).contains("reserved for open policies");
    bag.awaitCompletion();
    JsonNode policy = closed(grid, bag);
    BigInteger cover = amount(policy.path("coverPerTask"));
    assertThat(amount(policy.path("paid")))
        .as(policy.toString())
        .isEqualTo(cover.multiply(BigInteger.valueOf(LATE_TASKS)));
    assertThat(policy.path("assessments").path(0).path("late").asLong()).isPositive();
    assertThat(statement(grid, bag)).contains("PREMIUM", "COVER");
  }

  @Test
  void capitalComesAndGoesAndAStrangerIsTold(Grid grid) throws IOException {
    invest(grid);
    BigInteger before = amount(capital(grid).at("/own/worth"));
    JsonNode out = json(grid, "admin", "insurance", "withdraw", "1000");
    assertThat(out.path("state").asText()).isIn("MINED", "DONE");
    assertThat(before.subtract(amount(capital(grid).at("/own/worth"))).longValueExact())
        .as("shares are rounded against who withdraws")
        .isBetween(1000L, 1002L);
    assertThat(json(grid, "admin", "insurance", "wishes").toString()).contains("WITHDRAW");
    Bag bag = grid.submit(Spec.of("noop", 3)).awaitCompletion();
    String wish = "{\"bag\":\"" + bag.id() + "\"}";
    grid.http("requester")
        .post("/api/v1/insurance/quotes", wish)
        .wantProblem(409, "TOO_LATE_TO_INSURE");
    grid.http("provider").post("/api/v1/insurance/quotes", wish).wantProblem(404, "UNKNOWN_DEAL");
    grid.http("requester")
        .post("/api/v1/insurance/capital/invest", "{\"amount\":\"1" + "0".repeat(40) + "\"}")
        .wantProblem(402, "NO_FUNDS");
    grid.http("requester")
        .post("/api/v1/insurance/capital/invest", "{\"amount\":\"-1\"}")
        .wantProblem(400, "INVALID_PARAMETER");
    Http.Answer dear =
        grid.http("requester").post("/api/v1/bags", insured(Spec.of("noop", 5_000), "1h").json());
    dear.wantProblem(409, "NOT_INSURABLE");
    assertThat(dear.json().path("detail").asText()).contains("CAPITAL_TOO_SMALL");
  }

  private static Spec insured(Spec spec, String deadline) {
    return spec.with(
        body -> body.withObject("/market").put("onTime", "insure").put("deadline", deadline));
  }

  /** The operator is the insurer; what is there stays. */
  private static void invest(Grid grid) throws IOException {
    if (amount(capital(grid).path("free")).compareTo(CAPITAL) < 0) {
      JsonNode wish = json(grid, "admin", "insurance", "invest", CAPITAL.toString());
      assertThat(wish.path("state").asText()).as(wish.toString()).isIn("MINED", "DONE");
    }
  }

  private static JsonNode capital(Grid grid) {
    return grid.rest("admin").get("/api/v1/insurance/capital");
  }

  private static JsonNode closed(Grid grid, Bag bag) {
    Predicate<JsonNode> isClosed = policy -> policy.path("state").asText().equals("CLOSED");
    await("the policy of " + bag.id() + " is assessed")
        .atMost(WITHIN)
        .until(() -> grid.rest("requester").get(POLICIES + bag.id()), isClosed);
    return grid.rest("requester").get(POLICIES + bag.id());
  }

  /** What happened to the requester's money because of a bag. */
  private static String statement(Grid grid, Bag bag) throws IOException {
    StringBuilder kinds = new StringBuilder();
    for (JsonNode line : json(grid, "requester", "account", "statement").path("lines")) {
      if (line.path("bag").asText().equals(bag.id())) {
        kinds.append(line.path("kinds").asText()).append(' ');
      }
    }
    return kinds.toString();
  }

  private static BigInteger amount(JsonNode text) {
    return new BigInteger(text.asText());
  }

  private static JsonNode json(Grid grid, String user, String... arguments) throws IOException {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "-o";
    all[arguments.length + 1] = "json";
    Shell.Ended ended = grid.shell(user).run(all);
    assertThat(ended.code()).as(ended.all()).isZero();
    return JSON.readTree(ended.out());
  }
}
