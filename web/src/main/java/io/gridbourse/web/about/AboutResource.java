package io.gridbourse.web.about;

import io.gridbourse.domain.wire.Views.About;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.users.User;
import io.gridbourse.web.identity.Caller;
import io.gridbourse.web.identity.Open;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who and what this installation is. */
@Path("/v1/about")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "about")
public class AboutResource {
  @Inject private Clock clock;

  @Inject private ChainSettings chain;

  @Inject private Caller caller;

  /** Product, version, ledger, time and the caller. */
  @GET
  @Open
  @Operation(summary = "Product, version, ledger, time, and who asks")
  public About about() {
    Optional<User> user = caller.known();
    return new About(
        "Gridbourse",
        Version.text(),
        chain.chainId(),
        chain.contracts().hub().toString(),
        chain.contracts().token().toString(),
        clock.instant(),
        user.map(User::name).orElse(null),
        user.map(known -> known.account().toString()).orElse(null),
        user.map(known -> known.roles().stream().map(role -> role.wireName()).sorted().toList())
            .orElse(List.of()));
  }
}
