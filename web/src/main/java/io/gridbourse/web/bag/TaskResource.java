package io.gridbourse.web.bag;

import io.gridbourse.domain.wire.Views.CertificateView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.domain.wire.Views.TaskView;
import io.gridbourse.domain.wire.Views.WhyView;
import io.gridbourse.ejb.bag.BagQueries;
import io.gridbourse.ejb.bag.TaskFilter;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tasks of a bag, and why they are certified. */
@Path("/v1/bags")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tasks")
public class TaskResource {
  private static final String RESULT = "result";

  @Inject private BagQueries bags;

  @Inject private Caller caller;

  /** A page of tasks by index. */
  @GET
  @Path("{bag}/tasks")
  @Operation(
      summary = "List tasks by index, without votes",
      description = "With fields=result also reason, resultBytes, resultText and digest.")
  public Page<TaskView> list(
      @PathParam("bag") String bag,
      @QueryParam("state") String state,
      @QueryParam("fields") String fields,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("cursor") String cursor) {
    TaskFilter filter =
        new TaskFilter(
            BagResource.given(state).map(text -> text.toUpperCase(Locale.ROOT)),
            Limits.cursor(cursor, TaskResource::index).orElse(0L),
            Limits.rows(limit),
            hasResults(fields));
    return bags.tasks(caller.user(), bag, filter).orElseThrow(() -> BagResource.missing(bag));
  }

  private static boolean hasResults(String fields) {
    if (fields != null && !fields.equals(RESULT)) {
      throw Problems.invalid("fields", "The parameter fields can only be result.", RESULT);
    }
    return fields != null;
  }

  private static Optional<Long> index(String text) {
    return Optional.of(text).filter(given -> given.matches("[0-9]{1,12}")).map(Long::valueOf);
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
