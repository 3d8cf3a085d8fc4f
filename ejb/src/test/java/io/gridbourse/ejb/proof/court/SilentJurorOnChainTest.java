package io.gridbourse.ejb.proof.court;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.PartitionGrid;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.court.CourtRules;
import io.gridbourse.domain.proof.court.Trial;
import io.gridbourse.domain.proof.court.TrialState;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.bag.AcceptedTasks;
import io.gridbourse.ejb.bag.DecidedPartitions;
import io.gridbourse.ejb.bag.Partitions;
import io.gridbourse.ejb.bag.StoredBags;
import io.gridbourse.ejb.chain.LedgerCourtCalls;
import io.gridbourse.ejb.fixtures.FreshChain;
import io.gridbourse.ejb.fixtures.InMemoryBags;
import io.gridbourse.ejb.fixtures.TestChain;
import io.gridbourse.ejb.fixtures.TestCourt;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.PoolOwnerKeys;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.market.Submission;
import io.gridbourse.ejb.market.SubmitOptions;
import io.gridbourse.ejb.schedule.Terms;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A juror whom this server cannot reach, as those of other servers, on a real ledger. */
class SilentJurorOnChainTest {
  private static final List<String> JURORS = List.of("juror1", "juror2");
  private static final Bytes32 TRUTH = new Bytes32("0x" + "9".repeat(64));
  private static final Bytes32 SALT = new Bytes32("0x" + "5".repeat(64));
  private static final int PATIENCE = 20;
  private static final String BAG =
      """
      apiVersion: gridbourse/v1
      kind: Bag
      spec:
        app: {ref: noop}
        params: {task: {range: "0-1"}}
        trust: {confidence: 0.5, verify: optimistic, window: 1h}
        market: {category: XS}
      """;

  @RegisterExtension
  static final FreshChain FRESH =
      FreshChain.after(
          chain -> {
            chain.pledge("liar", "juror1", "juror2");
            JURORS.forEach(new TestCourt(chain)::enlist);
          });

  @TempDir private static Path home;
  private final TestChain chain = FRESH.chain();
  private final TestCourt court = new TestCourt(chain);
  private final TestDatabase database = TestDatabase.create();
  private final InMemoryBags bags = new InMemoryBags();
  private final StoredTrials trials = new StoredTrials(database);
  private final JuryVotes votes = new JuryVotes(database);
  private TestMarket market;
  private Deal deal;
  private DriveTrials drive;
  private DisputeQueries queries;

  @Test
  void aJurorWhoNeverAnswersPaysAFeeAndAnotherOneIsDrawn() {
    anAcceptedLieIsChallenged();
    Trial drawn = until(trial -> trial.state() == TrialState.VOTING);
    assertThat(drawn.jury()).hasSize(1);
    Address silent = drawn.jury().get(0).worker();
    NanoRlc pledged = pledge(silent);
    step();
    assertThat(market.outbox.find("rule:0:0:0")).as("its time is not over").isEmpty();
    assertThat(sentence()).contains("0 of 1 have shown").contains("loses a fee");

    pass(drawn.commitEnd().orElseThrow().getEpochSecond() + 301);
    Trial second = until(trial -> trial.round() == 1 && trial.state() == TrialState.DRAWING);
    assertThat(second.jury()).extracting(Trial.Juror::vote).containsExactly(Trial.Vote.SILENT);
    assertThat(sentence()).contains("1 of 1 jurors did not answer").contains("round 2 of 3");

    until(trial -> trial.state() == TrialState.VOTING);
    Address other = trial().juror(otherThan(silent)).orElseThrow().worker();
    seal(other);
    until(trial -> trial.revealEnd().isPresent());
    votes.show(
        votes.find(0, other).orElseThrow(),
        new JuryVotes.Answer(TRUTH, SALT),
        Optional.empty(),
        Optional.empty(),
        Clock.systemUTC().instant());
    Trial ended = until(trial -> trial.state().isFinal());
    assertThat(ended.state()).isEqualTo(TrialState.UPHELD);
    assertThat(ended.ending().orElseThrow().verdict()).isEqualTo(TRUTH);
    assertThat(ended.jury())
        .extracting(Trial.Juror::vote)
        .containsExactly(Trial.Vote.SILENT, Trial.Vote.REVEALED);
    assertThat(pledge(silent)).isEqualTo(pledged.minus(CourtRules.of(deal).fee()));
    market.rounds(4);
    assertThat(market.audit.audit().discrepancies()).isEmpty();
  }

  private void anAcceptedLieIsChallenged() {
    market = new TestMarket(chain, database, bags, home).open();
    market.rounds(1);
    Submission.Accepted accepted = (Submission.Accepted) market.submit(BAG, SubmitOptions.NOW);
    market.rounds(4);
    Bag bag = bags.find(accepted.bag()).orElseThrow();
    Deals deals = new Deals(database);
    deal = deals.find(bag.deal()).orElseThrow();
    StoredBags stored = new StoredBags(database, Clock.systemUTC(), event -> {});
    stored.add(bag);
    new Partitions(database).create(bag.id(), new PartitionGrid(2, 2));
    AcceptedTasks tasks =
        new AcceptedTasks(
            database,
            stored,
            new DecidedPartitions(database, (partition, of) -> ""),
            id -> new Terms(bag, deal, CourtCase.program(), Optional.empty(), Bytes32.ZERO));
    CourtOutbox outbox =
        new CourtOutbox(
            market.outbox, new PoolOwnerKeys(database), market.settings.chain(), Clock.systemUTC());
    AcceptPartition accept = new AcceptPartition(database, outbox, Clock.systemUTC());
    drive = new DriveTrials(database, tasks, deals, outbox);
    queries = new DisputeQueries(database, tasks, deals, market.outbox);
    database.run(() -> accept.plan(court.result(deal)));
    market.rounds(4);
    court.challengeFirst(deal.id());
    market.rounds(1);
  }

  private void step() {
    drive.round();
    chain.mine(1);
    market.rounds(1);
  }

  private Trial until(Predicate<Trial> wanted) {
    for (int i = 0; i < PATIENCE; i++) {
      if (wanted.test(trial())) {
        return trial();
      }
      step();
    }
    throw new AssertionError("the trial stays " + trial());
  }

  private Trial trial() {
    return trials.find(0).orElseThrow().trial();
  }

  private String sentence() {
    return queries.find(market.user("requester"), 0).orElseThrow().sentence();
  }

  private void pass(long second) {
    chain.rpc("evm_setNextBlockTimestamp", second);
    chain.mine(1);
    market.rounds(1);
  }

  private void seal(Address juror) {
    Bytes32 seal = LedgerCourtCalls.seal(juror, TaskId.of(deal.id(), 0), TRUTH, SALT);
    byte[] hash =
        new SigningDomain(chain.chainId(), chain.ledger().hub()).digestOfVote(0, seal.hex());
    String key =
        JURORS.stream()
            .filter(name -> chain.keys.addressOf(name).equals(juror))
            .findFirst()
            .orElseThrow();
    votes.seal(0, juror, seal, Hex.of(chain.keys.key(key).sign(hash)), Clock.systemUTC().instant());
  }

  private Address otherThan(Address juror) {
    return JURORS.stream()
        .map(chain.keys::addressOf)
        .filter(each -> !each.equals(juror))
        .findFirst()
        .orElseThrow();
  }

  private NanoRlc pledge(Address worker) {
    return market.hub.pledge(worker, OptionalLong.empty());
  }
}
