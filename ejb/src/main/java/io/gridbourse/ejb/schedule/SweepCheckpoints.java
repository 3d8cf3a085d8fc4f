package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.ejb.data.StoredCheckpoints;
import io.gridbourse.ejb.data.StoredCheckpoints.Part;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Drops checkpoints of tasks that are decided. Any node may do it at any time. */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SweepCheckpoints {
  private StoredCheckpoints checkpoints;
  private Dispatcher dispatcher;
  private OpenPartitions partitions;

  protected SweepCheckpoints() {}

  /** The sweep with all that it needs. */
  @Inject
  public SweepCheckpoints(
      StoredCheckpoints checkpoints, Dispatcher dispatcher, OpenPartitions partitions) {
    this.checkpoints = checkpoints;
    this.dispatcher = dispatcher;
    this.partitions = partitions;
  }

  /** Runs every minute. */
  @Schedule(hour = "*", minute = "*", second = "41", persistent = false)
  public void sweep() {
    checkpoints.parts().forEach(this::sweep);
  }

  private void sweep(Part part) {
    if (!partitions.isOpen(part.bag(), part.number())) {
      checkpoints.sweep(part, task -> true);
      return;
    }
    // A partition that another node drives is swept there.
    Optional<PartitionRun> run = dispatcher.find(part.bag(), part.number());
    run.ifPresent(
        open -> {
          RoaringBitmap undecided = open.look(BookReport::undecided);
          long first = open.scope().first();
          checkpoints.sweep(part, task -> !undecided.contains((int) (task - first)));
        });
  }
}
