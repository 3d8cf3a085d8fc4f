package io.gridbourse.web.event;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who may hear of what: of a bag its owner, and those who see all. */
@ApplicationScoped
public class Sight {
  private static final int OWNERS_KEPT = 4_096;

  @Inject private Instance<Bags> bags;

  private final Map<String, Address> owners =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Address> eldest) {
              return size() > OWNERS_KEPT;
            }
          });

  /** Whether the user may hear of it. */
  public boolean allows(User user, EventView event) {
    return event.bag() == null || user.seesAll() || isOwner(user, event.bag());
  }

  private boolean isOwner(User user, String bag) {
    Address owner = owners.get(bag);
    if (owner == null) {
      Optional<Bag> found =
          bags.isResolvable() ? bags.get().find(new BagId(bag)) : Optional.empty();
      if (found.isEmpty()) {
        return false;
      }
      owner = found.get().requester();
      owners.put(bag, owner);
    }
    return owner.equals(user.account());
  }
}
