package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.Bags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has accepted partitions paid when their windows and trials are over, and ends their bags. */
@ApplicationScoped
public class ReleaseBags {
  private static final Logger LOG = Logger.getLogger(ReleaseBags.class.getName());
  private static final int BAGS_PER_ROUND = 1_000;
  private Bags bags;
  private SettlePartitions settle;
  private FinishBag finish;

  protected ReleaseBags() {}

  /** The use case with all that it needs. */
  @Inject
  public ReleaseBags(Bags bags, SettlePartitions settle, FinishBag finish) {
    this.bags = bags;
    this.settle = settle;
    this.finish = finish;
  }

  /** One look at all accepted bags; a bag that fails does not hold the others up. */
  public void round() {
    for (Bag bag : bags.inState(BagState.ACCEPTED, BAGS_PER_ROUND)) {
      try {
        if (settle.release(bag.id())) {
          finish.finish(bag.id());
        }
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a bag was not released bag=" + bag.id(), e);
      }
    }
  }
}
