package io.gridbourse.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.Ledger;
import io.gridbourse.cli.local.LocalWorker;
import io.gridbourse.cli.output.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.web3j.protocol.core.DefaultBlockParameterName;

/** What everybody holds on the ledger at one moment, read from the hub itself. */
public final class Balances {
  private static final int RLC_DECIMALS = 9;

  private final Map<String, Holding> byRole;

  private Balances(Map<String, Holding> byRole) {
    this.byRole = byRole;
  }

  /** What one account holds in the hub, in nRLC. */
  public record Holding(BigInteger free, BigInteger locked, BigInteger pledged) {
    BigInteger total() {
      return free.add(locked);
    }
  }

  /** Reads all accounts of an installation. */
  public static Balances read(Installation installation) {
    return read(installation, Map.of());
  }

  /** The same, with accounts by role that were not there at its start. */
  static Balances read(Installation installation, Map<String, String> others) {
    Map<String, String> accounts = new LinkedHashMap<>();
    accounts.put("requester", installation.account("requester"));
    accounts.put("app owner", installation.account("provider"));
    accounts.put("pool owner", installation.account("operator"));
    for (LocalWorker worker : installation.workers()) {
      accounts.put(worker.name(), worker.address());
    }
    accounts.putAll(others);
    accounts.put("kitty", Ledger.KITTY);
    accounts.put("treasury", installation.ledger().treasuryAddress());
    Map<String, Holding> holdings = new LinkedHashMap<>();
    accounts.forEach((role, account) -> holdings.put(role, holding(installation, account)));
    return new Balances(holdings);
  }

  private static Holding holding(Installation installation, String address) {
    var calls = installation.ledger().calls();
    var account = calls.viewAccount(address, DefaultBlockParameterName.LATEST);
    var pledge = calls.viewPledge(address, DefaultBlockParameterName.LATEST);
    return new Holding(account.free(), account.locked(), pledge.seizable());
  }

  /** What an account holds. */
  public Holding of(String role) {
    return byRole.get(role);
  }

  /** All money of all accounts, which nothing that happens can change. */
  public BigInteger sum() {
    return byRole.values().stream().map(Holding::total).reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** A table of this, of {@code later}, and of the differences, in RLC. */
  public List<JsonNode> comparedTo(Balances later) {
    List<JsonNode> rows = new ArrayList<>();
    byRole.forEach(
        (role, before) -> {
          Holding after = later.of(role);
          rows.add(
              row(role, before.total(), after.total(), after.pledged().subtract(before.pledged())));
        });
    rows.add(row("sum", sum(), later.sum(), BigInteger.ZERO));
    return rows;
  }

  private static JsonNode row(String role, BigInteger before, BigInteger after, BigInteger pledge) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("account", role)
        .put("before", rlc(before))
        .put("after", rlc(after))
        .put("difference", signed(after.subtract(before)))
        .put("stake", pledge.signum() == 0 ? "" : signed(pledge));
  }

  /** The columns of the table. */
  public static List<Column> columns() {
    return List.of(
        Column.of("ACCOUNT", "/account"),
        Column.of("BEFORE (RLC)", "/before"),
        Column.of("AFTER (RLC)", "/after"),
        Column.of("DIFFERENCE", "/difference"),
        Column.of("OF ITS STAKE", "/stake"));
  }

  private static String signed(BigInteger nanoRlc) {
    return (nanoRlc.signum() > 0 ? "+" : "") + rlc(nanoRlc);
  }

  private static String rlc(BigInteger nanoRlc) {
    return new BigDecimal(nanoRlc, RLC_DECIMALS).toPlainString();
  }
}
