package io.gridbourse.web.bag;

import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.OutputFile;
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
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
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
  @Operation(
      summary = "The certified result of a task",
      description = "Its standard output, or its output file; a zip of several output files.")
  @APIResponseSchema(byte[].class)
  public Response result(@PathParam("bag") String bag, @PathParam("index") String index) {
    byte[] result =
        bags.result(caller.user(), bag, Index.of(index))
            .orElseThrow(() -> Problems.notFound("certified result of task", bag + "/" + index));
    String name = bag + "-" + index;
    if (bags.outputs(caller.user(), bag).orElseThrow().isEmpty()) {
      return attached(result, name + ".bin");
    }
    List<OutputFile> files = OutputFile.unpack(result);
    return files.size() == 1
        ? attached(files.get(0).content(), name + "-" + files.get(0).lastName())
        : attached(zip(files), name + ".zip");
  }

  private static Response attached(byte[] content, String file) {
    return Response.ok(content).header(HttpHeaders.CONTENT_DISPOSITION, attachment(file)).build();
  }

  private static byte[] zip(List<OutputFile> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (OutputFile file : files) {
        add(zip, file.name(), file.content());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  /** All results of a range, one file a task. */
  @GET
  @Path("{bag}/results")
  @Produces(ZIP)
  @Operation(
      summary = "The certified results of a range of tasks, as a zip with a file a task",
      description = "Of a bag that declares outputs, a folder a task with its files.")
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
    boolean hasFiles =
        !bags.outputs(user, bag).orElseThrow(() -> BagResource.missing(bag)).isEmpty();
    StreamingOutput stream =
        out -> {
          // The response's stream is the container's to close; a zip must only be finished.
          try (ZipOutputStream zip = new ZipOutputStream(unclosed(out))) {
            bags.results(user, bag, first, count, hasFiles ? filesInto(zip) : outcomesInto(zip));
          }
        };
    return Response.ok(stream)
        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(bag + ".zip"))
        .build();
  }

  private static BagQueries.ResultVisitor outcomesInto(ZipOutputStream zip) {
    return (index, outcome) -> add(zip, Long.toString(index), outcome);
  }

  private static BagQueries.ResultVisitor filesInto(ZipOutputStream zip) {
    return (index, outcome) -> {
      for (OutputFile file : OutputFile.unpack(outcome)) {
        add(zip, index + "/" + file.name(), file.content());
      }
    };
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
