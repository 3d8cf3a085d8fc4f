package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.PartitionSettlement.Ballot;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.PartitionBook.Answer;
import io.gridbourse.domain.proof.PartitionBook.Candidate;
import io.gridbourse.domain.proof.PartitionBook.Commitment;
import io.gridbourse.domain.proof.PartitionBook.Grant;
import io.gridbourse.domain.proof.PartitionBook.Wish;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class PartitionBookTest {
  private static final DealId DEAL = new DealId("0x" + "5a".repeat(32));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Address ANN = worker(1);
  private static final Address BOB = worker(2);
  private static final Address CYD = worker(3);

  @Test
  void oneAnswerCertifiesAtTrustOne() {
    PartitionBook book = book(10, 1);
    Grant grant = grant(book, ANN, 10);
    assertThat(grant.sealed()).isFalse();
    assertThat(answer(book, grant, ANN, 7)).isEqualTo(Admission.ACCEPTED);
    assertThat(book.isDecided()).isTrue();
    assertThat(book.report().counts().succeeded()).isEqualTo(10);
  }

  @Test
  void asManyReplicasAreLeasedAsTheTrustNeedsAndNoMore() {
    PartitionBook book = book(4, 4);
    grant(book, ANN, 4);
    grant(book, BOB, 4);
    assertThat(book.grant(new Candidate(CYD, 2), wish(4), NOON)).isEmpty();
  }

  @Test
  void aWorkerNeverGetsASliceTwice() {
    PartitionBook book = book(4, 4);
    Grant grant = grant(book, ANN, 4);
    commit(book, grant, ANN, 7);
    assertThat(book.grant(new Candidate(ANN, 2), wish(4), NOON)).isEmpty();
  }

  @Test
  void answersAreAskedForWhenEnoughAreSealedAndNotBefore() {
    PartitionBook book = book(4, 4);
    Grant ann = grant(book, ANN, 4);
    Grant bob = grant(book, BOB, 4);
    commit(book, ann, ANN, 7);
    assertThat(book.asked(ANN)).isEmpty();
    assertThat(reveal(book, ann, ANN, 7)).isEqualTo(Admission.NOT_ASKED);
    commit(book, bob, BOB, 7);
    assertThat(book.asked(ANN)).containsExactly(ann.lease());
    reveal(book, ann, ANN, 7);
    reveal(book, bob, BOB, 7);
    assertThat(book.isDecided()).isTrue();
  }

  @Test
  void aBookReadAgainGoesOnAskingThoseWhoHaveNotShownTheirAnswers() {
    PartitionBook book = book(4, 8);
    Grant ann = grant(book, ANN, 4);
    Grant bob = grant(book, BOB, 4);
    Grant cyd = grant(book, CYD, 4);
    commit(book, ann, ANN, 7);
    commit(book, bob, BOB, 7);
    commit(book, cyd, CYD, 7);
    reveal(book, bob, BOB, 7);

    PartitionBook again = PartitionBook.restore(book.scope(), rules(8), 2, book.drain().facts());
    again.resume(NOON);

    assertThat(again.hasWork()).isFalse();
    assertThat(again.asked(ANN)).containsExactly(ann.lease());
    reveal(again, ann, ANN, 7);
    reveal(again, cyd, CYD, 7);
    assertThat(again.isDecided()).isTrue();
  }

  @Test
  void onlyTasksInDisputeGetMoreReplicas() {
    PartitionBook book = book(10, 4);
    Grant ann = grant(book, ANN, 10);
    Grant bob = grant(book, BOB, 10);
    commit(book, ann, ANN, 7);
    PackedDigests lie = digests(10, 7, 4);
    commit(book, bob, BOB, lie);
    reveal(book, ann, ANN, 7);
    reveal(book, bob, BOB, lie);
    assertThat(book.report().counts().succeeded()).isEqualTo(9);
    assertThat(book.drain().deviations())
        .containsExactly(new Deviation(1_004, 1, Deviation.Kind.DISPUTED, List.of(ANN, BOB)));
    Grant third = grant(book, CYD, 10);
    assertThat(third.first()).isEqualTo(1_004);
    assertThat(third.count()).isEqualTo(1);
  }

  @Test
  void aLiarIsOutvotedAndNamedInTheBallot() {
    PartitionBook book = book(1, 4);
    voteAll(book, new int[] {9, 7, 7, 7, 7});
    assertThat(book.isDecided()).isTrue();
    Ballot ballot = book.report().settlement(1, "").ballots().get(0);
    assertThat(ballot.accepted()).containsExactly(1, 2, 3, 4);
    assertThat(ballot.rejected()).containsExactly(List.of(0));
  }

  @Test
  void twoAgreeingLiarsNeedMoreVotesAgainstThemOrNothingIsCertified() {
    PartitionBook undecided = book(1, 8);
    voteAll(undecided, new int[] {9, 9, 7, 7, 7, 7, 7});
    assertThat(undecided.isDecided()).isFalse();
    PartitionBook book = book(1, 8);
    voteAll(book, new int[] {9, 9, 7, 7, 7, 7, 7, 7});
    assertThat(book.isDecided()).isTrue();
    assertThat(book.report().certifiedDigest(0)).contains(digests(1, 7, -1).at(0));
  }

  @Test
  void aLateAnswerOfAnExpiredLeaseCountsOnce() {
    PartitionBook book = book(4, 1);
    Grant late = grant(book, ANN, 4);
    book.expire(NOON.plusSeconds(3_600));
    Grant other = grant(book, BOB, 4);
    assertThat(answer(book, late, ANN, 7)).isEqualTo(Admission.ACCEPTED);
    assertThat(answer(book, other, BOB, 7)).isEqualTo(Admission.LEASE_STALE);
    assertThat(answer(book, late, ANN, 7)).isEqualTo(Admission.REPEATED);
    assertThat(book.report().settlement(4, "").commitments()).hasSize(1);
  }

  @Test
  void aWorkerThatNeverRevealsIsSilentAndReplaced() {
    PartitionBook book = book(1, 4);
    Grant ann = grant(book, ANN, 1);
    Grant bob = grant(book, BOB, 1);
    commit(book, ann, ANN, 7);
    commit(book, bob, BOB, 7);
    reveal(book, ann, ANN, 7);
    book.expire(NOON.plusSeconds(61));
    assertThat(reveal(book, bob, BOB, 7)).isEqualTo(Admission.LEASE_STALE);
    Grant cyd = grant(book, CYD, 1);
    commit(book, cyd, CYD, 7);
    reveal(book, cyd, CYD, 7);
    Ballot ballot = book.report().settlement(1, "").ballots().get(0);
    assertThat(ballot.accepted()).containsExactly(0, 2);
    assertThat(ballot.silent()).containsExactly(1);
  }

  @Test
  void whoseAnswersAreLookedAtIsNotSilentMeanwhileIfTheyFit() {
    PartitionBook book = book(1, 4);
    Grant ann = grant(book, ANN, 1);
    Grant bob = grant(book, BOB, 1);
    commit(book, ann, ANN, 7);
    commit(book, bob, BOB, 7);
    book.lookAt(ann.lease(), answer(ann, ANN, digests(1, 7, -1)).root(), NOON.plusSeconds(300));
    book.lookAt(bob.lease(), answer(bob, BOB, digests(1, 8, -1)).root(), NOON.plusSeconds(300));
    book.expire(NOON.plusSeconds(61));
    assertThat(reveal(book, bob, BOB, 7)).isEqualTo(Admission.LEASE_STALE);
    assertThat(reveal(book, ann, ANN, 7)).isEqualTo(Admission.ACCEPTED);
  }

  @Test
  void answersThatDoNotFitTheSealCountAsSilence() {
    PartitionBook book = book(1, 4);
    Grant ann = grant(book, ANN, 1);
    Grant bob = grant(book, BOB, 1);
    commit(book, ann, ANN, 7);
    commit(book, bob, BOB, 7);
    assertThat(reveal(book, bob, BOB, 8)).isEqualTo(Admission.ROOT_MISMATCH);
    assertThat(reveal(book, bob, BOB, 7)).isEqualTo(Admission.LEASE_STALE);
    assertThat(book.asked(BOB)).isEmpty();
  }

  @Test
  void tasksAreGivenUpAfterTheLastAttempt() {
    PartitionBook book = book(2, 1);
    for (int i = 0; i < 3; i++) {
      assertThat(book.isDecided()).isFalse();
      grant(book, ANN, 2);
      book.loseWorker(ANN, NOON);
    }
    assertThat(book.isDecided()).isTrue();
    assertThat(book.report().counts().givenUp()).isEqualTo(2);
    assertThat(book.report().settlement(2, "").failedTasks()).isEqualTo(2);
  }

  @Test
  void aLeaseHandedBackByADrainingWorkerIsNoAttempt() {
    PartitionBook book = book(2, 1);
    for (int i = 0; i < 20; i++) {
      Grant grant = grant(book, ANN, 2);
      assertThat(book.giveBack(grant.lease(), ANN, false, NOON)).isEqualTo(Admission.ACCEPTED);
      assertThat(book.giveBack(grant.lease(), ANN, false, NOON)).isEqualTo(Admission.LEASE_STALE);
    }
    assertThat(book.isDecided()).isFalse();
  }

  @Test
  void aCommitmentMustContinueTheWorkersChain() {
    PartitionBook book = book(8, 1);
    Grant first = grant(book, ANN, 4);
    Grant second = grant(book, ANN, 4);
    answer(book, first, ANN, 7);
    Commitment stale = commitment(second, ANN, digests(4, 7, -1), CommitmentLink.START);
    Answer answer = answer(second, ANN, digests(4, 7, -1));
    assertThat(book.answer(stale, answer, NOON)).isEqualTo(Admission.COMMITMENT_STALE);
    assertThat(answer(book, second, ANN, 7)).isEqualTo(Admission.ACCEPTED);
    assertThat(book.report().settlement(8, "").commitments().get(0).tasks()).isEqualTo(8);
  }

  @Test
  void anotherWorkersLeaseIsNoUse() {
    PartitionBook book = book(4, 1);
    Grant grant = grant(book, ANN, 4);
    assertThat(answer(book, grant, BOB, 7)).isEqualTo(Admission.LEASE_STALE);
    assertThat(book.isUseful(grant.lease(), BOB)).isFalse();
    assertThat(book.isUseful(grant.lease(), ANN)).isTrue();
  }

  @Test
  void aLeaseThatItsWorkerNeverHeardOfIsTakenBack() {
    PartitionBook book = book(4, 1);
    Grant grant = grant(book, ANN, 4);
    book.dropUnknown(ANN, Set.of(grant.lease()), NOON.plusSeconds(1), NOON);
    assertThat(book.isUseful(grant.lease(), ANN)).isTrue();
    book.dropUnknown(ANN, Set.of(), NOON.plusSeconds(1), NOON);
    assertThat(book.isUseful(grant.lease(), ANN)).isFalse();
  }

  @Test
  void aResultThatACheckerRefusesNeverWins() {
    PartitionBook book = book(1, 1);
    Grant grant = grant(book, ANN, 1);
    PackedDigests digests = digests(1, 9, -1);
    Answer refused =
        new Answer(
            grant.lease(),
            ANN,
            Seals.leaseRoot(ANN, DEAL, grant.first(), digests),
            digests,
            new byte[0],
            List.of(),
            Judged.refusing(RoaringBitmap.bitmapOf(0)));
    book.answer(commitment(grant, ANN, digests, grant.before()), refused, NOON);
    assertThat(book.isDecided()).isFalse();
    answer(book, grant(book, BOB, 1), BOB, 7);
    assertThat(book.isDecided()).isTrue();
    Ballot ballot = book.report().settlement(1, "").ballots().get(0);
    assertThat(ballot.accepted()).containsExactly(1);
    assertThat(ballot.rejected()).containsExactly(List.of(0));
  }

  @Test
  void aCancelledPartitionKeepsWhatIsCertifiedAndRefundsTheRest() {
    PartitionBook book = book(10, 1);
    answer(book, grant(book, ANN, 4), ANN, 7);
    Grant open = grant(book, BOB, 4);
    book.giveUp(GiveUpReason.CANCELLED, NOON);
    assertThat(book.isDecided()).isTrue();
    assertThat(new String(book.report().cells(0, 10))).isEqualTo("CCCCXXXXXX");
    assertThat(book.isUseful(open.lease(), BOB)).isFalse();
    assertThat(book.report().settlement(10, "").failedTasks()).isEqualTo(6);
  }

  @Test
  void resultsAreKeptOnceForEqualAnswers() {
    PartitionBook book = book(1, 4);
    Grant ann = grant(book, ANN, 1);
    Grant bob = grant(book, BOB, 1);
    commit(book, ann, ANN, 7);
    commit(book, bob, BOB, 7);
    book.drain();
    book.reveal(withResults(answer(ann, ANN, digests(1, 7, -1))), NOON);
    book.reveal(withResults(answer(bob, BOB, digests(1, 7, -1))), NOON);
    assertThat(book.drain().facts())
        .extracting(fact -> ((Fact.Revealed) fact).results().length)
        .containsExactly(3, 0);
  }

  @Test
  void theFirstAnswerOfTwoCopiesCountsAndTheOtherIsUselessWithoutBlame() {
    PartitionBook book = book(10, 1);
    Grant slow = grant(book, ANN, 10);
    Grant copy = duplicate(book, BOB, 10).orElseThrow();
    assertThat(copy.first()).isEqualTo(slow.first());
    assertThat(duplicate(book, CYD, 10)).as("two copies at most").isEmpty();
    assertThat(answer(book, copy, BOB, 7)).isEqualTo(Admission.ACCEPTED);
    assertThat(book.isDecided()).isTrue();
    assertThat(book.isUseful(slow.lease(), ANN)).isFalse();
    assertThat(answer(book, slow, ANN, 8)).isEqualTo(Admission.LEASE_STALE);
    assertThat(book.report().settlement(10, "").ballots())
        .containsExactly(new Ballot(10, List.of(0), List.of(), List.of()));
    assertThat(book.report().settlement(10, "").commitments())
        .extracting(SignedCommitment::worker)
        .containsExactly(BOB);
  }

  @Test
  void leasesAreToldAsLongAsTheyRun() {
    PartitionBook book = book(10, 1);
    Grant slow = grant(book, ANN, 6);
    Grant rest = grant(book, CYD, 4);
    Grant copy = duplicate(book, BOB, 6).orElseThrow();
    assertThat(book.report().running())
        .extracting(RunningLease::id, RunningLease::worker, RunningLease::count)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(slow.lease(), ANN, 6),
            org.assertj.core.groups.Tuple.tuple(copy.lease(), BOB, 6),
            org.assertj.core.groups.Tuple.tuple(rest.lease(), CYD, 4));
    assertThat(book.report().running())
        .filteredOn(each -> each.count() == 6)
        .allSatisfy(each -> assertThat(each.workers()).isEqualTo(2));
    answer(book, copy, BOB, 7);
    assertThat(book.report().running()).extracting(RunningLease::worker).containsExactly(CYD);
  }

  @Test
  void theSlowOneMayStillBeFirst() {
    PartitionBook book = book(10, 1);
    Grant slow = grant(book, ANN, 10);
    Grant copy = duplicate(book, BOB, 10).orElseThrow();
    assertThat(answer(book, slow, ANN, 7)).isEqualTo(Admission.ACCEPTED);
    assertThat(book.isUseful(copy.lease(), BOB)).isFalse();
    assertThat(book.isDecided()).isTrue();
  }

  @Test
  void aCopyOfAVerifiedSliceIsItsSecondVote() {
    PartitionBook book = book(4, 4);
    Grant ann = grant(book, ANN, 4);
    Grant bob = grant(book, BOB, 4);
    commit(book, ann, ANN, 7);
    Grant cyd = duplicate(book, CYD, 4).orElseThrow();
    commit(book, cyd, CYD, 7);
    assertThat(book.isUseful(bob.lease(), BOB)).isFalse();
    assertThat(book.asked(ANN)).containsExactly(ann.lease());
    reveal(book, ann, ANN, 7);
    reveal(book, cyd, CYD, 7);
    assertThat(book.isDecided()).isTrue();
    assertThat(book.report().settlement(4, "").commitments())
        .extracting(SignedCommitment::worker)
        .containsExactlyInAnyOrder(ANN, CYD);
  }

  @Test
  void nobodyCopiesItsOwnSliceOrOneThatWantsWorkersAnyway() {
    PartitionBook book = book(4, 4);
    grant(book, ANN, 4);
    assertThat(duplicate(book, CYD, 4)).as("it waits for its second vote").isEmpty();
    grant(book, BOB, 4);
    assertThat(duplicate(book, ANN, 4)).isEmpty();
    assertThat(duplicate(book, CYD, 3)).as("more than the pledge covers").isEmpty();
  }

  @Test
  void ofSeveralStragglersTheOneThatRunsLongestIsCopied() {
    PartitionBook book = book(4, 1);
    Grant first = grant(book, ANN, 2);
    assertThat(book.grant(new Candidate(BOB, 2), wish(2), NOON.plusSeconds(5))).isPresent();
    Grant copy = duplicate(book, CYD, 4).orElseThrow();
    assertThat(copy.first()).isEqualTo(first.first());
  }

  @Test
  void aCopyWhoseWorkerIsLostMakesRoomForAnother() {
    PartitionBook book = book(4, 1);
    grant(book, ANN, 4);
    assertThat(duplicate(book, BOB, 4)).isPresent();
    book.loseWorker(BOB, NOON.plusSeconds(1));
    assertThat(duplicate(book, CYD, 4)).isPresent();
  }

  private static Optional<Grant> duplicate(PartitionBook book, Address worker, int max) {
    return book.duplicate(
        new Candidate(worker, 2), wish(max), each -> each.copies() < 2, NOON.plusSeconds(9));
  }

  private static Answer withResults(Answer answer) {
    return new Answer(
        answer.lease(),
        answer.worker(),
        answer.root(),
        answer.digests(),
        new byte[] {2, 1, 1},
        List.of(),
        Judged.refusing(new RoaringBitmap()));
  }

  /** One worker after the other takes the only task, seals and, once asked, reveals. */
  private static void voteAll(PartitionBook book, int[] answers) {
    for (int i = 0; i < answers.length; i++) {
      Address worker = worker(10 + i);
      commit(book, grant(book, worker, 1), worker, answers[i]);
      for (int each = 0; each <= i; each++) {
        int value = answers[each];
        Address asked = worker(10 + each);
        book.asked(asked)
            .forEach(id -> reveal(book, book.find(id, asked).orElseThrow(), asked, value));
      }
    }
  }

  private static PartitionBook book(int tasks, long trust) {
    PartitionScope scope = new PartitionScope(BagId.of(DEAL), DEAL, 0, 1_000, tasks);
    return new PartitionBook(scope, rules(trust), 1);
  }

  private static BookRules rules(long trust) {
    return new BookRules(new Trust(trust), 3, Duration.ofSeconds(60), 100);
  }

  private static Wish wish(int tasks) {
    return new Wish(tasks, tasks, Duration.ofSeconds(30), Duration.ofSeconds(1));
  }

  private static Grant grant(PartitionBook book, Address worker, int tasks) {
    return book.grant(new Candidate(worker, 2), wish(tasks), NOON).orElseThrow();
  }

  private static Admission commit(PartitionBook book, Grant grant, Address worker, int value) {
    return commit(book, grant, worker, digests(grant.count(), value, -1));
  }

  private static Admission commit(
      PartitionBook book, Grant grant, Address worker, PackedDigests digests) {
    return book.commit(commitment(grant, worker, digests, grant.before()), NOON);
  }

  private static Admission reveal(PartitionBook book, Grant grant, Address worker, int value) {
    return reveal(book, grant, worker, digests(grant.count(), value, -1));
  }

  private static Admission reveal(
      PartitionBook book, Grant grant, Address worker, PackedDigests digests) {
    return book.reveal(answer(grant, worker, digests), NOON);
  }

  private static Admission answer(PartitionBook book, Grant grant, Address worker, int value) {
    PackedDigests digests = digests(grant.count(), value, -1);
    CommitmentLink before =
        book.find(grant.lease(), worker).map(Grant::before).orElse(grant.before());
    return book.answer(
        commitment(grant, worker, digests, before), answer(grant, worker, digests), NOON);
  }

  private static Commitment commitment(
      Grant grant, Address worker, PackedDigests digests, CommitmentLink before) {
    Bytes32 root = Seals.leaseRoot(worker, DEAL, grant.first(), digests);
    CommitmentLink link =
        new CommitmentLink(
            before.tasks() + grant.count(),
            SignedCommitment.accumulate(before.accumulator(), root),
            "0x01");
    return new Commitment(grant.lease(), worker, root, link, 5);
  }

  private static Answer answer(Grant grant, Address worker, PackedDigests digests) {
    return new Answer(
        grant.lease(),
        worker,
        Seals.leaseRoot(worker, DEAL, grant.first(), digests),
        digests,
        new byte[0],
        List.of(),
        Judged.refusing(new RoaringBitmap()));
  }

  /** Digests whose bytes are {@code value}, except at one position. */
  private static PackedDigests digests(int count, int value, int except) {
    byte[] packed = new byte[count * 32];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (byte) (i / 32 == except ? value + 100 : value);
    }
    return PackedDigests.of(packed, count);
  }

  private static Address worker(int number) {
    return new Address(String.format("0x%040x", number));
  }
}
