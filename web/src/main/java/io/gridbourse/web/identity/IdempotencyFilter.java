package io.gridbourse.web.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.session.Answer;
import io.gridbourse.ejb.session.Answers;
import io.gridbourse.ejb.session.Claim;
import io.gridbourse.ejb.start.Json;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import jakarta.annotation.Priority;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A POST with an {@code Idempotency-Key} takes effect once: the same key and body get the same
 * answer, another body is a conflict. A refused request leaves no trace and may be tried again.
 */
@Provider
@Priority(Priorities.USER)
public class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {
  /** The header of the key. */
  public static final String HEADER = "Idempotency-Key";

  private static final String CLAIMED = IdempotencyFilter.class.getName();
  private static final String EFFECT = CLAIMED + ".effect";
  private static final String KEY_FORM = "[\\x21-\\x7e]{1,200}";
  private static final int REFUSED_FROM = 300;

  @EJB private Answers answers;

  @Inject private Caller caller;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    String key = request.getHeaderString(HEADER);
    if (key == null || !"POST".equals(request.getMethod()) || caller.known().isEmpty()) {
      return;
    }
    if (!key.matches(KEY_FORM)) {
      throw Problems.invalid(HEADER, "The key is not usable.", "1 to 200 visible ASCII characters");
    }
    byte[] body = request.getEntityStream().readAllBytes();
    request.setEntityStream(new ByteArrayInputStream(body));
    String route = request.getMethod() + " " + request.getUriInfo().getRequestUri().getRawPath();
    String query = request.getUriInfo().getRequestUri().getRawQuery();
    Claim claim =
        answers.claim(
            caller.user().name(),
            key,
            query == null ? route : route + "?" + query,
            Sha256.of(body));
    if (claim instanceof Claim.Answered before) {
      request.abortWith(repeat(before.answer()));
    } else if (claim instanceof Claim.Conflict) {
      throw new ProblemException(
          Problems.of(
              409,
              "IDEMPOTENCY_CONFLICT",
              "The key was used for another request.",
              HEADER,
              null,
              "Use a new key for a new request."));
    } else if (claim instanceof Claim.InProgress) {
      throw new ProblemException(
          Problems.of(
              409,
              "IDEMPOTENCY_IN_PROGRESS",
              "The same request is being worked on.",
              "Ask again in a second with the same key."));
    } else {
      if (claim instanceof Claim.Done done) {
        request.setProperty(EFFECT, done.effect());
      }
      request.setProperty(CLAIMED, key);
    }
  }

  /** The key of the running request, if it has one. */
  public static Optional<String> key(ContainerRequestContext request) {
    return Optional.ofNullable((String) request.getProperty(CLAIMED));
  }

  /** What the running request made when it was made before and its answer was lost. */
  public static Optional<String> effect(ContainerRequestContext request) {
    return Optional.ofNullable((String) request.getProperty(EFFECT));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response)
      throws IOException {
    if (!(request.getProperty(CLAIMED) instanceof String key)) {
      return;
    }
    String user = caller.user().name();
    if (response.getStatus() >= REFUSED_FROM) {
      answers.release(user, key);
      return;
    }
    byte[] body = bytes(response.getEntity());
    MediaType type = response.getMediaType();
    Optional<String> location = Optional.ofNullable(response.getHeaderString(HttpHeaders.LOCATION));
    String contentType = type == null ? MediaType.APPLICATION_JSON : type.toString();
    answers.keep(user, key, new Answer(response.getStatus(), contentType, location, body));
    if (response.hasEntity()) {
      response.setEntity(body, null, MediaType.valueOf(contentType));
    }
  }

  private static Response repeat(Answer answer) {
    Response.ResponseBuilder response =
        Response.status(answer.status()).header("Idempotent-Replay", "true");
    answer.location().ifPresent(at -> response.header(HttpHeaders.LOCATION, at));
    if (answer.body().length > 0) {
      response.type(answer.contentType()).entity(answer.body());
    }
    return response.build();
  }

  private static byte[] bytes(Object entity) throws JsonProcessingException {
    if (entity == null) {
      return new byte[0];
    }
    if (entity instanceof byte[] bytes) {
      return bytes;
    }
    return entity instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : Json.mapper().writeValueAsBytes(entity);
  }
}
