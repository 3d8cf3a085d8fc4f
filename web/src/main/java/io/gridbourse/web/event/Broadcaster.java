package io.gridbourse.web.event;

import io.gridbourse.domain.wire.Views.EventView;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;

/** Hears what happens in the server, once it is committed, and keeps it for those who follow. */
@ApplicationScoped
public class Broadcaster {
  /** Events kept for readers who were away. */
  public static final int EVENTS_KEPT = 8_192;

  /** Room for ids within one millisecond of start; keeps ids exact in JavaScript's numbers. */
  private static final long IDS_PER_MILLISECOND = 1_000;

  @Inject private Clock clock;

  private EventRing ring;

  @PostConstruct
  void start() {
    ring = new EventRing(EVENTS_KEPT, clock.millis() * IDS_PER_MILLISECOND);
  }

  @PreDestroy
  void stop() {
    ring.close();
  }

  void happened(@Observes(during = TransactionPhase.AFTER_SUCCESS) EventView event) {
    ring.append(event);
  }

  EventRing ring() {
    return ring;
  }
}
