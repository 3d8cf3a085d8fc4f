package io.gridbourse.web.data;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.data.ContentTooLarge;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.http.BodyLimit;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Puts apps and inputs where workers fetch them. */
@Path("/v1/content")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "data")
public class ContentResource {
  @Inject private ContentStore store;

  /** What was stored, and under which name. */
  public record ContentView(String content, long bytes) {}

  /** Stores the body; the same bytes twice are stored once. */
  @PUT
  @Consumes(MediaType.WILDCARD)
  @Needs({Role.PROVIDER, Role.REQUESTER})
  @BodyLimit(bytes = BodyLimit.CONTENT_BYTES)
  @Operation(summary = "Store the body under its SHA-256")
  public ContentView put(InputStream body) throws IOException {
    try {
      Sha256 name = store.put(body, store.bytesMax());
      return new ContentView("sha256:" + name.hex(), store.size(name).orElse(0));
    } catch (ContentTooLarge e) {
      throw new ProblemException(
          Problems.of(
              413,
              "BODY_TOO_LARGE",
              "The content is longer than %,d bytes.".formatted(e.bytesMax()),
              "body",
              e.bytesMax() + " bytes",
              "Raise gridbourse.content.bytes-max, or put less."));
    }
  }
}
