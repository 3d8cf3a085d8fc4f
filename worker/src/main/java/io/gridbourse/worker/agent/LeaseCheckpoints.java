package io.gridbourse.worker.agent;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.worker.driver.SavedTasks;
import io.gridbourse.worker.link.ContentCache;
import io.gridbourse.worker.link.ServerAwayException;
import io.gridbourse.worker.link.ServerLink;
import io.gridbourse.worker.link.ServerRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

/** The checkpoints of one lease: fetched before it runs, sent to the server while it does. */
final class LeaseCheckpoints implements SavedTasks {
  private static final Logger LOG = Logger.getLogger(LeaseCheckpoints.class.getName());

  private final WorkerWire.Grant grant;
  private final ServerLink link;
  private final Map<Long, Path> before;
  private final Map<Long, Sha256> newest = new HashMap<>();

  private LeaseCheckpoints(WorkerWire.Grant grant, ServerLink link, Map<Long, Path> before) {
    this.grant = grant;
    this.link = link;
    this.before = before;
  }

  /** Those of a lease; a checkpoint that cannot be fetched is none, for it is only a help. */
  static SavedTasks of(WorkerWire.Grant grant, ServerLink link, ContentCache cache)
      throws InterruptedException {
    if (grant.program().checkpoint() == null) {
      return SavedTasks.NONE;
    }
    Map<Long, Path> before = new HashMap<>();
    List<WorkerWire.Saved> saved = grant.saved() == null ? List.of() : grant.saved();
    for (WorkerWire.Saved each : saved) {
      try {
        before.put(each.task(), cache.get(Sha256.parse(each.content()), link::checkpoint));
      } catch (IOException
          | ServerAwayException
          | ServerRefusedException
          | IllegalArgumentException e) {
        LOG.warning(
            () ->
                "task=" + each.task() + " begins from its start: no checkpoint: " + e.getMessage());
      }
    }
    return new LeaseCheckpoints(grant, link, before);
  }

  @Override
  public Map<Long, Path> before() {
    return Map.copyOf(before);
  }

  @Override
  public void keep(long task, byte[] checkpoint) throws InterruptedException {
    Sha256 content = Sha256.of(checkpoint);
    if (content.equals(newest.get(task))) {
      return;
    }
    try {
      link.keepCheckpoint(grant.lease(), grant.fence(), task, checkpoint);
      newest.put(task, content);
      LOG.info(() -> "lease=" + grant.lease() + " task=" + task + " checkpoint=" + content);
    } catch (ServerAwayException | ServerRefusedException e) {
      LOG.warning(() -> "lease=" + grant.lease() + " checkpoint is not kept: " + e.getMessage());
    }
  }
}
