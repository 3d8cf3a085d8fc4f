package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.ScheduleViews.LeaseWhyView;
import io.gridbourse.domain.wire.ScheduleViews.RankRow;
import io.gridbourse.domain.wire.ScheduleViews.RankShare;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.bag.WhyLeases;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.ejb.users.User;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Why a worker was leased what it was, on a node with a real database. */
@Timeout(40)
class WhyLeasesTest {
  private static final User OLGA =
      new User("olga", Set.of(Role.OPERATOR), new Address("0x" + "01".repeat(20)), "operator");
  private static final User STRANGER =
      new User("sam", Set.of(Role.REQUESTER), new Address("0x" + "02".repeat(20)), "sam");
  private final GridOfOne grid = new GridOfOne(TestDatabase.create());
  private final WhyLeases why = new WhyLeases(grid.bags, grid.dispatcher);

  @AfterEach
  void close() {
    grid.close();
  }

  private WorkerWire.Grant granted() throws Exception {
    BagId bag = grid.bag("why", 10, 1, 1);
    grid.driveAll(bag);
    WireWorker ann = new WireWorker("ann", GridOfOne.SEPARATOR, WireWorker::truth);
    while (ann.granted.size() < 3) {
      grid.round(ann, 100);
    }
    return ann.granted.get(ann.granted.size() - 1);
  }

  @Test
  void theRankingThatLedToALeaseAddsUp() throws Exception {
    WorkerWire.Grant grant = granted();
    LeaseWhyView view = known(why.why(OLGA, grant.lease()));
    assertThat(view.bag()).isEqualTo(grant.bag());
    assertThat(view.sentence()).isNotBlank();
    assertThat(view.decidedBy()).isIn("RANK", "NEW");
    for (RankRow row : view.rows()) {
      double sum = row.shares().stream().mapToDouble(RankShare::contribution).sum();
      assertThat(sum).isCloseTo(row.net(), within(1e-9));
    }
    assertThat(view.rows().stream().filter(RankRow::taken).count())
        .isEqualTo(view.decidedBy().equals("RANK") ? 1 : 0);
  }

  @Test
  void aLeaseOfOthersIsNotExplained() throws Exception {
    WorkerWire.Grant grant = granted();
    assertThat(why.why(STRANGER, grant.lease())).isEmpty();
    assertThat(why.why(OLGA, "nonsense")).isEmpty();
  }

  @Test
  void whatIsForgottenIsSaidToBe() throws Exception {
    WorkerWire.Grant grant = granted();
    String other = grant.lease().substring(0, grant.lease().lastIndexOf('.')) + ".999";
    assertThat(why.why(OLGA, other))
        .hasValueSatisfying(
            answer -> assertThat(answer).isInstanceOf(WhyLeases.Answer.Forgotten.class));
  }

  private static LeaseWhyView known(Optional<WhyLeases.Answer> answer) {
    return ((WhyLeases.Answer.Known) answer.orElseThrow()).view();
  }
}
