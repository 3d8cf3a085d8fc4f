package io.gridbourse.web.ledger;

import io.gridbourse.batch.StartAudits;
import io.gridbourse.domain.wire.LedgerViews.AuditView;
import io.gridbourse.domain.wire.LedgerViews.ChargeView;
import io.gridbourse.domain.wire.LedgerViews.IncidentView;
import io.gridbourse.domain.wire.LedgerViews.LedgerStateView;
import io.gridbourse.domain.wire.LedgerViews.ThawRequest;
import io.gridbourse.domain.wire.LedgerViews.ThawView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.ledger.AccountStatements;
import io.gridbourse.ejb.ledger.Audits;
import io.gridbourse.ejb.ledger.LedgerQueries;
import io.gridbourse.ejb.ledger.ThawLedger;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.ejb.users.User;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import io.gridbourse.web.identity.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the server and the ledger stand, what went wrong, and whether the books balance. */
@Path("/v1/ledger")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "ledger")
public class LedgerResource {
  private static final int REASON_MAX = 500;

  @Inject private LedgerQueries ledger;

  @Inject private AccountStatements statements;

  @Inject private StartAudits audits;

  @Inject private ThawLedger thaw;

  @Inject private Clock clock;

  @Inject private Caller caller;

  /** Endpoints and open incidents. */
  @GET
  @Needs({Role.OPERATOR, Role.AUDITOR})
  @Operation(summary = "How the server and the ledger stand")
  public LedgerStateView state() {
    return ledger.state();
  }

  /** All incidents. */
  @GET
  @Path("incidents")
  @Needs({Role.OPERATOR, Role.AUDITOR})
  @Operation(summary = "List incidents, newest first")
  public Page<IncidentView> incidents(
      @QueryParam("cursor") String cursor, @QueryParam("limit") @DefaultValue("100") int limit) {
    int rows = Limits.rows(limit);
    return page(ledger.incidents(before(cursor), rows + 1), rows, IncidentView::id);
  }

  /** Ends a freeze by hand. */
  @POST
  @Path("thaw")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  @Operation(summary = "End a freeze of payments, with the reason")
  public ThawView thaw(ThawRequest request) {
    String reason = request.reason() == null ? "" : request.reason().strip();
    if (reason.isEmpty() || reason.length() > REASON_MAX) {
      throw Problems.invalid(
          "reason", "Say why payments may go on.", "1 to " + REASON_MAX + " characters");
    }
    return new ThawView(thaw.thaw(caller.user().name(), reason));
  }

  /** All audits. */
  @GET
  @Path("audits")
  @Needs({Role.OPERATOR, Role.AUDITOR})
  @Operation(summary = "List audits of the accounts, newest first")
  public Page<AuditView> audits(
      @QueryParam("cursor") String cursor, @QueryParam("limit") @DefaultValue("100") int limit) {
    int rows = Limits.rows(limit);
    return page(ledger.audits(before(cursor), rows + 1), rows, AuditView::id);
  }

  /** One audit with what it found. */
  @GET
  @Path("audits/{audit}")
  @Needs({Role.OPERATOR, Role.AUDITOR})
  @Operation(summary = "One audit, with its differences")
  public AuditView audit(@PathParam("audit") String audit) {
    return number(audit)
        .flatMap(ledger::audit)
        .orElseThrow(() -> Problems.notFound("audit", audit));
  }

  /** Compares all accounts with the ledger, in a job of its own. */
  @POST
  @Path("audits")
  @Needs({Role.OPERATOR, Role.AUDITOR})
  @Operation(summary = "Start an audit of all accounts")
  public AuditView start() {
    long id = audits.request(Audits.Reason.REQUESTED, caller.user().name());
    return ledger.audit(id).orElseThrow();
  }

  /** What was spent, by project, requester and pool; one's own for those who do not see all. */
  @GET
  @Path("charges")
  @Operation(summary = "What projects spent in a period")
  public Page<ChargeView> charges(@QueryParam("from") String from, @QueryParam("to") String to) {
    User user = caller.user();
    return new Page<>(
        statements.charges(
            Periods.of(from, to, clock),
            user.seesAll() ? Optional.empty() : Optional.of(user.account())),
        null);
  }

  private static <T> Page<T> page(List<T> found, int rows, ToLongFunction<T> id) {
    if (found.size() <= rows) {
      return new Page<>(found, null);
    }
    List<T> shown = found.subList(0, rows);
    return new Page<>(shown, Long.toString(id.applyAsLong(shown.get(rows - 1))));
  }

  private static OptionalLong before(String cursor) {
    if (cursor == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        number(cursor)
            .orElseThrow(
                () -> Problems.invalid("cursor", "This is no cursor of this list.", "a number")));
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }
}
