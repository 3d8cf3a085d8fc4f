package io.gridbourse.web.http;

import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import io.gridbourse.ejb.start.Json;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/** Reads and writes JSON by the server's own rules. */
@Provider
@Priority(1)
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, ProblemException.MEDIA_TYPE})
public class JsonBody extends JacksonJsonProvider {
  public JsonBody() {
    super(Json.mapper());
  }
}
