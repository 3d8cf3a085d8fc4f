package io.gridbourse.ejb.proof.court;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.PartitionGrid;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.JuryWire;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.bag.AcceptedTasks;
import io.gridbourse.ejb.bag.DecidedPartitions;
import io.gridbourse.ejb.bag.Partitions;
import io.gridbourse.ejb.bag.StoredBags;
import io.gridbourse.ejb.bag.TermsOfBags;
import io.gridbourse.ejb.chain.LedgerCourtCalls;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.LedgerEvent;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jurors and the server, with a ledger that says what the test wants. */
class ServeJurorsTest {
  private static final long CHAIN = 4_711;
  private static final long TRIAL = 3;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant COMMIT_END = NOW.plusSeconds(600);
  private static final DealId DEAL = new DealId("0x" + "d".repeat(64));
  private static final Address HUB = new Address("0x" + "b".repeat(40));
  private static final Bytes32 SALT = new Bytes32("0x" + "5".repeat(64));
  private static final byte[] OUTCOME = "42".getBytes(StandardCharsets.UTF_8);
  private static final Bytes32 DIGEST = Bytes32.of(Sha256.of(OUTCOME).bytes());
  private static final BagSpec SPEC =
      TestMarket.spec(
          """
          apiVersion: gridbourse/v1
          kind: Bag
          spec:
            app: {ref: noop}
            params: {task: {range: "0-3"}}
            trust: {confidence: 0.66, verify: optimistic}
          """);

  private final SigningKey key = SigningKey.generate();
  private final Address juror = new Address(key.address());
  private final List<LedgerEvent> events = new ArrayList<>();
  private TestDatabase database;
  private FollowCourt follow;
  private ServeJurors serve;

  @BeforeEach
  void aTrialWithOneJurorOfOurs() {
    database = TestDatabase.create();
    follow = new FollowCourt(database);
    StoredBags bags = new StoredBags(database, Clock.systemUTC(), event -> {});
    Bag bag =
        new Bag(
            BagId.of(DEAL),
            DEAL,
            Address.ZERO,
            SPEC,
            BagState.ACCEPTED,
            false,
            NOW,
            Optional.empty());
    bags.add(bag);
    new Partitions(database).create(bag.id(), PartitionGrid.cut(4, 1, 1));
    TermsOfBags terms = id -> new Terms(bag, deal(), program(), Optional.empty(), Bytes32.ZERO);
    DecidedPartitions decided = new DecidedPartitions(database, (partition, of) -> "");
    AcceptedTasks tasks = new AcceptedTasks(database, bags, decided, terms);
    serve = new ServeJurors(database, tasks, new OneDeal(database), chain(), Clock.systemUTC());
    block(1, NOW);
    Bytes32 lie = Bytes32.of(Sha256.of(new byte[] {1}).bytes());
    said(
        new HubEvent.TaskChallenged(
            TRIAL, DEAL.hex(), BigInteger.TWO, lie.hex(), HUB.hex(), BigInteger.TEN, 2));
    said(new HubEvent.JurorDrawn(TRIAL, juror.hex(), 0, COMMIT_END.getEpochSecond()));
    said(new HubEvent.JurorDrawn(TRIAL, HUB.hex(), 0, COMMIT_END.getEpochSecond()));
  }

  @Test
  void aJurorSealsFirstAndShowsOnceEverybodyHas() {
    JuryWire.Duty duty = only(ask().duties());
    assertThat(duty.stage()).isEqualTo("SEAL");
    assertThat(duty.position()).isEqualTo(2);
    assertThat(duty.task()).isEqualTo(TaskId.of(DEAL, 2).hex());
    assertThat(ask(sealed(key, seal())).refused()).isEmpty();
    assertThat(ask().duties()).as("the seal is on its way").isEmpty();
    said(new HubEvent.VoteCommitted(TRIAL, juror.hex(), seal().hex()));
    assertThat(ask().duties()).as("the other juror has not committed").isEmpty();
    assertThat(ask(shown(DIGEST)).refused()).containsValue("SHOWN_TOO_EARLY");

    said(new HubEvent.VoteCommitted(TRIAL, HUB.hex(), seal().hex()));
    said(new HubEvent.RevealOpened(TRIAL, COMMIT_END.getEpochSecond()));
    assertThat(only(ask().duties()).stage()).isEqualTo("SHOW");
    assertThat(ask(shown(Bytes32.ZERO)).refused()).containsValue("SEAL_DIFFERS");
    assertThat(ask(shown(DIGEST)).refused()).isEmpty();
    assertThat(ask().duties()).isEmpty();
    JuryVotes.Vote vote = new JuryVotes(database).find(TRIAL, juror).orElseThrow();
    assertThat(vote.answer()).contains(new JuryVotes.Answer(DIGEST, SALT));
  }

  @Test
  void theOutcomeThatAJurorShowedIsTheCorrectedResult() {
    ask(sealed(key, seal()));
    said(new HubEvent.VoteCommitted(TRIAL, juror.hex(), seal().hex()));
    said(new HubEvent.RevealOpened(TRIAL, COMMIT_END.getEpochSecond()));
    ask(shown(DIGEST));
    said(
        new HubEvent.ResultCorrected(
            DEAL.hex(), 0, BigInteger.TWO, Bytes32.ZERO.hex(), DIGEST.hex()));
    Corrections.Correction correction = new Corrections(database).find(DEAL, 2).orElseThrow();
    assertThat(correction.digest()).isEqualTo(DIGEST);
    assertThat(correction.outcome())
        .hasValueSatisfying(each -> assertThat(each).isEqualTo(OUTCOME));
    assertThat(new Corrections(database).find(DEAL, 1)).isEmpty();
  }

  @Test
  void whatIsNotTheJurorsOwnIsRefused() {
    assertThat(ask(sealed(SigningKey.generate(), seal())).refused())
        .containsValue("SIGNATURE_INVALID");
    assertThat(ask(new JuryWire.Sealed(99, seal().hex(), "0x")).refused())
        .containsValue("TRIAL_UNKNOWN");
    assertThat(ask(new JuryWire.Sealed(TRIAL, "seal", "0x")).refused())
        .containsValue("VOTE_MALFORMED");
    assertThat(ask(shown(DIGEST)).refused()).containsValue("NOT_SEALED");
    ask(sealed(key, seal()));
    assertThat(ask(sealed(key, Bytes32.ZERO)).refused()).containsValue("SEAL_DIFFERS");
    Address stranger = new Address(SigningKey.generate().address());
    JuryWire.Round round = new JuryWire.Round(List.of(sealed(key, seal())), List.of());
    assertThat(serve.serve(stranger, round).refused()).containsValue("NOT_DRAWN");
    assertThat(serve.serve(stranger, round).duties()).isEmpty();
  }

  @Test
  void timeEndsTheDutyToSealAndOpensTheOneToShow() {
    ask(sealed(key, seal()));
    said(new HubEvent.VoteCommitted(TRIAL, juror.hex(), seal().hex()));
    block(2, COMMIT_END);
    assertThat(only(ask().duties()).stage()).isEqualTo("SHOW");
    assertThat(ask(sealed(key, seal())).refused()).containsValue("VOTE_TOO_LATE");
  }

  @Test
  void whatAReorganisationTakesAwayIsForgotten() {
    assertThat(new StoredTrials(database).open()).hasSize(1);
    for (int i = events.size() - 1; i >= 0; i--) {
      follow.undone(events.get(i), false);
    }
    assertThat(new StoredTrials(database).open()).isEmpty();
    assertThat(ask().duties()).isEmpty();
    events.forEach(follow::seen);
    events.forEach(follow::seen);
    assertThat(only(ask().duties()).stage()).isEqualTo("SEAL");
  }

  private JuryWire.Orders ask(JuryWire.Sealed... sealed) {
    return serve.serve(juror, new JuryWire.Round(List.of(sealed), List.of()));
  }

  private JuryWire.Orders ask(JuryWire.Shown shown) {
    return serve.serve(juror, new JuryWire.Round(List.of(), List.of(shown)));
  }

  private Bytes32 seal() {
    return LedgerCourtCalls.seal(juror, TaskId.of(DEAL, 2), DIGEST, SALT);
  }

  private static JuryWire.Sealed sealed(SigningKey by, Bytes32 seal) {
    byte[] hash = new SigningDomain(CHAIN, HUB.hex()).digestOfVote(TRIAL, seal.hex());
    return new JuryWire.Sealed(TRIAL, seal.hex(), Hex.of(by.sign(hash)));
  }

  private static JuryWire.Shown shown(Bytes32 digest) {
    return new JuryWire.Shown(TRIAL, digest.hex(), SALT.hex(), new byte[] {2, '4', '2'}, List.of());
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.get(0);
  }

  private void block(long number, Instant at) {
    Sql sql = new Sql(database);
    String hash = "0x" + Long.toHexString(number).repeat(64);
    sql.update(
        "insert into chain_block (number, hash, parent, happened_at) values (?, ?, ?, ?)",
        number,
        hash,
        Bytes32.ZERO.hex(),
        at);
    sql.update("delete from chain_cursor");
    sql.update(
        "insert into chain_cursor (chain_id, genesis, hub, number, hash, final_number)"
            + " values (?, ?, ?, ?, ?, 0)",
        CHAIN,
        Bytes32.ZERO.hex(),
        HUB.hex(),
        number,
        hash);
  }

  /** The ledger says something, in an event of its own. */
  private void said(HubEvent event) {
    int index = events.size();
    String transaction = Bytes32.ZERO.hex();
    long id =
        new Sql(database)
            .first(
                "insert into chain_event (chain_id, tx_hash, log_index, block_hash, block_number,"
                    + " address, kind, topics, data, state, happened_at)"
                    + " values (?, ?, ?, ?, 1, ?, ?, '', '0x', 'SEEN', ?) returning id",
                row -> row.getLong("id"),
                CHAIN,
                transaction,
                index,
                transaction,
                HUB.hex(),
                event.getClass().getSimpleName(),
                NOW)
            .orElseThrow();
    LedgerEvent told =
        new LedgerEvent(id, 1, NOW, new Bytes32(transaction), index, HUB, Optional.of(event));
    events.add(told);
    follow.seen(told);
  }

  private static Deal deal() {
    return new Deal(
        DEAL,
        Bytes32.ZERO,
        HUB,
        Address.ZERO,
        HUB,
        HUB,
        HUB,
        Address.ZERO,
        new Deal.Prices(NanoRlc.ZERO, NanoRlc.ZERO, NanoRlc.of(1_000)),
        Category.XS,
        new Trust(3),
        new Deal.Tasks(0, 4),
        "",
        NOW,
        NanoRlc.of(300),
        1);
  }

  private static WorkerWire.Program program() {
    return new WorkerWire.Program(
        "p", "wasm", "", null, List.of(), List.of(), List.of(), List.of(), 1, 1, 1, 1 << 20);
  }

  private static ChainSettings chain() {
    return new ChainSettings(
        List.of(URI.create("http://127.0.0.1:1")),
        CHAIN,
        new ChainSettings.Contracts(HUB, HUB, HUB, HUB, HUB),
        ChainSettings.Finality.parse("finalized"),
        0,
        Duration.ofMillis(250),
        Duration.ofSeconds(30),
        LocalTime.of(3, 0));
  }

  /** Deals of which there is one. */
  private static final class OneDeal extends Deals {
    OneDeal(TestDatabase database) {
      super(database);
    }

    @Override
    public Optional<Deal> find(DealId id) {
      return Optional.of(id).filter(DEAL::equals).map(known -> deal());
    }
  }
}
