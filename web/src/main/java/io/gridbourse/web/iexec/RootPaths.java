package io.gridbourse.web.iexec;

import io.gridbourse.web.http.SafetyHeadersFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Brings requests of iExec's client to its services. The client drops the path of a service's
 * address, so that all of them live at the root of the server, beside the console.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RootPaths implements Filter {
  /** Where the services really are. */
  public static final String BASE = "/iexec";

  private static final Pattern SERVED =
      Pattern.compile(
          "/secrets/web[23]"
              + "|/requesters/[^/]+/secrets/[^/]+"
              + "|/apps/[^/]+/secrets"
              + "|/[0-9]{1,20}/workerpools/[^/]+"
              + "|/tasks/[^/]+(?:/logs|/challenge)?"
              + "|/ipfs/[^/]+");

  /** Whether a path below the root is one of a service. */
  static boolean isServed(String path) {
    return SERVED.matcher(path).matches();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String path = http.getRequestURI().substring(http.getContextPath().length());
    if (isServed(path)) {
      SafetyHeadersFilter.set(request, response);
      request.getRequestDispatcher(BASE + path).forward(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
