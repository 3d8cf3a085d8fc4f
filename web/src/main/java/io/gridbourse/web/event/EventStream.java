package io.gridbourse.web.event;

import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.start.Json;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One reader's stream. It says something at least every {@link #SILENCE_MAX}, and ends by itself
 * after {@link #LIFE}: readers come back with the id they heard last.
 */
final class EventStream implements StreamingOutput {
  private static final Logger LOG = Logger.getLogger(EventStream.class.getName());

  static final Duration SILENCE_MAX = Duration.ofSeconds(10);
  static final Duration LIFE = Duration.ofMinutes(10);

  /** Fills the buffers between the server and the reader, so that the first event is not held. */
  private static final int PADDING = 8 * 1024;

  private static final int EVENTS_AT_ONCE = 256;

  private final EventRing ring;
  private final Predicate<EventView> wanted;
  private final LongSupplier nanoTime;
  private final Runnable whenEnded;
  private long after;

  EventStream(
      EventRing ring,
      long after,
      Predicate<EventView> wanted,
      LongSupplier nanoTime,
      Runnable whenEnded) {
    this.ring = ring;
    this.after = after;
    this.wanted = wanted;
    this.nanoTime = nanoTime;
    this.whenEnded = whenEnded;
  }

  @Override
  public void write(OutputStream out) {
    try {
      say(out, ":" + " ".repeat(PADDING) + "\nretry: 1000\n\n");
      long end = nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(LIFE);
      boolean open = true;
      while (open && nanoTime.getAsLong() < end) {
        tellNew(out);
        open = ring.await(after, SILENCE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The reader has gone, as readers of streams do; it comes back with the id it heard last.
      LOG.log(Level.FINE, e, () -> "reader gone after=" + after);
    } finally {
      whenEnded.run();
    }
  }

  private void tellNew(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    EventRing.Tail tail = ring.after(after, EVENTS_AT_ONCE);
    if (tail.missed()) {
      // The reader asks for everything anew; what it missed is no longer kept.
      text.append("id: ").append(tail.lastId()).append("\ndata: {\"kind\":\"reset\"}\n\n");
    }
    for (EventView event : tail.events()) {
      if (wanted.test(event)) {
        text.append("id: ").append(event.id()).append("\ndata: ");
        text.append(Json.mapper().writeValueAsString(event)).append("\n\n");
      }
    }
    after = tail.lastId();
    say(out, text.length() == 0 ? ":\n\n" : text.toString());
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
