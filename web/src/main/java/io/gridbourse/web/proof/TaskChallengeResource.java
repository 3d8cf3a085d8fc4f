package io.gridbourse.web.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.DisputeViews.ChallengeView;
import io.gridbourse.domain.wire.DisputeViews.UnsignedChallenge;
import io.gridbourse.ejb.proof.court.ChallengeTask;
import io.gridbourse.ejb.proof.court.Challenging;
import io.gridbourse.ejb.proof.court.DisputeQueries;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.bag.Index;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import io.gridbourse.web.identity.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Challenges of accepted results. */
@Path("/v1/bags")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "disputes")
public class TaskChallengeResource {
  private static final int CONFLICT = 409;

  @Inject private ChallengeTask challengeTask;

  @Inject private DisputeQueries disputes;

  @Inject private Caller caller;

  /** Says that the accepted result of a task is wrong; the caller's account puts up the stake. */
  @POST
  @Path("{bag}/tasks/{index}/challenge")
  @Needs(Role.REQUESTER)
  @Operation(
      summary = "Challenge the accepted result of a task with a stake",
      description = "The proof is made here. Look at the challenge for the number of its dispute.")
  @APIResponseSchema(value = ChallengeView.class, responseCode = "202")
  public Response challenge(@PathParam("bag") String bag, @PathParam("index") String index) {
    Challenging outcome = challengeTask.challenge(caller.user(), id(bag, index), Index.of(index));
    if (outcome instanceof Challenging.Accepted accepted) {
      return Response.accepted(accepted.challenge()).build();
    }
    throw refused(outcome, bag + "/" + index);
  }

  /** The same challenge for an account whose key is not here. */
  @GET
  @Path("{bag}/tasks/{index}/challenge/transaction")
  @Operation(
      summary = "A challenge to be signed with a key that the server does not have",
      description =
          "Sign the transaction as it is, and send it to the chain or to POST"
              + " /v1/transactions. The account needs the stake, free in the hub.")
  public UnsignedChallenge prepare(
      @PathParam("bag") String bag,
      @PathParam("index") String index,
      @QueryParam("from") String from) {
    Challenging outcome =
        challengeTask.prepare(caller.user(), id(bag, index), Index.of(index), account(from));
    if (outcome instanceof Challenging.Prepared prepared) {
      return prepared.challenge();
    }
    throw refused(outcome, bag + "/" + index);
  }

  private static ProblemException refused(Challenging outcome, String task) {
    if (outcome instanceof Challenging.Refused refused) {
      return Problems.refused(
          CONFLICT,
          refused.reason(),
          capital(refused.detail()) + ".",
          null,
          capital(refused.remedy()) + ".");
    }
    return Problems.notFound("task", task);
  }

  private static Address account(String text) {
    try {
      return new Address(text == null ? "" : text.toLowerCase(java.util.Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("from", "Say whose key will sign.", "0x and 40 hex digits");
    }
  }

  /** What became of the newest challenge of a task. */
  @GET
  @Path("{bag}/tasks/{index}/challenge")
  @Operation(summary = "The newest challenge of a task, and the number of its dispute")
  public ChallengeView challenged(@PathParam("bag") String bag, @PathParam("index") String index) {
    return disputes
        .challenge(caller.user(), id(bag, index), Index.of(index))
        .orElseThrow(() -> Problems.notFound("challenge of task", bag + "/" + index));
  }

  private static BagId id(String bag, String index) {
    try {
      return new BagId(bag);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("task", bag + "/" + index);
    }
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + sentence.substring(1);
  }
}
