package io.gridbourse.ejb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.PoolSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoiningTest {
  private static final Address POOL = new Address("0x" + "ab".repeat(20));
  private final TestDatabase database = TestDatabase.create();
  private final MovableClock clock = new MovableClock();
  private final PoolSettings pool =
      new PoolSettings(POOL, "local", Map.of(Category.XS, NanoRlc.of(1_000)), Trust.NONE);
  private final IssueEnrolmentToken issue =
      new IssueEnrolmentToken(database, pool, new Random(5), clock);
  private final EnrolWorker enrol = new EnrolWorker(database, pool, chain(), clock);
  private final AuthenticateWorker authenticate = new AuthenticateWorker(database, clock);
  private final SigningKey key = SigningKey.generate();

  @Test
  void aTokenLetsOneWorkerInAndNoOther() {
    String token = issue.issue(Optional.empty()).token();
    assertThat(join(token, key)).isInstanceOf(Joining.Accepted.class);
    assertThat(join(token, key)).isInstanceOf(Joining.Accepted.class);
    assertThat(refusal(join(token, SigningKey.generate()))).isEqualTo(Joining.Reason.TOKEN_INVALID);
  }

  @Test
  void aWorkerStandsWhereItsTokenSays() {
    join(issue.issue(Optional.of(new Site("eu.grenoble"))).token(), key);
    StoredWorkers workers = new StoredWorkers(database, clock);
    Address worker = new Address(key.address());
    assertThat(workers.find(worker).orElseThrow().site()).contains(new Site("eu.grenoble"));
    join(issue.issue(Optional.empty()).token(), key);
    assertThat(workers.find(worker).orElseThrow().site()).as("by the newest token").isEmpty();
  }

  @Test
  void aProcessorIsWhatTheWorkerDeclaresAndNoneThatItChanged() {
    assertThat(processor(null)).isEqualTo(Worker.Host.UNKNOWN);
    assertThat(processor("GenuineIntel")).as("without a family").isEqualTo(Worker.Host.UNKNOWN);
    assertThat(processor("a/b/c")).isEqualTo(Worker.Host.UNKNOWN);
    assertThat(processor("a/" + "9".repeat(99))).isEqualTo(Worker.Host.UNKNOWN);
    assertThat(processor("GenuineIntel/6")).isEqualTo("GenuineIntel/6");
    assertThat(processor("GenuineIntel/6")).as("again").isEqualTo("GenuineIntel/6");
    assertThat(processor("AuthenticAMD/25")).isEqualTo(Worker.Host.CHANGED);
    assertThat(processor("AuthenticAMD/25"))
        .as("its votes may be of both")
        .isEqualTo(Worker.Host.CHANGED);
  }

  /** What is known after the worker enrolled with this. */
  private String processor(String declared) {
    WorkerWire.Enrolment plain = enrolment(issue.issue(Optional.empty()).token(), key);
    WorkerWire.Host host = new WorkerWire.Host("linux", "amd64", 1, 1 << 30, declared);
    Joining joining =
        enrol.enrol(
            new WorkerWire.Enrolment(
                plain.token(),
                plain.address(),
                plain.proof(),
                plain.name(),
                plain.software(),
                host,
                plain.drivers()));
    assertThat(joining).isInstanceOf(Joining.Accepted.class);
    return new StoredWorkers(database, clock)
        .find(new Address(key.address()))
        .orElseThrow()
        .host()
        .processor();
  }

  @Test
  void aWrongOrOldTokenIsRefused() {
    assertThat(refusal(join("gb_wet_guess", key))).isEqualTo(Joining.Reason.TOKEN_INVALID);
    String token = issue.issue(Optional.empty()).token();
    clock.advance(Duration.ofHours(2));
    assertThat(refusal(join(token, key))).isEqualTo(Joining.Reason.TOKEN_EXPIRED);
  }

  @Test
  void aProofOfAnotherKeyIsRefused() {
    String token = issue.issue(Optional.empty()).token();
    WorkerWire.Enrolment stolen = enrolment(token, SigningKey.generate());
    WorkerWire.Enrolment wrong =
        new WorkerWire.Enrolment(
            token, key.address(), stolen.proof(), "ann", "test", stolen.host(), stolen.drivers());
    assertThat(refusal(enrol.enrol(wrong))).isEqualTo(Joining.Reason.SIGNATURE_INVALID);
  }

  @Test
  void onlyTheTokensHashIsKept() {
    String token = issue.issue(Optional.empty()).token();
    long found =
        new io.gridbourse.ejb.sql.Sql(database)
            .first(
                "select count(*) as n from enrolment_token where encode(hash, 'escape') like ?",
                row -> row.getLong("n"),
                "%" + token.substring(8, 16) + "%")
            .orElseThrow();
    assertThat(found).isZero();
  }

  @Test
  void aSignedRequestIsItsWorkersAndCannotBeReplayed() {
    join(issue.issue(Optional.empty()).token(), key);
    AuthenticateWorker.Signed request = signed(clock.millis(), "hello");
    assertThat(authenticate.check(request).worker()).isPresent();
    assertThat(authenticate.check(request).refusal()).contains(AuthenticateWorker.Refusal.REPLAYED);
    assertThat(authenticate.check(signed(clock.millis() + 1, "hello")).worker()).isPresent();
  }

  @Test
  void aServerThatStartsRefusesWhatTheOneBeforeTook() {
    join(issue.issue(Optional.empty()).token(), key);
    List<AuthenticateWorker.Signed> taken = new ArrayList<>();
    for (int second = 0; second < 12; second++) {
      taken.add(signed(clock.millis(), "request " + second));
      assertThat(authenticate.check(taken.get(second)).worker()).isPresent();
      clock.advance(Duration.ofSeconds(1));
    }
    AuthenticateWorker restarted = new AuthenticateWorker(database, clock);
    for (AuthenticateWorker.Signed request : taken) {
      assertThat(restarted.check(request).refusal()).contains(AuthenticateWorker.Refusal.REPLAYED);
    }
    clock.advance(Duration.ofSeconds(5));
    assertThat(restarted.check(signed(clock.millis(), "new")).worker()).isPresent();
  }

  @Test
  void aChangedBodyOrAWrongClockIsRefused() {
    join(issue.issue(Optional.empty()).token(), key);
    AuthenticateWorker.Signed request = signed(clock.millis(), "hello");
    AuthenticateWorker.Signed changed =
        new AuthenticateWorker.Signed(
            request.worker(),
            request.time(),
            request.signature(),
            request.method(),
            request.path(),
            Sha256.of(new byte[] {1}));
    assertThat(authenticate.check(changed).refusal())
        .contains(AuthenticateWorker.Refusal.SIGNATURE_INVALID);
    assertThat(authenticate.check(signed(clock.millis() + 400_000, "x")).refusal())
        .contains(AuthenticateWorker.Refusal.TIME_SKEWED);
  }

  @Test
  void aNodeThatDidNotHearOfADeclarationReadsItAnew() {
    join(issue.issue(Optional.empty()).token(), key);
    Worker known = authenticate.check(signed(clock.millis(), "hello")).worker().orElseThrow();
    Declaration said = new Declaration(Map.of("rack", "a7"), "");
    new StoredWorkers(database, clock).declare(known.address(), said);
    assertThat(authenticate.declaring(known, known.declaration().fingerprint())).isSameAs(known);
    assertThat(authenticate.declaring(known, said.fingerprint()).declaration()).isEqualTo(said);
  }

  @Test
  void aStrangerIsRefused() {
    assertThat(authenticate.check(signed(clock.millis(), "hello")).refusal())
        .contains(AuthenticateWorker.Refusal.NOT_ENROLLED);
    assertThat(
            authenticate
                .check(new AuthenticateWorker.Signed(null, null, null, "GET", "/", null))
                .refusal())
        .contains(AuthenticateWorker.Refusal.HEADERS_INVALID);
  }

  private AuthenticateWorker.Signed signed(long time, String body) {
    Sha256 hash = Sha256.of(body.getBytes(StandardCharsets.UTF_8));
    String text = "POST\n/worker/v1/exchange\n" + time + "\n" + hash.hex();
    byte[] message = Keccak256.of(text.getBytes(StandardCharsets.UTF_8));
    return new AuthenticateWorker.Signed(
        key.address(),
        Long.toString(time),
        Hex.of(key.signMessage(message)),
        "POST",
        "/worker/v1/exchange",
        hash);
  }

  private Joining join(String token, SigningKey with) {
    return enrol.enrol(enrolment(token, with));
  }

  private static WorkerWire.Enrolment enrolment(String token, SigningKey with) {
    byte[] message = ("gridbourse-enrol:" + token).getBytes(StandardCharsets.UTF_8);
    return new WorkerWire.Enrolment(
        token,
        with.address(),
        Hex.of(with.signMessage(message)),
        "ann",
        "test",
        new WorkerWire.Host("linux", "amd64", 1, 1 << 30),
        List.of(new WorkerWire.Driver("wasm", true, 3, List.of("probed"))));
  }

  private static Joining.Reason refusal(Joining joining) {
    return ((Joining.Refused) joining).reason();
  }

  private static ChainSettings chain() {
    return new ChainSettings(
        List.of(URI.create("http://127.0.0.1:1")),
        4_711,
        new ChainSettings.Contracts(POOL, POOL, POOL, POOL, POOL),
        new ChainSettings.Finality(1),
        0,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        LocalTime.MIDNIGHT);
  }
}
