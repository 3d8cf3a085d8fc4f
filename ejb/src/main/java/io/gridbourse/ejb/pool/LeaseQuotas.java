package io.gridbourse.ejb.pool;

import io.gridbourse.domain.value.Address;
import java.util.function.LongSupplier;

/**
 * Port: which hosts may be leased work that only hosts are given whose leases come to something.
 */
public interface LeaseQuotas {
  /** Everybody may, and nothing is counted. */
  LeaseQuotas NONE =
      new LeaseQuotas() {
        @Override
        public boolean admits(Address worker, LongSupplier underWay) {
          return true;
        }

        @Override
        public void failed(Address worker) {
          // Nothing is counted.
        }

        @Override
        public void answered(Address worker) {
          // Nothing is counted.
        }
      };

  /**
   * Whether a worker may be leased more today.
   *
   * @param underWay leases that it holds; asked only of a worker that has failed
   */
  boolean admits(Address worker, LongSupplier underWay);

  /** A lease of a worker came to nothing by its fault. */
  void failed(Address worker);

  /** A worker answered a lease. */
  void answered(Address worker);
}
