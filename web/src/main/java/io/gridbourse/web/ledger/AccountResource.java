package io.gridbourse.web.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.LedgerViews.StatementView;
import io.gridbourse.domain.wire.Views.AccountView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.ledger.AccountQueries;
import io.gridbourse.ejb.ledger.AccountStatements;
import io.gridbourse.ejb.users.User;
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
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Money on the ledger, read at one block. */
@Path("/v1/accounts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "accounts")
public class AccountResource {
  /** Stands for the caller's own account. */
  private static final String MINE = "mine";

  @Inject private AccountQueries accounts;

  @Inject private AccountStatements statements;

  @Inject private Clock clock;

  @Inject private Caller caller;

  /** The caller's account; a page of all accounts for those who see all. */
  @GET
  @Operation(summary = "List accounts, those of the server's keys first")
  public Page<AccountView> list(
      @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") String cursor) {
    User user = caller.user();
    int rows = Limits.rows(limit);
    Optional<Address> after = Limits.cursor(cursor, Limits::address);
    return user.seesAll()
        ? accounts.list(rows, after)
        : new Page<>(List.of(accounts.find(user.account())), null);
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

  /** What happened to an account's money in a period. */
  @GET
  @Path("{address}/statement")
  @Operation(summary = "Statement of an account, optionally of one project or pool")
  public StatementView statement(
      @PathParam("address") String address,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("project") String project,
      @QueryParam("pool") String pool) {
    User user = caller.user();
    Address account = address.equals(MINE) ? user.account() : parse(address);
    if (!user.seesAll() && !user.account().equals(account)) {
      throw Problems.notFound("account", address);
    }
    AccountStatements.Only only =
        new AccountStatements.Only(
            Optional.ofNullable(project), Optional.ofNullable(pool).map(AccountResource::pool));
    try {
      return statements.statement(account, Periods.of(from, to, clock), only);
    } catch (AccountStatements.TooLong e) {
      throw Problems.invalid(
          "from",
          "The period has too many transactions.",
          AccountStatements.LINES_MAX + " lines; ask for a shorter period");
    }
  }

  private static Address pool(String text) {
    try {
      return new Address(text);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("pool", "This is no address of a pool.", "0x and 40 hex digits");
    }
  }

  private static Address parse(String text) {
    try {
      return new Address(text);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("account", text);
    }
  }
}
