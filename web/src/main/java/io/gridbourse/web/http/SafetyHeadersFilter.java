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

/** Tells browsers to load nothing from elsewhere, guess no types and frame nothing. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SafetyHeadersFilter implements Filter {
  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self';"
          + " form-action 'self'; frame-ancestors 'none'";
  // The library that draws the page of the REST interface sets inline styles; no other page does.
  private static final String DOCS_POLICY = CONTENT_POLICY + "; style-src 'self' 'unsafe-inline'";
  private static final String DOCS = "/api/docs";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    set(request, response);
    chain.doFilter(request, response);
  }

  /** Sets the headers; filters that answer for the chain set them themselves. */
  public static void set(ServletRequest request, ServletResponse response) {
    HttpServletResponse http = (HttpServletResponse) response;
    http.setHeader("Content-Security-Policy", isDocs(request) ? DOCS_POLICY : CONTENT_POLICY);
    http.setHeader("X-Content-Type-Options", "nosniff");
    http.setHeader("X-Frame-Options", "DENY");
    http.setHeader("Referrer-Policy", "no-referrer");
    http.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  }

  private static boolean isDocs(ServletRequest request) {
    HttpServletRequest http = (HttpServletRequest) request;
    String path = http.getRequestURI().substring(http.getContextPath().length());
    return path.equals(DOCS) || path.startsWith(DOCS + "/");
  }
}
