package io.gridbourse.web.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses long bodies: by their declared length at once, else while they stream in. */
@Provider
public class BodyLimitFilter implements ContainerRequestFilter {
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    BodyLimit limit = resource.getResourceMethod().getAnnotation(BodyLimit.class);
    long bytesMax = limit == null ? BodyLimit.DEFAULT_BYTES : limit.bytes();
    if (declaredLength(request) > bytesMax) {
      throw tooLarge(bytesMax);
    }
    if (request.hasEntity()) {
      request.setEntityStream(new LimitedStream(request.getEntityStream(), bytesMax));
    }
  }

  private static long declaredLength(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    // More digits than a long holds are too large whatever they say.
    if (length == null || !length.matches("[0-9]+")) {
      return -1;
    }
    return length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
  }

  private static ProblemException tooLarge(long bytesMax) {
    return new ProblemException(
        Problems.of(
            413,
            "BODY_TOO_LARGE",
            "The body is longer than %,d bytes.".formatted(bytesMax),
            "body",
            bytesMax + " bytes",
            "Put large inputs with PUT /api/v1/content and refer to them by their hash."));
  }

  /** Fails as soon as more than the limit was read. */
  private static final class LimitedStream extends FilterInputStream {
    private final long bytesMax;
    private long bytesRead;

    LimitedStream(InputStream in, long bytesMax) {
      super(in);
      this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int bytes) {
      bytesRead += bytes;
      if (bytesRead > bytesMax) {
        throw tooLarge(bytesMax);
      }
    }
  }
}
