package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.schedule.promise.Forecast;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.ForecastViews.ForecastView;
import java.util.Optional;

/** What can be kept of what bags ask for. */
public interface BagPromises {
  /**
   * What is expected of a bag.
   *
   * @param predictedSeconds that it takes, before anything is learned; 0 if nothing is known
   * @param forecast the distribution, from the submission on; empty if nothing is known
   * @param isUnkeepable whether its deadline will rather be missed
   */
  record Judgement(
      ForecastView view,
      double predictedSeconds,
      Optional<Forecast> forecast,
      boolean isUnkeepable) {}

  /** What would come of a bag that is submitted now to a pool. */
  Judgement judge(BagSpec spec, App app, Address pool);

  /** Keeps what was said with the bag that was stored, in the running transaction. */
  void keep(BagId bag, BagSpec spec, Address pool, Judgement said);
}
