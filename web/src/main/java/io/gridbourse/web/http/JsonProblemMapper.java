package io.gridbourse.web.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.gridbourse.domain.wire.Views.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Collectors;

/** A body that is not the JSON we take; says where, and never shows a class name. */
@Provider
@Priority(1)
public class JsonProblemMapper implements ExceptionMapper<JsonProcessingException> {
  @Override
  public Response toResponse(JsonProcessingException failure) {
    if (failure.getCause() instanceof ProblemException problem) {
      return Problems.respond(problem.problem());
    }
    return Problems.respond(problem(failure));
  }

  /** The problem that a failure of reading JSON amounts to. */
  public static Problem problem(JsonProcessingException failure) {
    String field = field(failure);
    String place = place(failure.getLocation());
    String said = failure.getOriginalMessage();
    if (said != null && said.startsWith("Duplicate field")) {
      String detail = said.split("\\R", 2)[0] + place + ".";
      return Problems.of(400, "DUPLICATE_KEY", detail, field, null, "Give each key once.");
    }
    // Within a value of any form the reader tells only which member held what was too long.
    if (failure instanceof StreamConstraintsException
        || failure.getCause() instanceof StreamConstraintsException) {
      return Problems.of(
          400, "LIMIT_EXCEEDED", said.split("\\R", 2)[0], field, null, "Stay within the limit.");
    }
    if (failure instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds().stream()
              .map(Object::toString)
              .sorted()
              .collect(Collectors.joining(", "));
      String detail = "The key %s is not known here%s.".formatted(unknown.getPropertyName(), place);
      return Problems.of(400, "UNKNOWN_KEY", detail, field, null, "Known keys: " + known + ".");
    }
    if (failure instanceof JsonMappingException) {
      String detail = "The value%s does not fit its field%s.".formatted(named(field), place);
      return Problems.of(400, "INVALID_VALUE", detail, field, null, "See /api/docs/.");
    }
    return Problems.of(
        400, "INVALID_JSON", "The body is not JSON" + place + ".", "Check the syntax there.");
  }

  private static String field(JsonProcessingException failure) {
    if (!(failure instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return null;
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String named(String field) {
    return field == null ? "" : " of " + field;
  }

  private static String place(JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
  }
}
