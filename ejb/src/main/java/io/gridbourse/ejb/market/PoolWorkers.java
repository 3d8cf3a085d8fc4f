package io.gridbourse.ejb.market;

import io.gridbourse.domain.value.Address;

/** Port: how many workers a pool has. Whoever enrols workers implements it. */
public interface PoolWorkers {
  /** Workers seen lately. */
  int online(Address pool);

  /** All workers that are enrolled. */
  int all(Address pool);
}
