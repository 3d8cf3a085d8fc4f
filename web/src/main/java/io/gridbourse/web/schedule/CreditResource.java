package io.gridbourse.web.schedule;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.SupportViews.CreditView;
import io.gridbourse.domain.wire.SupportViews.GrantRequest;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.schedule.support.GrantCredits;
import io.gridbourse.ejb.schedule.support.SupportQueries;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import io.gridbourse.web.identity.Needs;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Credits for supporting workers. */
@Path("/v1/credits")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "bags")
public class CreditResource {
  @Inject private SupportQueries queries;

  @EJB private GrantCredits grantCredits;

  @Inject private Caller caller;

  /** Credits by project. */
  @GET
  @Operation(
      summary = "Credits for supporting workers, by project",
      description = "Those of the caller; an operator or auditor sees all. All are on one page.")
  public Page<CreditView> list() {
    return new Page<>(queries.credits(caller.user()), null);
  }

  /** Grants credits. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  @Operation(
      summary = "Grant a project credits for supporting workers",
      description = "What the project has then is the answer.")
  public CreditView grant(GrantRequest request) {
    if (request == null || request.owner() == null) {
      throw Problems.invalid("owner", "The account that pays for the bags is missing.", null);
    }
    Address owner;
    try {
      owner = new Address(request.owner().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("owner", "An owner is an account.", "0x and 40 hex digits");
    }
    if (request.credits() < 1 || request.credits() > GrantCredits.CREDITS_MAX) {
      throw Problems.invalid(
          "credits", "A grant adds at least one credit.", "1 to " + GrantCredits.CREDITS_MAX);
    }
    String project = Optional.ofNullable(request.project()).orElse("").strip();
    if (project.length() > GrantCredits.PROJECT_MAX || project.chars().anyMatch(c -> c < ' ')) {
      throw Problems.invalid(
          "project",
          "A project's name is one line.",
          "at most " + GrantCredits.PROJECT_MAX + " characters");
    }
    return grantCredits.grant(caller.user(), owner, project, request.credits());
  }
}
