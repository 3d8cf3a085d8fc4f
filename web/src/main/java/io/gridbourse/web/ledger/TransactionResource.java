package io.gridbourse.web.ledger;

import io.gridbourse.domain.wire.LedgerViews.HandedInView;
import io.gridbourse.domain.wire.LedgerViews.SignedTransaction;
import io.gridbourse.ejb.ledger.HandInTransaction;
import io.gridbourse.ejb.ledger.HandInTransaction.Outcome;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was signed with keys that this server does not have. */
@Path("/v1/transactions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "ledger")
public class TransactionResource {
  private static final int CONFLICT = 409;

  @Inject private HandInTransaction transactions;

  /** Hands a signed transaction to the chain. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Hand in a transaction that was signed elsewhere",
      description =
          "Only calls of the hub or the insurance are taken, and only if they would pass.")
  @APIResponseSchema(value = HandedInView.class, responseCode = "202")
  public Response handIn(SignedTransaction request) {
    if (request == null || request.transaction() == null) {
      throw Problems.invalid("transaction", "There is no transaction.", "0x and hex digits");
    }
    Outcome outcome = transactions.handIn(request.transaction());
    if (outcome instanceof Outcome.Unfit unfit) {
      throw Problems.invalid(
          "transaction", capital(unfit.detail()) + ".", capital(unfit.remedy()) + ".");
    }
    if (outcome instanceof Outcome.Refused refused) {
      throw new ProblemException(
          Problems.of(
              CONFLICT,
              "LEDGER_REFUSES",
              "The ledger refuses the transaction: " + refused.reason() + ".",
              "Prepare it anew, and sign that."));
    }
    Outcome.Sent sent = (Outcome.Sent) outcome;
    return Response.accepted(new HandedInView(sent.hash().hex(), sent.from().hex())).build();
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + sentence.substring(1);
  }
}
