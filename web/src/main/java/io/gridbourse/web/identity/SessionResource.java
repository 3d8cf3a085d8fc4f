package io.gridbourse.web.identity;

import io.gridbourse.ejb.session.Session;
import io.gridbourse.ejb.session.Sessions;
import io.gridbourse.ejb.users.User;
import io.gridbourse.ejb.users.Users;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signing in with a browser. */
@Path("/v1/session")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "session")
public class SessionResource {
  static final String COOKIE = "gridbourse_session";

  @Inject private Users users;

  @EJB private Sessions sessions;

  @Context private UriInfo uri;

  /** A token to sign in with. */
  public record SignIn(String token) {}

  /** An open session, for the page that shows it. */
  public record SessionView(String user, List<String> roles, String csrf, String expires) {}

  /** Opens a session: the cookie is unreadable for scripts and sent to this site alone. */
  @POST
  @Open
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Sign in with a token; sets a cookie")
  @APIResponseSchema(SessionView.class)
  public Response open(SignIn signIn) {
    if (signIn == null || signIn.token() == null) {
      throw Problems.invalid("token", "The body must hold a token.", null);
    }
    User user = users.byToken(signIn.token()).orElseThrow(Caller::unknown);
    Sessions.Opened opened = sessions.open(user);
    return Response.ok(view(opened.session()))
        .cookie(cookie(opened.secret(), (int) Sessions.LIFE.toSeconds()))
        .build();
  }

  /** The open session, so that a reloaded page finds its CSRF value again. */
  @GET
  @Operation(summary = "The open session")
  public SessionView session(@CookieParam(COOKIE) String secret) {
    if (secret == null) {
      throw Problems.notFound("session", "here");
    }
    return view(
        sessions
            .find(secret)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problems.of(
                            401, "TOKEN_EXPIRED", "The session has ended.", "Sign in again."))));
  }

  /** Ends the session. */
  @DELETE
  @Operation(summary = "Sign out")
  @APIResponseSchema(value = Void.class, responseCode = "204")
  public Response close(@CookieParam(COOKIE) String secret) {
    if (secret != null) {
      sessions.close(secret);
    }
    return Response.noContent().cookie(cookie("", 0)).build();
  }

  private NewCookie cookie(String value, int seconds) {
    return new NewCookie.Builder(COOKIE)
        .value(value)
        .path("/")
        .httpOnly(true)
        .secure("https".equals(uri.getRequestUri().getScheme()))
        .sameSite(NewCookie.SameSite.STRICT)
        .maxAge(seconds)
        .build();
  }

  private static SessionView view(Session session) {
    return new SessionView(
        session.user().name(),
        session.user().roles().stream().map(role -> role.wireName()).sorted().toList(),
        session.csrf(),
        session.expires().toString());
  }
}
