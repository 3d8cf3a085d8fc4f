package io.gridbourse.web.event;

import io.gridbourse.domain.wire.Views.EventView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The last events, by rising id. Older ones fall out; a reader who missed some is told so. */
final class EventRing {
  private final int kept;
  private final Deque<EventView> events = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private long lastId;
  private boolean closed;

  /**
   * @param firstId ids start above this; it must be above all ids told before a restart
   */
  EventRing(int kept, long firstId) {
    this.kept = kept;
    this.lastId = firstId;
  }

  /**
   * What follows an id.
   *
   * @param missed true if events between the id and the first of these are gone
   * @param lastId where to go on from
   */
  record Tail(List<EventView> events, boolean missed, long lastId) {}

  /** Appends an event under a new id and wakes those who wait. */
  EventView append(EventView told) {
    lock.lock();
    try {
      lastId++;
      EventView event = new EventView(lastId, told.at(), told.kind(), told.bag(), told.data());
      events.addLast(event);
      if (events.size() > kept) {
        events.removeFirst();
      }
      appended.signalAll();
      return event;
    } finally {
      lock.unlock();
    }
  }

  /** Up to {@code limit} events after an id, oldest first. */
  Tail after(long id, int limit) {
    lock.lock();
    try {
      long oldest = events.isEmpty() ? lastId + 1 : events.peekFirst().id();
      boolean missed = id + 1 < oldest || id > lastId;
      List<EventView> tail = new ArrayList<>();
      if (id >= lastId && !missed) {
        return new Tail(tail, false, lastId);
      }
      Iterator<EventView> all = events.iterator();
      while (all.hasNext() && tail.size() < limit) {
        EventView event = all.next();
        if (event.id() > id || id > lastId) {
          tail.add(event);
        }
      }
      return new Tail(tail, missed, tail.isEmpty() ? lastId : tail.get(tail.size() - 1).id());
    } finally {
      lock.unlock();
    }
  }

  /** The id of the newest event. */
  long lastId() {
    lock.lock();
    try {
      return lastId;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for an event after an id.
   *
   * @return false if the ring was closed
   */
  boolean await(long id, Duration max) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(max);
    lock.lockInterruptibly();
    try {
      while (lastId <= id && !closed && nanos > 0) {
        nanos = appended.awaitNanos(nanos);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes everybody for good. */
  void close() {
    lock.lock();
    try {
      closed = true;
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
