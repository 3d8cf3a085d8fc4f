package io.gridbourse.web.event;

import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.users.User;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Events as a stream, or a page of them for those who poll. */
@Path("/v1/events")
@RequestScoped
@Tag(name = "events")
public class EventResource {
  private static final int LIMIT_MAX = 1_000;

  @Inject private Broadcaster broadcaster;

  @Inject private Streams streams;

  @Inject private Sight sight;

  @Inject private Caller caller;

  /** Streams events from now on, or from after the one heard last. */
  @GET
  @Produces("text/event-stream;qs=0.5")
  @Operation(hidden = true)
  public Response stream(
      @HeaderParam("Last-Event-ID") String lastEventId,
      @QueryParam("after") String after,
      @QueryParam("bag") String bag) {
    EventRing ring = broadcaster.ring();
    String heard = lastEventId == null || lastEventId.isBlank() ? after : lastEventId;
    long from = heard == null || heard.isBlank() ? ring.lastId() : id(heard);
    if (!streams.open()) {
      throw new ProblemException(
          Problems.of(
              503,
              "TOO_MANY_STREAMS",
              "The server follows for %d readers already.".formatted(Streams.STREAMS_MAX),
              "Poll the same path with Accept: application/json."));
    }
    EventStream stream =
        new EventStream(ring, from, wanted(caller.user(), bag), System::nanoTime, streams::close);
    return Response.ok(stream)
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no")
        .build();
  }

  /** A page of events; its cursor is the id to ask after next time. */
  @GET
  @Produces("application/json;qs=1.0")
  @Operation(
      summary = "Follow or poll events",
      description =
          "As text/event-stream it follows, going on after Last-Event-ID; a message of kind reset"
              + " says that some are gone. As JSON it is a page; nextCursor is the id to give as"
              + " after in the next request.")
  public Page<EventView> poll(
      @QueryParam("after") String after,
      @QueryParam("bag") String bag,
      @QueryParam("limit") @DefaultValue("500") int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw Problems.invalid("limit", "The limit is out of range.", "1 to " + LIMIT_MAX);
    }
    EventRing ring = broadcaster.ring();
    EventRing.Tail tail =
        after == null || after.isBlank()
            ? new EventRing.Tail(List.of(), false, ring.lastId())
            : ring.after(id(after), limit);
    List<EventView> seen = tail.events().stream().filter(wanted(caller.user(), bag)).toList();
    return new Page<>(seen, Long.toString(tail.lastId()));
  }

  private Predicate<EventView> wanted(User user, String bag) {
    return event -> (bag == null || bag.equals(event.bag())) && sight.allows(user, event);
  }

  private static long id(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw Problems.invalid("after", "The id of an event is a whole number.", "18 digits");
    }
    return Long.parseLong(text);
  }
}
