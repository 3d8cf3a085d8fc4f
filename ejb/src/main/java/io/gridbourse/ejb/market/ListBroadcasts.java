package io.gridbourse.ejb.market;

import io.gridbourse.ejb.market.Broadcasts.Broadcast;
import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Puts orders that were published on the ledger into the book, by the same rules as those that are
 * published here: the ledger tells everybody whatever anybody calls an order.
 */
@ApplicationScoped
public class ListBroadcasts {
  private static final Logger LOG = Logger.getLogger(ListBroadcasts.class.getName());
  private Broadcasts broadcasts;
  private PublishOrder publish;
  private Atomically atomically;

  protected ListBroadcasts() {}

  /** The reader of this database's broadcasts. */
  @Inject
  public ListBroadcasts(DataSource database, Atomically atomically, PublishOrder publish) {
    this.broadcasts = new Broadcasts(new Sql(database));
    this.publish = publish;
    this.atomically = atomically;
  }

  /** One round, on one node at a time; true if an order came into the book. */
  public boolean list() {
    boolean changed = false;
    for (Broadcast broadcast : broadcasts.open()) {
      changed |= list(broadcast);
    }
    return changed;
  }

  /** An order that makes the ledger's answers unreadable must not stand in the way of others. */
  private boolean list(Broadcast broadcast) {
    Publication publication;
    try {
      publication =
          publish.publish(broadcast.kind(), broadcast.order(), Optional.empty(), Optional.empty());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "broadcast order not checked: event=" + broadcast.event());
      atomically.run(() -> broadcasts.failed(broadcast));
      return false;
    }
    boolean listed = publication instanceof Publication.Listed;
    String outcome =
        publication instanceof Publication.Refused refused ? refused.reason().name() : "LISTED";
    atomically.run(() -> broadcasts.close(broadcast, outcome));
    return listed;
  }
}
