package io.gridbourse.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.gridbourse.cli.local.Installation.Component;
import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.cli.local.WorkerPlan;
import io.gridbourse.domain.value.Sha256;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Results accepted on one vote, doubts, juries of workers of other owners, and the money. */
@ExtendWith(GridExtension.class)
class CourtIT {
  private static final int TASKS = 24;
  private static final Duration RULED_WITHIN = Duration.ofSeconds(90);

  /** The digest of a task that did nothing, as every honest worker has it. */
  private static final String TRUTH = "0x" + Sha256.of(new byte[0]).hex();

  private static final double RULED_MILLIS = RULED_WITHIN.toMillis();
  private static final Page.GetByLabelOptions EXACT = new Page.GetByLabelOptions().setExact(true);
  private static final Locator.FilterOptions PUT_UP =
      new Locator.FilterOptions().setHasText("and challenge");

  @TempDir Path profile;
  private LocalWorker liar;
  private List<LocalWorker> jurors;

  /** One worker computes everything, and lies in half of it; two others judge. */
  private void startALiarAndTwoJurors(Grid grid) {
    usual(grid).forEach(LocalWorker::close);
    String rpc = grid.installation().chain().rpc().toString();
    int before = grid.installation().workers().size();
    grid.installation()
        .startWorkers(
            List.of(
                WorkerPlan.liar("court-liar", 0.5),
                juror("court-juror-1", "0x" + "a1".repeat(20), rpc),
                juror("court-juror-2", "0x" + "a2".repeat(20), rpc)));
    List<LocalWorker> all = grid.installation().workers();
    liar = all.get(before);
    jurors = all.subList(before + 1, before + 3);
    await("the server knows the roll")
        .atMost(RULED_WITHIN)
        .until(() -> grid.tables().number("select count(*) from juror_roll") >= 2);
  }

  private static WorkerPlan juror(String name, String owner, String rpc) {
    return new WorkerPlan(name, List.of("--jury", owner, "--jury-only", "--rpc", rpc));
  }

  private static List<LocalWorker> usual(Grid grid) {
    return grid.installation().workers().subList(0, Grid.WORKERS);
  }

  /** A grid whose usual workers are gone would be replaced before the next test. */
  private static void theUsualWorkersComeBack(Grid grid) {
    grid.installation().workers().stream().skip(Grid.WORKERS).forEach(LocalWorker::close);
    usual(grid).forEach(grid.installation()::restart);
  }

  @Test
  void liesAreCorrectedUnfoundedDoubtsCostAndTheRestIsPaid(Grid grid) {
    try {
      startALiarAndTwoJurors(grid);
      judge(grid);
    } finally {
      theUsualWorkersComeBack(grid);
    }
  }

  private void judge(Grid grid) {
    Bag quiet = grid.submit(optimistic("2s"));
    Bag bag = grid.submit(optimistic("35s"));
    bag.awaitUntil("is accepted", view -> view.path("state").asText().equals("ACCEPTED"));
    assertThat(bag.certified()).isEqualTo(TASKS);
    long wrong = first(bag, digest -> !digest.equals(TRUTH));
    long right = first(bag, TRUTH::equals);
    assertThat(bag.result(wrong)).as("the lie, delivered at once").isNotEmpty();
    JsonNode certificate = bag.certificate(wrong);
    assertThat(certificate.path("method").asText()).isEqualTo("OPTIMISTIC");
    assertThat(certificate.at("/acceptance/sentence").asText()).contains("may be challenged until");
    JsonNode certification =
        grid.rest("requester").get("/api/v1/bags/" + bag.id() + "/certification");
    assertThat(certification.at("/rungs/0").asText()).isEqualTo("optimistic");
    assertThat(certification.at("/ballots/0/tasks").asInt()).isEqualTo(TASKS);
    assertThat(certification.at("/ballots/0/accepted").asInt()).isEqualTo(1);

    long unfounded = challenge(grid, bag, right);
    long upheld = challenge(grid, bag, wrong);
    Shell.Ended twice = grid.shell("requester").run("task", "challenge", bag.id() + "/" + wrong);
    assertThat(twice.code()).as(twice.all()).isEqualTo(6);
    assertThat(twice.all()).contains("ispute " + upheld + " is about this task");

    theServerDiesBeforeTheVerdict(grid, upheld);
    theLiarPays(grid, bag, ruled(grid, upheld));
    theDoubterPays(grid, ruled(grid, unfounded));
    assertThat(bag.view().at("/partitions/0/challengeUntil").asText()).isNotEmpty();
    JsonNode disputes = grid.rest("requester").get("/api/v1/disputes?bag=" + bag.id());
    assertThat(disputes.path("items")).hasSize(2);
    assertThat(disputes.at("/items/0/stake")).isEqualTo(certificate.at("/acceptance/stake"));
    assertThat(grid.rest("requester").get("/api/v1/disputes?bag=" + quiet.id()).path("items"))
        .isEmpty();
    theDoubterPays(grid, ruled(grid, doubtInTheConsole(grid)));
    assertThat(bag.digest(wrong)).isEqualTo(TRUTH);
    assertThat(bag.result(wrong)).as("the corrected result").isEmpty();
    assertThat(bag.certificate(wrong).at("/acceptance/corrected").asText()).isEqualTo(TRUTH);
    assertThat(grid.shell("requester").run("dispute", "describe", Long.toString(upheld)).out())
        .contains("The jury found another result", liar.address().toLowerCase(Locale.ROOT));

    quiet.awaitCompletion();
    Shell.Ended late = grid.shell("requester").run("task", "challenge", quiet.id() + "/0");
    assertThat(late.all()).contains("could be challenged until");
    bag.awaitCompletion();
    assertThat(bag.certificate(right).at("/acceptance/state").asText()).isEqualTo("RELEASED");
    theTrialIsInTheRecord(grid, bag, wrong);
    Shell.Ended audit = grid.shell("admin").run("account", "audit");
    assertThat(audit.code()).as(audit.all()).isZero();
  }

  /** What was stored goes on: jurors are still there, and nothing is sent or paid twice. */
  private static void theServerDiesBeforeTheVerdict(Grid grid, long dispute) {
    String told = "select count(*) from trial_event where trial = " + dispute + " and kind like ";
    await("the jury of dispute " + dispute + " is drawn")
        .atMost(RULED_WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> grid.tables().number(told + "'JUROR_DRAWN'") > 0);
    grid.installation().kill(Component.SERVER);
    assertThat(grid.tables().number(told + "'ENDED%'")).as("there was no verdict yet").isZero();
    grid.installation().restart(Component.SERVER);
  }

  private static void theTrialIsInTheRecord(Grid grid, Bag bag, long index) {
    String path = "/api/v1/bags/" + bag.id() + "/tasks/" + index + "/history";
    await("the verdict is in the side record")
        .atMost(RULED_WITHIN)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> recorded(grid.rest("requester").get(path)).contains("TRIAL_ENDED"));
    assertThat(recorded(grid.rest("requester").get(path)))
        .containsSubsequence("ACCEPTED", "CHALLENGED", "JUROR_DRAWN", "VOTE_REVEALED")
        .contains("SEAL_OPENED", "CORRECTED")
        .containsOnlyOnce("ACCEPTED", "CHALLENGED", "TRIAL_ENDED");
  }

  private static List<String> recorded(JsonNode history) {
    return StreamSupport.stream(history.path("lines").spliterator(), false)
        .filter(line -> line.hasNonNull("position"))
        .map(line -> line.path("kind").asText())
        .toList();
  }

  private static Spec optimistic(String window) {
    return Spec.of("noop", TASKS)
        .with(spec -> spec.withObject("/trust").put("verify", "optimistic").put("window", window));
  }

  private static long first(Bag bag, Predicate<String> digest) {
    return LongStream.range(0, TASKS)
        .filter(index -> digest.test(bag.digest(index)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such task in " + bag.tasks()));
  }

  private static long challenge(Grid grid, Bag bag, long index) {
    Shell.Ended ended = grid.shell("requester").run("task", "challenge", bag.id() + "/" + index);
    assertThat(ended.code()).as(ended.all()).isZero();
    return Long.parseLong(ended.out().replaceAll("\\D", ""));
  }

  /** The same by a person who looks at the bag, the task and what it costs. */
  private long doubtInTheConsole(Grid grid) {
    // Long enough for a browser on a machine that has much to do.
    Bag bag = grid.submit(optimistic("1h"));
    bag.awaitUntil("is accepted", view -> view.path("state").asText().equals("ACCEPTED"));
    long index = first(bag, TRUTH::equals);
    try (Browser browser = Browser.open(profile)) {
      Page page = browser.page();
      page.navigate(
          grid.installation().url() + "/#token=" + grid.installation().token("requester"));
      assertThat(page.locator(".gb-fresh")).hasText("Live");
      page.navigate(grid.installation().url() + "/#/bags/" + bag.id());
      assertThat(page.getByText("may still be challenged")).isVisible();
      browser.picture("bag-accepted");
      page.navigate(grid.installation().url() + "/#/bags/" + bag.id() + "/tasks/" + index);
      assertThat(page.getByLabel("Certificate", EXACT)).containsText("One vote, open to challenge");
      button(page, "Challenge this task").click();
      Locator question = page.getByRole(AriaRole.DIALOG);
      assertThat(question).containsText("If it finds the same result");
      browser.picture("challenge");
      question.getByRole(AriaRole.BUTTON).filter(PUT_UP).click();
      Locator dispute = page.getByLabel("Accepted on one vote").getByRole(AriaRole.LINK);
      assertThat(dispute).hasText(Pattern.compile("Dispute [0-9]+"));
      final String number = dispute.textContent().replaceAll("\\D", "");
      dispute.click();
      assertThat(page.getByLabel("What it is about")).containsText(bag.id() + "/" + index);
      assertThat(page.locator(".gb-page-head .gb-state"))
          .hasText("Unfounded", new LocatorAssertions.HasTextOptions().setTimeout(RULED_MILLIS));
      browser.picture("dispute");
      assertThat(browser.complaints()).isEmpty();
      return Long.parseLong(number);
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static JsonNode ruled(Grid grid, long dispute) {
    String path = "/api/v1/disputes/" + dispute;
    await("dispute " + dispute + " has ended")
        .atMost(RULED_WITHIN)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> grid.rest("requester").get(path).hasNonNull("endedAt"));
    return grid.rest("requester").get(path);
  }

  /** What docs/reference/court.md says of a challenge that is upheld with an opened seal. */
  private void theLiarPays(Grid grid, Bag bag, JsonNode dispute) {
    assertThat(dispute.path("state").asText()).as(dispute.toString()).isEqualTo("UPHELD");
    assertThat(dispute.path("verdict").asText()).isEqualTo(TRUTH);
    assertThat(dispute.path("liar").asText()).isEqualToIgnoringCase(liar.address());
    Map<String, BigInteger> moved = moved(dispute);
    BigInteger fee = fee(dispute);
    JsonNode deal = grid.rest("requester").get("/api/v1/deals/" + bag.deal());
    BigInteger stake = new BigInteger(deal.path("workerStake").asText());
    BigInteger paid = moved.get(liar.address().toLowerCase(Locale.ROOT)).negate();
    assertThat(paid).isPositive().isLessThanOrEqualTo(stake.multiply(BigInteger.valueOf(TASKS)));
    jurors.forEach(
        juror -> assertThat(moved).containsEntry(juror.address().toLowerCase(Locale.ROOT), fee));
    BigInteger jury = fee.multiply(BigInteger.TWO);
    assertThat(moved).containsEntry(requester(grid), paid.subtract(jury));
    assertThat(moved).hasSize(4);
  }

  /** The whole stake is lost: to the jury, and what it leaves to the pool. */
  private void theDoubterPays(Grid grid, JsonNode dispute) {
    assertThat(dispute.path("state").asText()).as(dispute.toString()).isEqualTo("UNFOUNDED");
    assertThat(dispute.path("verdict").asText()).isEqualTo(dispute.path("digest").asText());
    Map<String, BigInteger> moved = moved(dispute);
    BigInteger fee = fee(dispute);
    BigInteger stake = new BigInteger(dispute.path("stake").asText());
    jurors.forEach(
        juror -> assertThat(moved).containsEntry(juror.address().toLowerCase(Locale.ROOT), fee));
    assertThat(moved).containsEntry(requester(grid), stake.negate());
    assertThat(moved)
        .containsEntry(
            grid.installation().account("operator").toLowerCase(Locale.ROOT),
            stake.subtract(fee.multiply(BigInteger.TWO)));
  }

  /** The stake is the fees of the largest jury: 2 n + 3, where trust 3 needs two jurors. */
  private static BigInteger fee(JsonNode dispute) {
    assertThat(dispute.path("jurorsNeeded").asInt()).isEqualTo(2);
    return new BigInteger(dispute.path("stake").asText()).divide(BigInteger.valueOf(7));
  }

  private static Map<String, BigInteger> moved(JsonNode dispute) {
    Map<String, BigInteger> moved = new HashMap<>();
    BigInteger sum = BigInteger.ZERO;
    for (JsonNode each : dispute.path("money")) {
      BigInteger amount = new BigInteger(each.path("amount").asText());
      moved.put(each.path("account").asText().strip(), amount);
      sum = sum.add(amount);
    }
    assertThat(sum).as("money of %s", dispute).isZero();
    return moved;
  }

  private static String requester(Grid grid) {
    return grid.installation().account("requester").toLowerCase(Locale.ROOT);
  }
}
