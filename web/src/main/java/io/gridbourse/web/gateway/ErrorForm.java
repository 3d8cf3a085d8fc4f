package io.gridbourse.web.gateway;

import io.gridbourse.domain.wire.Views.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/** Problems in the form that the client shows: {@code {"ok":false,"error":"…"}}. */
@Provider
public class ErrorForm implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof Problem problem) {
      String remedy = problem.remedy() == null ? "" : " " + problem.remedy();
      response.setEntity(
          new Failure(false, problem.detail() + remedy, problem.code(), problem.field()),
          new Annotation[0],
          MediaType.APPLICATION_JSON_TYPE);
    }
  }

  /** A refusal; code and field are ours, other clients ignore them. */
  record Failure(boolean ok, String error, String code, String field) {}
}
