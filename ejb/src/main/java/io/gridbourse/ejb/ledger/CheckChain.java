package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.SettingsRefusal;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Makes sure that the chain behind the endpoint is the one of the settings and of this database,
 * before anything is sent to it or believed from it.
 */
@ApplicationScoped
public class CheckChain {
  private Chain chain;
  private ChainSettings settings;
  private ChainRows rows;

  protected CheckChain() {}

  /** A check of this chain. */
  @Inject
  public CheckChain(Chain chain, ChainSettings settings, DataSource database) {
    this.chain = chain;
    this.settings = settings;
    this.rows = new ChainRows(new Sql(database), settings.chainId());
  }

  /**
   * Checks id, contracts and genesis.
   *
   * @throws SettingsRefusal if it is not our chain; the message says what to do
   * @throws ChainUnavailable if the endpoint does not answer
   */
  public void check() {
    long id = chain.chainId();
    if (id != settings.chainId()) {
      throw new SettingsRefusal(
          "the chain at "
              + settings.rpc()
              + " has id "
              + id
              + ", gridbourse.chain.id is "
              + settings.chainId()
              + ": point gridbourse.chain.rpc at a node of our chain");
    }
    contracts()
        .forEach(
            (key, address) -> {
              if (!chain.hasCode(address)) {
                throw new SettingsRefusal(
                    "gridbourse.chain."
                        + key
                        + " is "
                        + address
                        + ", where the chain has no contract: correct it, or deploy the ledger"
                        + " with gridbourse ledger init");
              }
            });
    rows.otherChain().ifPresent(this::refuseOther);
    rows.cursor().ifPresent(this::compare);
  }

  private Map<String, Address> contracts() {
    ChainSettings.Contracts contracts = settings.contracts();
    Map<String, Address> named = new LinkedHashMap<>();
    named.put("hub", contracts.hub());
    named.put("token", contracts.token());
    named.put("app-registry", contracts.appRegistry());
    named.put("dataset-registry", contracts.datasetRegistry());
    named.put("workerpool-registry", contracts.workerpoolRegistry());
    return named;
  }

  private void compare(ChainRows.Cursor cursor) {
    Optional<Bytes32> genesis = chain.block(0).map(Chain.Block::hash);
    if (!genesis.equals(Optional.of(cursor.genesis()))) {
      throw new SettingsRefusal(
          "the chain at "
              + settings.rpc()
              + " has the id of ours but begins with another block: it was set up anew; point"
              + " gridbourse.chain.rpc at the old chain, or start with an empty database");
    }
    if (!cursor.hub().equals(settings.contracts().hub())) {
      throw new SettingsRefusal(
          "this database follows the hub "
              + cursor.hub()
              + ", gridbourse.chain.hub is "
              + settings.contracts().hub()
              + ": correct it, or start with an empty database");
    }
  }

  private void refuseOther(long other) {
    throw new SettingsRefusal(
        "this database follows the chain "
            + other
            + ", gridbourse.chain.id is "
            + settings.chainId()
            + ": use the database of this chain, or an empty one");
  }
}
