package io.gridbourse.web.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/** Every request has an id: the client's if it gives a harmless one, else a new one. */
@Provider
@PreMatching
public class RequestIdFilter implements ContainerRequestFilter, ContainerResponseFilter {
  /** The header in which the id comes and goes. */
  public static final String HEADER = "X-Request-Id";

  private static final String HARMLESS = "[A-Za-z0-9._-]{1,64}";

  @Context private HttpServletRequest servlet;

  @Override
  public void filter(ContainerRequestContext request) {
    String given = request.getHeaderString(HEADER);
    String id = given != null && given.matches(HARMLESS) ? given : UUID.randomUUID().toString();
    servlet.setAttribute(HEADER, id);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle(HEADER, of(servlet));
  }

  static String of(HttpServletRequest request) {
    Object id = request.getAttribute(HEADER);
    return id == null ? "none" : id.toString();
  }
}
