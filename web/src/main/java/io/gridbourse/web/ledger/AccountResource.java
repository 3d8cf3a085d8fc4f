package io.gridbourse.web.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.AccountView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.ledger.AccountQueries;
import io.gridbourse.ejb.users.User;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Money on the ledger, read at one block. */
@Path("/v1/accounts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "accounts")
public class AccountResource {
  @Inject private AccountQueries accounts;

  @Inject private Caller caller;

  /** The caller's account; all accounts for those who see all. */
  @GET
  @Operation(summary = "List accounts")
  public Page<AccountView> list() {
    User user = caller.user();
    List<AccountView> seen =
        user.seesAll() ? accounts.list() : List.of(accounts.find(user.account()));
    return new Page<>(seen, null);
  }

  /** One account. */
  @GET
  @Path("{address}")
  @Operation(summary = "One account, by address")
  public AccountView find(@PathParam("address") String address) {
    User user = caller.user();
    Address account = parse(address);
    if (!user.seesAll() && !user.account().equals(account)) {
      throw Problems.notFound("account", address);
    }
    return accounts.find(account);
  }

  private static Address parse(String text) {
    try {
      return new Address(text);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("account", text);
    }
  }
}
