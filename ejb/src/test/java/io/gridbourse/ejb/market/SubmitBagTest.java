package io.gridbourse.ejb.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.AppRequest;
import io.gridbourse.domain.wire.Views.QuoteView;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.market.Submission.Reason;
import io.gridbourse.ejb.sql.Sql;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the market accepts, what it refuses and why, over a real ledger. */
class SubmitBagTest {
  private static final SubmitOptions DRY = new SubmitOptions(false, true);
  private static final SubmitOptions KEEP = new SubmitOptions(true, false);

  @RegisterExtension static final FreshChain FRESH = FreshChain.plain();

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private TestDatabase database;
  private InMemoryBags bags;
  private TestMarket market;

  @BeforeEach
  void openTheMarket() {
    database = TestDatabase.create();
    bags = new InMemoryBags();
    market = new TestMarket(chain, database, bags, home).open();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app: {ref: nothing}|UNKNOWN_APP|spec.app.ref",
        "app: {ref: noop}, market: {category: L}|NO_POOL_FITS|spec.market.category",
        "app: {ref: noop}, market: {category: XS, pool: other}|NO_POOL_FITS|spec.market.pool",
        "app: {ref: noop}, trust: {confidence: 0.9999999}|NO_POOL_FITS|spec.trust.confidence",
        "app: {ref: noop}, market: {maxPrice: 1000999}|PRICE_ABOVE_MAX|spec.market.maxPrice",
        "app: {ref: noop}, params: {i: [1, 2]}, market: {budget: 2001999}|OVER_BUDGET"
            + "|spec.market.budget",
        "app: {ref: noop}, params: {i: {range: '1-99999999'}}|NO_FUNDS|spec.market.budget",
        "app: {ref: noop}, inputs: [{path: a,"
            + " sha256: abababababababababababababababababababababababababababababababab}]"
            + "|UNKNOWN_INPUT|spec.inputs"
      })
  void aRefusalNamesTheReasonTheFieldAndTheRemedyAndStoresNothing(
      String body, Reason reason, String field) {
    Submission.Refused refused = (Submission.Refused) market.submit(spec(body), SubmitOptions.NOW);
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.field()).isEqualTo(field);
    assertThat(refused.detail()).isNotBlank();
    assertThat(refused.remedy()).isNotBlank();
    assertThat(count("bag_request")).isZero();
    QuoteView quote = ((Submission.Quoted) market.submit(spec(body), DRY)).quote();
    assertThat(quote.matched()).isFalse();
    assertThat(quote.reason()).startsWith(reason.name());
  }

  @Test
  void aDeadlineThatHasPassedIsRefusedEvenWhereItCouldWait() {
    String body = "app: {ref: noop}, market: {deadline: '2020-01-01T00:00:00Z'}";
    Submission.Refused refused = (Submission.Refused) market.submit(spec(body), KEEP);
    assertThat(refused.reason()).isEqualTo(Reason.DEADLINE_PASSED);
    assertThat(refused.field()).isEqualTo("spec.market.deadline");
    QuoteView quote = ((Submission.Quoted) market.submit(spec(body), DRY)).quote();
    assertThat(quote.matched()).isFalse();
    assertThat(quote.reason()).startsWith("DEADLINE_PASSED");
    assertThat(count("bag_request")).isZero();
  }

  @Test
  void aDeadlineThatCannotBeKeptIsRefusedOrSaid() {
    market.promises.nothingCanBeKept = true;
    String refuse = spec("app: {ref: noop}, market: {deadline: 10s, onMiss: refuse}");
    Submission.Refused refused = (Submission.Refused) market.submit(refuse, KEEP);
    assertThat(refused.reason()).isEqualTo(Reason.DEADLINE_UNKEEPABLE);
    assertThat(refused.detail()).contains("probability of 10 %");
    assertThat(count("bag_request")).isZero();
    QuoteView quote = ((Submission.Quoted) market.submit(refuse, DRY)).quote();
    assertThat(quote.matched()).isFalse();
    assertThat(quote.forecast().state()).isEqualTo("AT_RISK");
    String accept = spec("app: {ref: noop}, market: {deadline: 10s}");
    QuoteView warned = ((Submission.Quoted) market.submit(accept, DRY)).quote();
    assertThat(warned.matched()).isTrue();
    assertThat(warned.forecast().probability()).isEqualTo(0.1);
    Submission.Accepted accepted = (Submission.Accepted) market.submit(accept, SubmitOptions.NOW);
    assertThat(market.promises.kept.get(accepted.bag()).view().state()).isEqualTo("AT_RISK");
  }

  @Test
  void aDryRunQuotesAndStoresNothing() {
    QuoteView quote =
        ((Submission.Quoted)
                market.submit(spec("app: {ref: noop}, params: {i: {range: '1-10'}}"), DRY))
            .quote();
    assertThat(quote.matched()).isTrue();
    assertThat(quote.pricePerTask()).isEqualTo("1001000");
    assertThat(quote.total()).isEqualTo("10010000");
    assertThat(quote.pool()).isEqualTo(chain.pool());
    assertThat(count("bag_request") + bags.inState(BagState.SUBMITTED, 9).size()).isZero();
  }

  @Test
  void moneyThatPlannedMatchesWillLockCannotBeSpentTwice() {
    String half = spec("app: {ref: noop}, params: {i: {range: '1-600000'}}");
    assertThat(market.submit(half, SubmitOptions.NOW)).isInstanceOf(Submission.Accepted.class);
    Submission.Refused refused = (Submission.Refused) market.submit(half, SubmitOptions.NOW);
    assertThat(refused.reason()).isEqualTo(Reason.NO_FUNDS);
    market.rounds(3);
    assertThat(((Submission.Refused) market.submit(half, SubmitOptions.NOW)).reason())
        .isEqualTo(Reason.NO_FUNDS);
  }

  @Test
  void aPoolThatCannotStakeIsRefused() {
    BigInteger most = TestChain.RLC.multiply(BigInteger.valueOf(999));
    chain.send("operator", chain.ledger().hub(), HubCalls.withdraw(most));
    String body = "app: {ref: noop}, params: {i: {range: '1-10000'}}";
    Submission.Refused refused = (Submission.Refused) market.submit(spec(body), SubmitOptions.NOW);
    assertThat(refused.reason()).isEqualTo(Reason.POOL_STAKE_LOW);
    assertThat(refused.remedy()).contains("deposit 2000000000 nRLC");
  }

  @Test
  void aBagKeptPendingIsMatchedWhenTheMoneyCame() {
    String body = "app: {ref: noop}, params: {i: {range: '1-1000000'}}";
    BagId bag = ((Submission.Accepted) market.submit(spec(body), KEEP)).bag();
    Bag kept = bags.find(bag).orElseThrow();
    assertThat(kept.state()).isEqualTo(BagState.SUBMITTED);
    assertThat(kept.reason().orElseThrow()).startsWith("NO_FUNDS");
    BigInteger more = TestChain.RLC.multiply(BigInteger.valueOf(100));
    chain.send("deployer", chain.ledger().token(), HubCalls.transfer(address(), more));
    chain.send(
        "requester", chain.ledger().token(), HubCalls.approveAndCall(chain.ledger().hub(), more));
    TestMarket later = new TestMarket(chain, database, bags, home);
    market.leases.release();
    later.rounds(5);
    assertThat(bags.find(bag).orElseThrow().state()).isEqualTo(BagState.QUEUED);
    assertThat(later.audit.audit().discrepancies()).isEmpty();
  }

  @Test
  void aMillionTasksAreSubmittedInTheTimeOfOne() {
    Submission submission =
        market.submit(
            spec("app: {ref: noop}, params: {i: {range: '0-899999'}}"), SubmitOptions.NOW);
    assertThat(submission).isInstanceOf(Submission.Accepted.class);
    assertThat(count("bag_request") + count("outbox_tx")).isEqualTo(3);
    Bag bag = bags.find(((Submission.Accepted) submission).bag()).orElseThrow();
    assertThat(bag.spec().market().budget().units()).isEqualTo(900_000L * 1_001_000);
    market.rounds(4);
    assertThat(bags.inState(BagState.QUEUED, 10)).hasSize(1);
  }

  @Test
  void aMatchThatTheLedgerRefusesEndsTheBagWithItsReason() {
    BagId bag =
        ((Submission.Accepted) market.submit(spec("app: {ref: noop}"), SubmitOptions.NOW)).bag();
    new Sql(database)
        .update(
            "update outbox_tx set state = 'REFUSED', reason_code = 'MatchRefused', reason ="
                + " 'MatchRefused(code 0x60: used up)' where intent like 'match:%'");
    market.leases.release();
    new TestMarket(chain, database, bags, home).follow.round();
    Bag ended = bags.find(bag).orElseThrow();
    assertThat(ended.state()).isEqualTo(BagState.FAILED);
    assertThat(ended.reason().orElseThrow()).contains("0x60");
  }

  @Test
  void aMatchWhoseMoneyWentAwayWaitsForIt() {
    MovableClock clock = new MovableClock();
    market.leases.release();
    TestMarket node = new TestMarket(chain, database, bags, home, clock);
    String body = "app: {ref: noop}, params: {i: {range: '1-900000'}}";
    BagId bag = ((Submission.Accepted) node.submit(spec(body), SubmitOptions.NOW)).bag();
    BigInteger most = TestChain.RLC.multiply(BigInteger.valueOf(999));
    chain.send("requester", chain.ledger().hub(), HubCalls.withdraw(most));
    for (int i = 0; i < 4; i++) {
      node.follow.round();
      clock.advance(Duration.ofSeconds(1));
    }
    Bag waiting = bags.find(bag).orElseThrow();
    assertThat(waiting.state()).isEqualTo(BagState.SUBMITTED);
    assertThat(waiting.reason().orElseThrow()).contains("InsufficientFunds");
    chain.send(
        "requester", chain.ledger().token(), HubCalls.approveAndCall(chain.ledger().hub(), most));
    for (int i = 0; i < 6; i++) {
      clock.advance(Duration.ofSeconds(3));
      node.rounds(1);
    }
    assertThat(bags.find(bag).orElseThrow().state()).isEqualTo(BagState.QUEUED);
  }

  @Test
  void anAppIsRegisteredOnceAndItsContentIsLookedAt() throws IOException {
    Sha256 text = put("no wasm".getBytes(StandardCharsets.UTF_8));
    assertRefused(request("app1", "wasm", text, null), Registration.Reason.NOT_WASM);
    assertRefused(request("App 1", "wasm", text, null), Registration.Reason.NAME_INVALID);
    assertRefused(request("app1", "docker", text, null), Registration.Reason.DRIVER_UNKNOWN);
    Sha256 absent = Sha256.of(new byte[] {1, 2, 3});
    assertRefused(request("app1", "wasm", absent, null), Registration.Reason.CONTENT_UNKNOWN);
    assertRefused(request("app1", "process", text, "run.sh"), Registration.Reason.BUNDLE_INVALID);
    assertRefused(
        request("app1", "process", put(zip("../run.sh")), "run.sh"),
        Registration.Reason.BUNDLE_INVALID);
    assertRefused(
        request("app1", "process", put(zip("RUN.sh", "run.SH")), "RUN.sh"),
        Registration.Reason.BUNDLE_INVALID);
    assertRefused(
        request("app1", "process", put(zip("other.sh")), "run.sh"),
        Registration.Reason.ENTRY_INVALID);
    assertRefused(request("app1", "container", text, null), Registration.Reason.IMAGE_INVALID);
    AppRequest good = request("app1", "process", put(zip("bin/", "bin/run.sh")), "bin/run.sh");
    Registration first = register(good);
    assertThat(first).isInstanceOf(Registration.Accepted.class);
    assertThat(register(good)).isEqualTo(first);
    assertRefused(
        request("app1", "wasm", put(TestMarket.wasm()), null), Registration.Reason.NAME_TAKEN);
    assertThat(new Apps(database).find("app1").orElseThrow().state())
        .isEqualTo(App.State.REGISTERING);
    market.rounds(4);
    assertThat(new Apps(database).find("app1").orElseThrow().state())
        .isEqualTo(App.State.REGISTERED);
    assertThat(market.hub.isAppRegistered(new Apps(database).find("app1").orElseThrow().address()))
        .isTrue();
  }

  @Test
  void anImageIsAnAppByTheDigestOfItsManifest() throws IOException {
    ImageCheckTest.Layout layout = new ImageCheckTest.Layout();
    String image = layout.image("amd64", "a layer");
    Sha256 archive = put(layout.tar(image + "|name"));
    AppRequest byName = request("picture", "container", archive, "name");
    assertThat(register(byName)).isInstanceOf(Registration.Accepted.class);
    App app = new Apps(database).find("picture").orElseThrow();
    assertThat(app.entry()).contains(image);
    assertThat(app.multiaddr()).isEqualTo("image:" + archive + "#" + image);
    assertThat(register(request("picture", "container", archive, null)))
        .as("the same again")
        .isInstanceOf(Registration.Accepted.class);
  }

  @Test
  void anAppWhoseResultsDifferTakesNoOrderThatComparesBytes() throws IOException {
    String content = put(TestMarket.wasm()).toString();
    register(new AppRequest("dice", "wasm", content, null, null, "5", null, true));
    assertRefused(
        new AppRequest("dice", "wasm", content, null, null, "5", null, null),
        Registration.Reason.NAME_TAKEN);
    market.rounds(4);
    Submission.Refused refused =
        (Submission.Refused)
            market.submit(spec("app: {ref: dice}, trust: {confidence: 0.66}"), KEEP);
    assertThat(refused.reason()).isEqualTo(Reason.NON_DETERMINISTIC);
    assertThat(refused.field()).isEqualTo("spec.trust.confidence");
    assertThat(refused.remedy()).contains("spec.trust.comparator");
    assertThat(count("bag_request")).isZero();
    assertThat(market.submit(spec("app: {ref: dice}"), SubmitOptions.NOW))
        .isInstanceOf(Submission.Accepted.class);
  }

  private Registration register(AppRequest request) {
    return database.call(() -> market.register.register(market.user("provider"), request));
  }

  private void assertRefused(AppRequest request, Registration.Reason reason) {
    Registration.Refused refused = (Registration.Refused) register(request);
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.remedy()).isNotBlank();
  }

  private Sha256 put(byte[] content) throws IOException {
    return market.store.put(new ByteArrayInputStream(content), 1 << 20);
  }

  private static AppRequest request(String name, String driver, Sha256 content, String entry) {
    return new AppRequest(name, driver, content.toString(), entry, null, "5", null);
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(new byte[name.endsWith("/") ? 0 : 10]);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static String spec(String body) {
    return "apiVersion: gridbourse/v1\nkind: Bag\nspec: {" + body + "}\n";
  }

  private String address() {
    return chain.keys.addressOf("requester").hex();
  }

  private long count(String table) {
    return new Sql(database)
        .first("select count(*) from " + table, row -> row.getLong(1))
        .orElseThrow();
  }
}
