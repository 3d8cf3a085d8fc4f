package io.gridbourse.web.iexec;

import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Address;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;

/**
 * A refusal in the form that iExec's client shows.
 *
 * @param ok always false
 */
public record Refusal(boolean ok, String error) {
  /** The answer of a refusal. */
  static Response answer(int status, String error) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON)
        .entity(new Refusal(false, error))
        .build();
  }

  /** An account or entry of a request. */
  static Address address(String field, String text) {
    try {
      return new Address(text == null ? "" : text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Refused(field + " must be 0x and 40 hex digits");
    }
  }

  /** A task of a request. */
  static TaskId task(String text) {
    try {
      return new TaskId(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Refused("a task id is 0x and 64 hex digits");
    }
  }

  /** A request that cannot be understood. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String error) {
      super(error, null, false, false);
    }
  }

  /** Answers for {@link Refused}. */
  @Provider
  public static class Mapper implements ExceptionMapper<Refused> {
    @Override
    public Response toResponse(Refused refused) {
      return answer(400, refused.getMessage());
    }
  }
}
