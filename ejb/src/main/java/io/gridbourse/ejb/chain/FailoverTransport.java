package io.gridbourse.ejb.chain;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.web3j.protocol.Service;

/** web3j's own calls by way of all endpoints. */
final class FailoverTransport extends Service {
  private final Endpoint endpoint;

  FailoverTransport(Endpoint endpoint) {
    super(false);
    this.endpoint = endpoint;
  }

  @Override
  protected InputStream performIO(String payload) {
    return new ByteArrayInputStream(endpoint.post(payload));
  }

  @Override
  public void close() {
    // Connections end by themselves after a minute.
  }
}
