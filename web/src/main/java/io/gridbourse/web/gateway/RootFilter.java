package io.gridbourse.web.gateway;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Brings requests at the root to the application that answers them: the client takes a host and a
 * port for a service and drops any path, and the root itself belongs to the console.
 */
@WebFilter(
    urlPatterns = {
      "/challenge",
      "/apporders",
      "/apporders/*",
      "/datasetorders",
      "/datasetorders/*",
      "/workerpoolorders",
      "/workerpoolorders/*",
      "/requestorders",
      "/requestorders/*",
      "/deals",
      "/deals/*"
    },
    asyncSupported = true)
public class RootFilter implements Filter {
  private static final String APPLICATION = "/gateway";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String rest = http.getPathInfo() == null ? "" : http.getPathInfo();
    request
        .getRequestDispatcher(APPLICATION + http.getServletPath() + rest)
        .forward(request, response);
  }
}
