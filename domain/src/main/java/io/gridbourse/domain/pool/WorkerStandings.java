package io.gridbourse.domain.pool;

import io.gridbourse.domain.value.Address;
import java.math.BigInteger;
import java.time.Instant;

/** What the ledger knows of workers. */
public interface WorkerStandings {
  /** The score that counts in a deal: that at the deal's start. */
  long scoreAt(Address worker, Instant dealStart);

  /** The worker's score now, for people. */
  long score(Address worker);

  /** What the worker has put up, in nRLC; losses are taken from it. */
  BigInteger pledge(Address worker);
}
