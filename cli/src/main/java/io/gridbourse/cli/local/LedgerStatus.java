package io.gridbourse.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.contracts.LedgerAddresses;
import java.io.IOException;
import java.nio.file.Path;

/** What can be said of the ledger of a home from outside, whether its chain runs or not. */
public final class LedgerStatus {
  private LedgerStatus() {}

  /** The addresses, and the head if the chain runs. */
  public static JsonNode of(Path folder) {
    Home home = new Home(folder);
    ServerSettings settings = new ServerSettings(home);
    LedgerAddresses ledger = settings.ledger();
    ObjectNode status =
        JsonNodeFactory.instance
            .objectNode()
            .put("chainId", ledger.chainId())
            .put("rpc", settings.rpc().toString())
            .put("hub", ledger.hub())
            .put("token", ledger.token())
            .put("appRegistry", ledger.appRegistry())
            .put("datasetRegistry", ledger.datasetRegistry())
            .put("workerpoolRegistry", ledger.workerpoolRegistry())
            .put("pool", settings.pool().address());
    try {
      JsonRpc node = new JsonRpc(settings.rpc());
      boolean ours = Long.decode(node.call("eth_chainId").asText()) == ledger.chainId();
      status.put("running", ours);
      if (ours) {
        status.put("block", Long.decode(node.call("eth_blockNumber").asText()));
      }
    } catch (IOException e) {
      status.put("running", false);
    }
    return status;
  }
}
