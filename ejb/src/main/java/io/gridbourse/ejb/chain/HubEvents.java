package io.gridbourse.ejb.chain;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.contracts.HubLogs;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.methods.response.Log;

/** Events of the hub from what the chain stores of them. */
public final class HubEvents {
  private HubEvents() {}

  /** The event, or empty if this server has no use for its kind. */
  public static Optional<HubEvent> decode(List<String> topics, String data) {
    Log log = new Log();
    log.setTopics(topics);
    log.setData(data);
    return HubLogs.decode(log);
  }
}
