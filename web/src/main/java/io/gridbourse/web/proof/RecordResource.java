package io.gridbourse.web.proof;

import io.gridbourse.domain.wire.Views.AnchorOutcome;
import io.gridbourse.domain.wire.Views.RecordAuditView;
import io.gridbourse.domain.wire.Views.RecordView;
import io.gridbourse.ejb.proof.record.AnchorRecord;
import io.gridbourse.ejb.proof.record.AppendRecord;
import io.gridbourse.ejb.proof.record.RecordQueries;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.identity.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The side record as a whole. */
@Path("/v1/record")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
public class RecordResource {
  @Inject private RecordQueries queries;

  @Inject private AppendRecord append;

  @Inject private AnchorRecord anchor;

  /** How far it is. */
  @GET
  @Operation(summary = "Size and root of the side record, and its newest anchors")
  public RecordView find() {
    return queries.record();
  }

  /** Recomputes it. */
  @GET
  @Path("audit")
  @Needs({Role.AUDITOR, Role.OPERATOR})
  @Operation(summary = "Recompute the side record and compare it with rows, votes and ledger")
  public RecordAuditView audit() {
    return queries.audit();
  }

  /** Anchors it now. */
  @POST
  @Path("anchors")
  @Needs({Role.AUDITOR, Role.OPERATOR})
  @Operation(summary = "Put the root on the ledger now, before the interval is over")
  public AnchorOutcome anchor() {
    append.append();
    return new AnchorOutcome(anchor.anchorNow().name());
  }
}
