package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;

/** What the steps of a bag's job must know of its partitions. */
@ApplicationScoped
public class BagPartitions {
  private Partitions partitions;

  protected BagPartitions() {}

  /** The partitions in this database. */
  @Inject
  public BagPartitions(DataSource database) {
    this.partitions = new Partitions(database);
  }

  /** Numbers of the partitions that are not decided. */
  public List<Integer> open(BagId bag) {
    return partitions.of(bag).stream()
        .filter(each -> each.state().isOpen())
        .map(Partition::number)
        .toList();
  }

  /** Whether all partitions are paid or refused, or accepted. */
  public boolean areDelivered(BagId bag) {
    return partitions.of(bag).stream().allMatch(each -> each.state().isDelivered());
  }
}
