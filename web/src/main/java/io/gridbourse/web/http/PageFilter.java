package io.gridbourse.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Serves the page of the REST interface, whose path belongs to the REST application. */
@WebFilter(
    urlPatterns = {"/api/docs", "/api/docs/*"},
    asyncSupported = true)
public class PageFilter implements Filter {
  private static final String SHOWN = "/api/docs";
  private static final String STORED = "/apidocs";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String path = http.getRequestURI().substring(http.getContextPath().length());
    if (path.equals(SHOWN)) {
      ((HttpServletResponse) response).sendRedirect(http.getContextPath() + SHOWN + "/");
      return;
    }
    String file = path.substring(SHOWN.length());
    if (!file.matches("/[a-z0-9.-]*")) {
      ((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    request
        .getRequestDispatcher(STORED + (file.equals("/") ? "/index.html" : file))
        .forward(request, response);
  }
}
