package io.gridbourse.web.bag;

import io.gridbourse.domain.wire.Views.CertificateView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.domain.wire.Views.TaskView;
import io.gridbourse.domain.wire.Views.WhyView;
import io.gridbourse.ejb.bag.BagQueries;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tasks of a bag, and why they are certified. */
@Path("/v1/bags")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tasks")
public class TaskResource {
  @Inject private BagQueries bags;

  @Inject private Caller caller;

  /** A page of tasks by index. */
  @GET
  @Path("{bag}/tasks")
  @Operation(summary = "List tasks by index, without votes")
  public Page<TaskView> list(
      @PathParam("bag") String bag,
      @QueryParam("state") String state,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("cursor") String cursor) {
    return bags.tasks(
            caller.user(),
            bag,
            BagResource.given(state).map(text -> text.toUpperCase(Locale.ROOT)),
            Limits.rows(limit),
            BagResource.given(cursor))
        .orElseThrow(() -> BagResource.missing(bag));
  }

  /** One task. */
  @GET
  @Path("{bag}/tasks/{index}")
  @Operation(summary = "One task with its votes and its certificate")
  public TaskView find(@PathParam("bag") String bag, @PathParam("index") String index) {
    return bags.task(caller.user(), bag, Index.of(index))
        .orElseThrow(() -> Problems.notFound("task", bag + "/" + index));
  }

  /** Why a task does or does not run. */
  @GET
  @Path("{bag}/tasks/{index}/why")
  @Operation(summary = "Why a task is where it is, in a sentence")
  public WhyView why(@PathParam("bag") String bag, @PathParam("index") String index) {
    return bags.why(caller.user(), bag, Index.of(index))
        .orElseThrow(() -> Problems.notFound("task", bag + "/" + index));
  }

  /** Why a result was accepted. */
  @GET
  @Path("{bag}/certificates/{index}")
  @Operation(summary = "The certificate of a task, with its proof against the ledger's root")
  public CertificateView certificate(
      @PathParam("bag") String bag, @PathParam("index") String index) {
    return bags.certificate(caller.user(), bag, Index.of(index))
        .orElseThrow(() -> Problems.notFound("certificate of task", bag + "/" + index));
  }
}
