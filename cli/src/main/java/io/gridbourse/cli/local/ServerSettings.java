package io.gridbourse.cli.local;

import io.gridbourse.contracts.LedgerAddresses;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The server's settings file, {@code HOME/gridbourse.properties}. */
final class ServerSettings {
  private static final String FILE = "gridbourse.properties";
  private static final String CHAIN = "gridbourse.chain.";
  private static final String OFFERS = "XS:1000000,S:4000000,M:12000000,L:36000000,XL:120000000";

  private final Home home;

  ServerSettings(Home home) {
    this.home = home;
  }

  /** Writes the settings of a new installation. */
  void write(URI rpc, LedgerAddresses ledger, Pool pool, Extras extras) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("gridbourse.home", home.folder().toString());
    settings.put(CHAIN + "rpc", rpc.toString());
    settings.put(CHAIN + "id", Long.toString(ledger.chainId()));
    settings.put(CHAIN + "hub", ledger.hub());
    settings.put(CHAIN + "token", ledger.token());
    settings.put(CHAIN + "app-registry", ledger.appRegistry());
    settings.put(CHAIN + "dataset-registry", ledger.datasetRegistry());
    settings.put(CHAIN + "workerpool-registry", ledger.workerpoolRegistry());
    settings.put(CHAIN + "finality", "finalized");
    settings.put(CHAIN + "poll", "PT0.25S");
    settings.put("gridbourse.keys.folder", home.at("keys").toString());
    settings.put("gridbourse.keys.password-file", home.at("keys/password").toString());
    settings.put("gridbourse.pool.address", pool.address());
    settings.put("gridbourse.pool.description", pool.description());
    settings.put("gridbourse.pool.offers", OFFERS);
    settings.put("gridbourse.record.anchors", extras.anchors());
    settings.put("gridbourse.record.anchor-every", "PT30S");
    settings.put("gridbourse.support.provisioner", "local");
    settings.put("gridbourse.support.homes", home.at(Installation.SUPPORT).toString());
    settings.put("gridbourse.insurance.contract", extras.insurance());
    settings.put("gridbourse.users.file", home.at("users.json").toString());
    write(settings);
  }

  /** Contracts beside the ledger's own: the roots of the side record, and the insurance. */
  record Extras(String anchors, String insurance) {}

  /** Where the insurance is; empty for a home of an earlier version. */
  Optional<String> insurance() {
    return Optional.ofNullable(read().getProperty("gridbourse.insurance.contract"));
  }

  /** The pool of the installation. */
  record Pool(String address, String description) {}

  /** Notes where the chain is now; all else stays as its owner may have changed it. */
  void moveChain(URI rpc) {
    String text = home.read(FILE);
    String line = CHAIN + "rpc=" + rpc;
    home.write(
        FILE,
        text.replaceAll("(?m)^" + CHAIN.replace(".", "\\.") + "rpc=.*$", line.replace("$", "\\$"))
            + "\n");
  }

  LedgerAddresses ledger() {
    Properties properties = read();
    return new LedgerAddresses(
        properties.getProperty(CHAIN + "hub"),
        properties.getProperty(CHAIN + "token"),
        properties.getProperty(CHAIN + "app-registry"),
        properties.getProperty(CHAIN + "dataset-registry"),
        properties.getProperty(CHAIN + "workerpool-registry"),
        Long.parseLong(properties.getProperty(CHAIN + "id")));
  }

  URI rpc() {
    String all = read().getProperty(CHAIN + "rpc");
    return URI.create(all.split(",", -1)[0].strip());
  }

  Pool pool() {
    Properties properties = read();
    return new Pool(
        properties.getProperty("gridbourse.pool.address"),
        properties.getProperty("gridbourse.pool.description"));
  }

  private Properties read() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(home.read(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /** Adds settings that are not there yet. */
  void add(Map<String, String> settings) {
    write(home.read(FILE) + "\n", settings);
  }

  private void write(Map<String, String> settings) {
    write("# Settings of this server; read at its start.\n", settings);
  }

  private void write(String before, Map<String, String> settings) {
    StringBuilder text = new StringBuilder(before);
    settings.forEach(
        (key, value) ->
            text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    home.write(FILE, text.toString());
  }
}
