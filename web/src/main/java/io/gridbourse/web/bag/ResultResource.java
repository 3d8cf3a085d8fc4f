package io.gridbourse.web.bag;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.ejb.bag.BagQueries;
import io.gridbourse.ejb.users.User;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Certified results. They are programs' output and nobody vouches for what a browser would make of
 * them: they come as attachments, without a type.
 */
@Path("/v1/bags")
@RequestScoped
@Tag(name = "results")
public class ResultResource {
  private static final String ZIP = "application/zip";

  @Inject private BagQueries bags;

  @Inject private Caller caller;

  /** One result. */
  @GET
  @Path("{bag}/results/{index}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "The certified result of a task")
  @APIResponseSchema(byte[].class)
  public Response result(@PathParam("bag") String bag, @PathParam("index") String index) {
    byte[] result =
        bags.result(caller.user(), bag, Index.of(index))
            .orElseThrow(() -> Problems.notFound("certified result of task", bag + "/" + index));
    return Response.ok(result)
        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(bag + "-" + index + ".bin"))
        .build();
  }

  /** All results of a range, one file a task. */
  @GET
  @Path("{bag}/results")
  @Produces(ZIP)
  @Operation(summary = "The certified results of a range of tasks, as a zip with a file a task")
  @APIResponseSchema(byte[].class)
  public Response results(
      @PathParam("bag") String bag,
      @QueryParam("first") @DefaultValue("0") long first,
      @QueryParam("count") @DefaultValue("100000000") long count) {
    if (first < 0 || count < 1 || count > BagSpec.TASKS_MAX) {
      throw Problems.invalid(
          "count", "The range of tasks is out of bounds.", "1 to " + BagSpec.TASKS_MAX);
    }
    User user = caller.user();
    if (!bags.exists(user, bag)) {
      throw BagResource.missing(bag);
    }
    StreamingOutput stream = out -> zip(user, bag, first, count, out);
    return Response.ok(stream)
        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(bag + ".zip"))
        .build();
  }

  private void zip(User user, String bag, long first, long count, OutputStream out)
      throws IOException {
    // The response's stream is the container's to close; a zip must only be finished.
    try (ZipOutputStream zip = new ZipOutputStream(unclosed(out))) {
      bags.results(
          user,
          bag,
          first,
          count,
          (index, outcome) -> {
            zip.putNextEntry(new ZipEntry(Long.toString(index)));
            zip.write(outcome);
            zip.closeEntry();
          });
    }
  }

  private static OutputStream unclosed(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  private static String attachment(String file) {
    return "attachment; filename=\"" + file.replaceAll("[^A-Za-z0-9.-]", "") + "\"";
  }
}
