package io.gridbourse.web.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.LedgerViews.HandedInView;
import io.gridbourse.domain.wire.LedgerViews.SignedTransaction;
import io.gridbourse.domain.wire.LedgerViews.TransactionDraft;
import io.gridbourse.domain.wire.LedgerViews.TransactionView;
import io.gridbourse.ejb.ledger.HandInTransaction;
import io.gridbourse.ejb.ledger.HandInTransaction.Outcome;
import io.gridbourse.ejb.ledger.UnsignedTransactions;
import io.gridbourse.ejb.ledger.UnsignedTransactions.Unsigned;
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
import java.util.Locale;
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

  @Inject private UnsignedTransactions unsigned;

  /** Makes a call a transaction that wants a signature only. */
  @POST
  @Path("drafts")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Prepare a call of the hub or the insurance for a key of one's own",
      description = "With the account's next nonce, and gas and fees of now, if it would pass.")
  public TransactionView draft(TransactionDraft draft) {
    Address to = address("to", draft == null ? null : draft.to());
    if (!transactions.takes(to)) {
      throw Problems.invalid("to", "It is no contract that takes orders.", "hub or insurance");
    }
    String data = draft.data();
    if (data == null || !data.matches("0x(?:[0-9a-fA-F]{2}){4,100000}")) {
      throw Problems.invalid("data", "It is no call.", "0x and 4 to 100,000 bytes in hexadecimal");
    }
    Unsigned prepared = unsigned.prepare(address("from", draft.from()), to, data);
    if (prepared instanceof Unsigned.Refused refused) {
      throw refused(refused.reason(), "Mend what the reason says, and prepare it again.");
    }
    return ((Unsigned.Ready) prepared).transaction();
  }

  private static Address address(String field, String text) {
    try {
      return new Address(text == null ? "" : text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid(field, "It is no address.", "0x and 40 hex digits");
    }
  }

  private static ProblemException refused(String reason, String remedy) {
    return new ProblemException(
        Problems.of(
            CONFLICT,
            "LEDGER_REFUSES",
            "The ledger would refuse the transaction: " + reason + ".",
            remedy));
  }

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
      throw refused(refused.reason(), "Prepare it anew, and sign that.");
    }
    Outcome.Sent sent = (Outcome.Sent) outcome;
    return Response.accepted(new HandedInView(sent.hash().hex(), sent.from().hex())).build();
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }
}
