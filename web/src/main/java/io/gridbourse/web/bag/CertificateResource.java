package io.gridbourse.web.bag;

import io.gridbourse.domain.wire.CertificateViews.SignedView;
import io.gridbourse.ejb.bag.CertificatePdf;
import io.gridbourse.ejb.bag.SignedCertificates;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Certificates as signed documents, in JSON and as PDF with the JSON attached. */
@Path("/v1/bags")
@RequestScoped
@Tag(name = "certificates")
public class CertificateResource {
  private static final String PDF = "application/pdf";
  private static final int CONFLICT = 409;

  @Inject private SignedCertificates certificates;

  @Inject private Caller caller;

  @Context private HttpHeaders headers;

  /** The certificate of a bag. */
  @GET
  @Path("{bag}/certificate")
  @Produces({MediaType.APPLICATION_JSON, PDF})
  @Operation(
      summary = "The signed certificate of a bag that has ended",
      description = "As PDF with Accept: application/pdf, or with format=pdf.")
  @APIResponseSchema(SignedView.class)
  public Response ofBag(@PathParam("bag") String bag, @QueryParam("format") String format) {
    boolean isPdf = isPdf(format);
    return respond(
        certificates.ofBag(caller.user(), bag).orElseThrow(() -> BagResource.missing(bag)),
        bag,
        isPdf);
  }

  /** The certificate of a task. */
  @GET
  @Path("{bag}/tasks/{index}/certificate")
  @Produces({MediaType.APPLICATION_JSON, PDF})
  @Operation(
      summary = "The signed certificate of a task whose partition is settled",
      description = "As PDF with Accept: application/pdf, or with format=pdf.")
  @APIResponseSchema(SignedView.class)
  public Response ofTask(
      @PathParam("bag") String bag,
      @PathParam("index") String index,
      @QueryParam("format") String format) {
    boolean isPdf = isPdf(format);
    return respond(
        certificates
            .ofTask(caller.user(), bag, Index.of(index))
            .orElseThrow(() -> Problems.notFound("task", bag + "/" + index)),
        bag + "-" + index,
        isPdf);
  }

  private boolean isPdf(String format) {
    if (format == null) {
      return headers.getAcceptableMediaTypes().stream()
          .map(type -> type.getType() + "/" + type.getSubtype())
          .filter(type -> type.equals(PDF) || type.equals(MediaType.APPLICATION_JSON))
          .findFirst()
          .filter(PDF::equals)
          .isPresent();
    }
    return switch (format) {
      case "json" -> false;
      case "pdf" -> true;
      default ->
          throw Problems.invalid("format", "The parameter format is json or pdf.", "json, pdf");
    };
  }

  private static Response respond(SignedCertificates.Issued issued, String name, boolean isPdf) {
    SignedView document =
        issued
            .document()
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problems.of(
                            CONFLICT,
                            "NOT_CERTIFIED",
                            "There is no certificate yet: %s."
                                .formatted(issued.notYet().orElse("")),
                            "Ask again once the bag is COMPLETED; gridbourse why says what it"
                                + " waits for.")));
    return Response.ok(
            isPdf ? CertificatePdf.of(document) : SignedCertificates.bytes(document),
            isPdf ? PDF : MediaType.APPLICATION_JSON)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"certificate-%s.%s\""
                .formatted(name.replaceAll("[^A-Za-z0-9.-]", ""), isPdf ? "pdf" : "json"))
        .build();
  }
}
