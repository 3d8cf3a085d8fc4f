package io.gridbourse.ejb.proof.court;

import static io.gridbourse.ejb.proof.court.CourtCase.DEAL;
import static io.gridbourse.ejb.proof.court.CourtCase.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.bag.AcceptedTasks;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.ejb.users.User;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a task may be challenged, while others challenge it too. */
class ChallengeTaskTest {
  private static final long TASK = 2;
  private static final Bytes32 LIE = new Bytes32("0x" + "1".repeat(64));
  private static final Bytes32 ROOT = new Bytes32("0x" + "3".repeat(64));
  private static final Address STRANGER = new Address("0x" + "5".repeat(40));
  private static final User REQUESTER =
      new User("requester", Set.of(Role.REQUESTER), Address.ZERO, "requester");

  private final CourtCase court = new CourtCase();
  private final Outbox outbox = new Outbox(court.database, Clock.systemUTC());
  private final ChallengeTask challenge =
      new ChallengeTask(
          court.database,
          new OneAnswer(court),
          court.deals,
          rich(),
          outbox,
          null,
          new DisputeQueries(court.database, court.tasks, court.deals, outbox),
          CourtCase.chain(),
          Clock.systemUTC());

  @BeforeEach
  void thePartitionIsAccepted() {
    long windowEnd = NOW.plusSeconds(600).getEpochSecond();
    court.said(new HubEvent.PartitionAccepted(DEAL.hex(), 0, ROOT.hex(), 4, 0, windowEnd, ""));
  }

  @Test
  void aChallengeOnItsWayIsSeenBehindAnUndecidedTrialOfSomebodyElse() {
    anUndecidedTrial(7, STRANGER);
    assertThat(challenged()).isInstanceOf(Challenging.Accepted.class);
    Challenging.Refused again = (Challenging.Refused) challenged();
    assertThat(again.reason()).isEqualTo(Challenging.Reason.ALREADY_CHALLENGED);
    assertThat(again.detail()).contains("on its way");
  }

  @Test
  void aChallengeThatTheLedgerRefusedMayBeMadeAgain() {
    anUndecidedTrial(7, STRANGER);
    assertThat(challenged()).isInstanceOf(Challenging.Accepted.class);
    new Sql(court.database).update("update outbox_tx set state = 'REFUSED'");
    assertThat(challenged()).isInstanceOf(Challenging.Accepted.class);
  }

  @Test
  void aChallengeWhoseTrialEndedUndecidedMayBeMadeAgain() {
    assertThat(challenged()).isInstanceOf(Challenging.Accepted.class);
    // The transaction in which everything of the case happens.
    new Sql(court.database)
        .update(
            "update outbox_tx set state = 'FINAL', nonce = 0, raw = '0x', tx_hash = ?, max_fee = 1,"
                + " tip = 1, gas_limit = 1",
            Bytes32.ZERO.hex());
    anUndecidedTrial(7, Address.ZERO);
    assertThat(challenged()).isInstanceOf(Challenging.Accepted.class);
    assertThat(challenged()).as("the second").isInstanceOf(Challenging.Refused.class);
  }

  private Challenging challenged() {
    return court.database.call(() -> challenge.challenge(REQUESTER, BagId.of(DEAL), TASK));
  }

  private void anUndecidedTrial(long trial, Address by) {
    court.said(
        new HubEvent.TaskChallenged(
            trial, DEAL.hex(), BigInteger.valueOf(TASK), LIE.hex(), by.hex(), BigInteger.TEN, 2));
    court.said(new HubEvent.TrialEnded(trial, HubEvent.TrialEnd.UNDECIDED, Bytes32.ZERO.hex()));
  }

  /** A hub in which everybody has money. */
  private static Hub rich() {
    return (Hub)
        Proxy.newProxyInstance(
            Hub.class.getClassLoader(),
            new Class<?>[] {Hub.class},
            (proxy, method, values) -> {
              assertThat(method.getName()).isEqualTo("balance");
              return new Hub.Balance(NanoRlc.of(Long.MAX_VALUE), NanoRlc.ZERO);
            });
  }

  /** The case's tasks, of which each has the same answer. */
  private static final class OneAnswer extends AcceptedTasks {
    OneAnswer(CourtCase court) {
      super(court.database, court.bags, court.decided, court.terms);
    }

    @Override
    public Optional<Answer> answer(BagId bag, long index) {
      return Optional.of(new Answer(0, LIE, List.of()));
    }
  }
}
