package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.schedule.OpenPartitions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.sql.DataSource;

/** By the rows of the partitions. */
@ApplicationScoped
public class StoredOpenPartitions implements OpenPartitions {
  private Partitions partitions;

  protected StoredOpenPartitions() {}

  /** The partitions in this database. */
  @Inject
  public StoredOpenPartitions(DataSource database) {
    this.partitions = new Partitions(database);
  }

  @Override
  public boolean isOpen(BagId bag, int partition) {
    return partitions.find(bag, partition).filter(each -> each.state().isOpen()).isPresent();
  }
}
