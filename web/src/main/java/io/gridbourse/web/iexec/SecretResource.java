package io.gridbourse.web.iexec;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.secret.SecretKind;
import io.gridbourse.ejb.secret.SecretOutcome;
import io.gridbourse.ejb.secret.SetSecret;
import io.gridbourse.web.http.BodyLimit;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The secrets service: owners set their secrets, anybody may ask whether one is set, nobody is told
 * a value.
 */
@Path("/")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class SecretResource {
  private static final long BODY_BYTES_MAX = 8_192;
  @EJB private SetSecret secrets;

  /** Whether a dataset's key is set. */
  @HEAD
  @Path("secrets/web3")
  public Response hasWeb3(@QueryParam("secretAddress") String dataset) {
    return has(SecretKind.WEB3, Refusal.address("secretAddress", dataset), "");
  }

  /** Sets a dataset's key, by its owner. */
  @POST
  @Path("secrets/web3")
  @BodyLimit(bytes = BODY_BYTES_MAX)
  public Response setWeb3(
      @QueryParam("secretAddress") String dataset,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String signature,
      String value) {
    return set(
        new Wish(SecretKind.WEB3, Refusal.address("secretAddress", dataset), ""),
        value,
        signature,
        false);
  }

  /** Whether a person's secret of a name is set. */
  @HEAD
  @Path("secrets/web2")
  public Response hasWeb2(
      @QueryParam("ownerAddress") String owner, @QueryParam("secretName") String name) {
    return has(SecretKind.WEB2, Refusal.address("ownerAddress", owner), name);
  }

  /** Sets a person's secret. */
  @POST
  @Path("secrets/web2")
  @BodyLimit(bytes = BODY_BYTES_MAX)
  public Response setWeb2(
      @QueryParam("ownerAddress") String owner,
      @QueryParam("secretName") String name,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String signature,
      String value) {
    return set(
        new Wish(SecretKind.WEB2, Refusal.address("ownerAddress", owner), name),
        value,
        signature,
        false);
  }

  /** Sets a person's secret anew. */
  @PUT
  @Path("secrets/web2")
  @BodyLimit(bytes = BODY_BYTES_MAX)
  public Response replaceWeb2(
      @QueryParam("ownerAddress") String owner,
      @QueryParam("secretName") String name,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String signature,
      String value) {
    return set(
        new Wish(SecretKind.WEB2, Refusal.address("ownerAddress", owner), name),
        value,
        signature,
        true);
  }

  /** Whether a requester's secret is set. */
  @HEAD
  @Path("requesters/{requester}/secrets/{name}")
  public Response hasRequester(
      @PathParam("requester") String requester, @PathParam("name") String name) {
    return has(SecretKind.REQUESTER, Refusal.address("the requester", requester), name);
  }

  /** Sets a requester's secret. */
  @POST
  @Path("requesters/{requester}/secrets/{name}")
  @BodyLimit(bytes = BODY_BYTES_MAX)
  public Response setRequester(
      @PathParam("requester") String requester,
      @PathParam("name") String name,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String signature,
      String value) {
    return set(
        new Wish(SecretKind.REQUESTER, Refusal.address("the requester", requester), name),
        value,
        signature,
        false);
  }

  /** Whether an app's secret is set. */
  @HEAD
  @Path("apps/{app}/secrets")
  public Response hasApp(@PathParam("app") String app) {
    return has(SecretKind.APP, Refusal.address("the app", app), SetSecret.APP_SECRET);
  }

  /** Sets an app's secret, by its owner. */
  @POST
  @Path("apps/{app}/secrets")
  @BodyLimit(bytes = BODY_BYTES_MAX)
  public Response setApp(
      @PathParam("app") String app,
      @HeaderParam(HttpHeaders.AUTHORIZATION) String signature,
      String value) {
    return set(
        new Wish(SecretKind.APP, Refusal.address("the app", app), SetSecret.APP_SECRET),
        value,
        signature,
        false);
  }

  private record Wish(SecretKind kind, Address owner, String name) {}

  private Response has(SecretKind kind, Address owner, String name) {
    boolean set = name != null && secrets.isSet(kind, owner, name);
    return Response.status(set ? Response.Status.NO_CONTENT : Response.Status.NOT_FOUND).build();
  }

  private Response set(Wish wish, String value, String signature, boolean replace) {
    if (signature == null || value == null || wish.name() == null) {
      return Refusal.answer(401, "the owner's signature, a name and a value are needed");
    }
    SecretOutcome outcome =
        secrets.set(wish.kind(), wish.owner(), wish.name(), value, signature, replace);
    return switch (outcome) {
      case KEPT -> Response.noContent().build();
      case EXISTS -> Refusal.answer(409, "the secret is set and cannot be replaced");
      case NOT_OWNER -> Refusal.answer(401, "only the owner of " + wish.owner() + " sets this");
      case INVALID ->
          Refusal.answer(
              400,
              "a secret has 1 to "
                  + SetSecret.BYTES_MAX
                  + " bytes, its name 1 to "
                  + SetSecret.NAME_MAX
                  + " characters");
      case TOO_MANY ->
          Refusal.answer(429, "an owner has at most " + SetSecret.PER_OWNER_MAX + " secrets");
    };
  }
}
