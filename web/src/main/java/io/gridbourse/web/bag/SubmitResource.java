package io.gridbourse.web.bag;

import io.gridbourse.domain.wire.Views.BagView;
import io.gridbourse.ejb.bag.BagQueries;
import io.gridbourse.ejb.market.SpecProblem;
import io.gridbourse.ejb.market.Submission;
import io.gridbourse.ejb.market.SubmitOptions;
import io.gridbourse.ejb.session.ReceiveBag;
import io.gridbourse.ejb.session.SubmittedText;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import io.gridbourse.web.identity.IdempotencyFilter;
import io.gridbourse.web.identity.Needs;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Submitting bags. */
@Path("/v1/bags")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "bags")
public class SubmitResource {
  private static final String YAML = "application/yaml";

  @EJB private ReceiveBag receiveBag;

  @Inject private BagQueries bags;

  @Inject private Caller caller;

  @Context private ContainerRequestContext request;

  @Context private UriInfo uri;

  /** Submits a bag, or says what it would cost. */
  @POST
  @Consumes({YAML, "application/x-yaml", "text/yaml", MediaType.APPLICATION_JSON})
  @Needs(Role.REQUESTER)
  @Operation(
      summary = "Submit a bag",
      description =
          "The body is a BagSpec v1 (schema at /schemas/bagspec-v1.json). With dryRun=true nothing"
              + " is stored and the answer is a QuoteView with status 200; with pending=keep a bag"
              + " that nothing fits now is kept and tried again.")
  @APIResponseSchema(value = BagView.class, responseCode = "201", responseDescription = "Accepted")
  public Response submit(
      byte[] spec, @QueryParam("pending") String pending, @QueryParam("dryRun") String dryRun) {
    if (pending != null && !pending.equals("keep")) {
      throw Problems.invalid("pending", "The parameter pending can only be keep.", "keep");
    }
    Optional<String> made = IdempotencyFilter.effect(request);
    if (made.isPresent()) {
      return created(made.get());
    }
    SubmittedText text = new SubmittedText(mediaType(), spec == null ? new byte[0] : spec);
    SubmitOptions options = new SubmitOptions("keep".equals(pending), "true".equals(dryRun));
    ReceiveBag.Receipt receipt =
        receiveBag.receive(caller.user(), text, IdempotencyFilter.key(request), options);
    if (receipt instanceof ReceiveBag.Receipt.Misread misread) {
      throw misread(misread.problems());
    }
    Submission submission = ((ReceiveBag.Receipt.Decided) receipt).submission();
    if (submission instanceof Submission.Quoted quoted) {
      return Response.ok(quoted.quote()).build();
    }
    if (submission instanceof Submission.Refused refused) {
      throw refused(refused);
    }
    return created(((Submission.Accepted) submission).bag().text());
  }

  private Response created(String id) {
    BagView bag =
        bags.find(caller.user(), id)
            .orElseThrow(() -> new IllegalStateException("bag " + id + " was stored and is gone"));
    return Response.created(uri.getAbsolutePathBuilder().path(id).build()).entity(bag).build();
  }

  private String mediaType() {
    MediaType given = request.getMediaType();
    return given != null && given.isCompatible(MediaType.APPLICATION_JSON_TYPE)
        ? MediaType.APPLICATION_JSON
        : YAML;
  }

  /** The first mistake as the problem, the others in its detail. */
  private static ProblemException misread(List<SpecProblem> problems) {
    SpecProblem first = problems.get(0);
    String others =
        problems.stream()
            .skip(1)
            .limit(9)
            .map(problem -> "; also %s: %s".formatted(problem.field(), problem.detail()))
            .collect(Collectors.joining());
    return new ProblemException(
        Problems.of(
            400, first.code(), first.detail() + others, first.field(), null, first.remedy()));
  }

  private static ProblemException refused(Submission.Refused refused) {
    int status =
        switch (refused.reason()) {
          case NO_FUNDS, POOL_STAKE_LOW, NO_CREDITS -> 402;
          case NO_POOL_FITS, DEADLINE_UNKEEPABLE, NO_SUPPORT, NO_JURY, NOT_INSURABLE -> 409;
          case UNKNOWN_APP,
              UNKNOWN_INPUT,
              OVER_BUDGET,
              PRICE_ABOVE_MAX,
              DEADLINE_PASSED,
              NO_SAMPLES,
              NON_DETERMINISTIC ->
              422;
        };
    return Problems.refused(
        status, refused.reason(), refused.detail(), refused.field(), refused.remedy());
  }
}
