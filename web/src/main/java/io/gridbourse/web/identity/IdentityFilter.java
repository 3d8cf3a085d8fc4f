package io.gridbourse.web.identity;

import io.gridbourse.ejb.session.Session;
import io.gridbourse.ejb.session.Sessions;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.ejb.users.User;
import io.gridbourse.ejb.users.Users;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import jakarta.annotation.Priority;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out who asks, by what comes: a bearer token or the cookie of a session. Nobody unknown gets
 * further than the methods marked {@link Open}; a change by cookie needs the session's CSRF header.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class IdentityFilter implements ContainerRequestFilter {
  /** Repeats the session's CSRF value. */
  public static final String CSRF_HEADER = "X-CSRF-Token";

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String BEARER = "Bearer ";
  private static final int TOKEN_CHARACTERS_MAX = 512;

  @Context private ResourceInfo resource;

  @Inject private Users users;

  @EJB private Sessions sessions;

  @Inject private Caller caller;

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    boolean open = method.isAnnotationPresent(Open.class);
    Optional<User> user = identify(request, open);
    if (user.isEmpty() && !open) {
      throw Caller.unknown();
    }
    user.ifPresent(caller::is);
    Needs needs = method.getAnnotation(Needs.class);
    if (needs != null && Arrays.stream(needs.value()).noneMatch(caller.user()::has)) {
      throw Problems.notAllowed(
          Arrays.stream(needs.value()).map(Role::wireName).collect(Collectors.joining(" or ")));
    }
  }

  private Optional<User> identify(ContainerRequestContext request, boolean open) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header != null) {
      return Optional.of(byToken(header));
    }
    Cookie cookie = request.getCookies().get(SessionResource.COOKIE);
    if (cookie == null) {
      return Optional.empty();
    }
    Optional<Session> session = sessions.find(cookie.getValue());
    if (session.isEmpty() && !open) {
      throw new ProblemException(
          Problems.of(401, "TOKEN_EXPIRED", "The session has ended.", "Sign in again."));
    }
    if (session.isPresent() && !SAFE_METHODS.contains(request.getMethod()) && !open) {
      requireCsrf(request, session.get());
    }
    return session.map(Session::user);
  }

  private User byToken(String header) {
    if (!header.startsWith(BEARER) || header.length() > TOKEN_CHARACTERS_MAX) {
      throw Caller.unknown();
    }
    return users.byToken(header.substring(BEARER.length()).strip()).orElseThrow(Caller::unknown);
  }

  private static void requireCsrf(ContainerRequestContext request, Session session) {
    String given = request.getHeaderString(CSRF_HEADER);
    if (given == null || !same(given, session.csrf())) {
      throw new ProblemException(
          Problems.of(
              403,
              "CSRF_MISSING",
              "A change by cookie needs the header %s.".formatted(CSRF_HEADER),
              "Send the csrf value of POST /api/v1/session, or use a bearer token."));
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
