package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Takes a bag from one step of its job to the next, and to its end. */
@ApplicationScoped
public class FinishBag {
  private Partitions partitions;
  private StoredBags bags;
  private Sql sql;

  protected FinishBag() {}

  /** The use case with all that it needs. */
  @Inject
  public FinishBag(DataSource database, StoredBags bags) {
    this.partitions = new Partitions(database);
    this.bags = bags;
    this.sql = new Sql(database);
  }

  /** All tasks are decided. */
  public void settle(BagId id) {
    bags.move(id, BagState.RUNNING, BagState.Event.TASKS_DONE, Optional.empty());
  }

  /** All partitions are paid or refused, or accepted and wait for the end of their windows. */
  public void deliver(BagId id) {
    List<Partition> all = partitions.of(id);
    if (all.stream().allMatch(each -> each.state().isFinal())) {
      finish(id);
    } else {
      bags.move(
          id,
          BagState.SETTLING,
          BagState.Event.ACCEPTED,
          Optional.of(
              "its results are accepted, may be challenged, and are paid after the window"));
    }
  }

  /** All partitions are paid or refused. */
  public void finish(BagId id) {
    Bag bag = bags.find(id).orElseThrow();
    List<Partition> all = partitions.of(id);
    long refused = all.stream().filter(each -> each.state() == PartitionState.REFUSED).count();
    long programFailed = all.stream().mapToLong(each -> each.tally().programFailed()).sum();
    long givenUp = all.stream().mapToLong(each -> each.tally().givenUp()).sum();
    if (isDealGone(id)) {
      end(
          bag,
          BagState.Event.SETTLED_WITH_FAILURES,
          "the chain dropped its deal for good: nothing was spent, and nobody was paid");
    } else if (refused > 0) {
      end(
          bag,
          BagState.Event.SETTLED_WITH_FAILURES,
          "the ledger refused the settlement of "
              + refused
              + " partitions; their price can be claimed back after the deal's final deadline");
    } else if (bag.cancelRequested() && givenUp > 0) {
      end(bag, BagState.Event.SETTLED_AFTER_CANCEL, givenUp + " tasks were cancelled and refunded");
    } else if (programFailed + givenUp > 0) {
      end(bag, BagState.Event.SETTLED_WITH_FAILURES, failures(programFailed, givenUp));
    } else {
      bags.move(id, bag.state(), BagState.Event.SETTLED, Optional.empty());
    }
  }

  private boolean isDealGone(BagId id) {
    return sql.first(
            "select 1 from deal where bag = ? and gone_at is not null", row -> true, id.text())
        .isPresent();
  }

  private static String failures(long programFailed, long givenUp) {
    String programs = programFailed + " tasks failed by themselves, certified";
    String refunds = givenUp + " tasks were given up and refunded";
    if (programFailed == 0) {
      return refunds;
    }
    return givenUp == 0 ? programs : programs + "; " + refunds;
  }

  private void end(Bag bag, BagState.Event event, String reason) {
    bags.move(bag.id(), bag.state(), event, Optional.of(reason));
  }
}
