package io.gridbourse.web.iexec;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** The server's own address, as the asker reached it. */
public final class ServerPlace {
  private ServerPlace() {}

  /** Scheme, host and port of the request, without a path. */
  public static String of(UriInfo uri) {
    URI base = uri.getBaseUri();
    return base.getScheme() + "://" + base.getAuthority();
  }
}
