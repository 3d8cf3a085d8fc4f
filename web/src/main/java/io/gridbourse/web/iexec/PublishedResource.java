package io.gridbourse.web.iexec;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.bag.PublishResult;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/**
 * Results that the ledger names. The name is the SHA-256 of the archive, so that it can be checked
 * and kept for good.
 */
@Path("/ipfs")
@RequestScoped
public class PublishedResource {
  @Inject private PublishResult published;

  /** An archive. */
  @GET
  @Path("{name}")
  @Produces({"application/zip", MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  public Response find(@PathParam("name") String name) {
    Optional<InputStream> archive =
        name.matches("[0-9a-f]{64}") ? published.open(new Sha256(name)) : Optional.empty();
    return archive
        .map(
            bytes ->
                Response.ok(bytes)
                    .type("application/zip")
                    .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + name + ".zip\"")
                    .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                    .header(HttpHeaders.ETAG, '"' + name + '"')
                    .build())
        .orElseGet(() -> Refusal.answer(404, "no result is published under this name"));
  }
}
