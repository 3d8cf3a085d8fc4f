package io.gridbourse.web.proof;

import io.gridbourse.domain.wire.Views.HistoryView;
import io.gridbourse.domain.wire.Views.TaskProofView;
import io.gridbourse.ejb.bag.TaskHistories;
import io.gridbourse.web.bag.Index;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happened to a task, and the proof of it. */
@Path("/v1/bags")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tasks")
public class HistoryResource {
  private static final int CONFLICT = 409;

  @Inject private TaskHistories histories;

  @Inject private Caller caller;

  /** A task traced across server, workers and ledger. */
  @GET
  @Path("{bag}/tasks/{index}/history")
  @Operation(summary = "What happened to a task on server, workers and ledger, in time")
  public HistoryView history(@PathParam("bag") String bag, @PathParam("index") String index) {
    return histories
        .history(caller.user(), bag, Index.of(index))
        .orElseThrow(() -> Problems.notFound("task", bag + "/" + index));
  }

  /** The proof of a task. */
  @GET
  @Path("{bag}/tasks/{index}/proof")
  @Operation(summary = "The side record's entries on a task, proven against the anchored root")
  public TaskProofView proof(@PathParam("bag") String bag, @PathParam("index") String index) {
    TaskProofView proof =
        histories
            .proof(caller.user(), bag, Index.of(index))
            .orElseThrow(() -> Problems.notFound("task", bag + "/" + index));
    if (proof.entries().isEmpty()) {
      throw new ProblemException(
          Problems.of(
              CONFLICT,
              "NOT_ANCHORED",
              "Nothing on task "
                  + bag
                  + "/"
                  + index
                  + " is anchored on the ledger yet; "
                  + proof.notAnchored()
                  + " entries wait for the next anchor.",
              "Ask again after the next anchor; an operator can anchor now with gridbourse audit"
                  + " anchor."));
    }
    return proof;
  }
}
