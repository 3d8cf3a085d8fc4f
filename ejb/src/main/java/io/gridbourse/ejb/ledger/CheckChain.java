package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.chain.Endpoint;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.SettingsRefusal;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Makes sure that the chain behind the endpoint is the one of the settings and of this database,
 * before anything is sent to it or believed from it.
 */
@ApplicationScoped
public class CheckChain {
  private Endpoint endpoint;
  private Chain chain;
  private ChainSettings settings;
  private ChainRows rows;

  protected CheckChain() {}

  /** A check of this chain. */
  @Inject
  public CheckChain(Endpoint endpoint, Chain chain, ChainSettings settings, DataSource database) {
    this.endpoint = endpoint;
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
    List<Endpoint.Identity> ours = ours();
    rows.cursor().ifPresent(cursor -> compare(cursor, ours));
    endpoint.pin(rows.cursor().map(ChainRows.Cursor::genesis).orElse(ours.get(0).genesis()));
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
  }

  /** Those endpoints that serve our chain: at least one. Others are left alone while we run. */
  private List<Endpoint.Identity> ours() {
    List<Endpoint.Identity> all = endpoint.identities();
    if (all.isEmpty()) {
      throw new ChainUnavailable("no endpoint of the chain answers");
    }
    List<Endpoint.Identity> ours =
        all.stream().filter(each -> each.chainId() == settings.chainId()).toList();
    if (ours.isEmpty()) {
      throw new SettingsRefusal(
          "the chain at "
              + all.get(0).address()
              + " has id "
              + all.get(0).chainId()
              + ", gridbourse.chain.id is "
              + settings.chainId()
              + ": point gridbourse.chain.rpc at a node of our chain");
    }
    return ours;
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

  private void compare(ChainRows.Cursor cursor, List<Endpoint.Identity> ours) {
    if (ours.stream().noneMatch(each -> each.genesis().equals(cursor.genesis()))) {
      throw new SettingsRefusal(
          "the chain at "
              + ours.get(0).address()
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
