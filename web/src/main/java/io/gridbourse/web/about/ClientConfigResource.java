package io.gridbourse.web.about;

import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.web.iexec.ServerPlace;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How iExec's own client finds this installation. */
@Path("/v1/iexec-config")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "about")
public class ClientConfigResource {
  private static final String NAME = "gridbourse";
  @Inject private ChainSettings chain;

  @Context private UriInfo uri;

  /**
   * A chain and its services, in the words of the client's {@code chain.json}.
   *
   * @param id the chain's id, in decimal digits
   * @param host where the chain answers JSON-RPC
   */
  public record ClientChain(
      String id,
      String host,
      String hub,
      String sms,
      String iexecGateway,
      String ipfsGateway,
      String compass) {}

  /**
   * The whole file.
   *
   * @param defaultChain name of the chain that is used unless another is asked for
   */
  public record ClientConfig(
      @com.fasterxml.jackson.annotation.JsonProperty("default") String defaultChain,
      Map<String, ClientChain> chains) {}

  /** The client's {@code chain.json}. */
  @GET
  @Operation(summary = "The chain.json of iExec's client for this installation")
  public ClientConfig config() {
    String here = ServerPlace.of(uri);
    ClientChain described =
        new ClientChain(
            Long.toString(chain.chainId()),
            withoutPassword(chain.rpc()),
            chain.contracts().hub().hex(),
            here,
            here,
            here,
            here);
    return new ClientConfig(NAME, Map.of(NAME, described));
  }

  /** The endpoint without what may be secret in it. */
  private static String withoutPassword(URI rpc) {
    int port = rpc.getPort();
    return rpc.getScheme()
        + "://"
        + rpc.getHost()
        + (port < 0 ? "" : ":" + port)
        + (rpc.getRawPath() == null ? "" : rpc.getRawPath());
  }
}
