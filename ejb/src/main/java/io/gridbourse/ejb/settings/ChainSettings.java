package io.gridbourse.ejb.settings;

import io.gridbourse.domain.value.Address;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The chain that holds the ledger.
 *
 * @param rpcs addresses of its JSON-RPC endpoints, http or https, at most {@value #ENDPOINTS_MAX};
 *     the first that is well is asked
 * @param chainId id that the chain must answer
 * @param startBlock block from which events are read; nothing of ours may be earlier
 * @param poll time between two looks at the head
 * @param bumpAfter time without inclusion after which a transaction's fees are raised
 * @param auditAt time of day, UTC, at which all accounts are compared with the ledger
 */
public record ChainSettings(
    List<URI> rpcs,
    long chainId,
    Contracts contracts,
    Finality finality,
    long startBlock,
    Duration poll,
    Duration bumpAfter,
    LocalTime auditAt) {
  /** Endpoints that may be listed. */
  public static final int ENDPOINTS_MAX = 9;

  private static final String PREFIX = "gridbourse.chain.";

  public ChainSettings {
    rpcs = List.copyOf(rpcs);
  }

  /** The first endpoint. */
  public URI rpc() {
    return rpcs.get(0);
  }

  static ChainSettings from(SettingsFile file) {
    String address = "0x and 40 hex digits";
    return new ChainSettings(
        file.parsed(
            PREFIX + "rpc",
            "1 to " + ENDPOINTS_MAX + " different addresses http://... or https://... with commas",
            ChainSettings::endpoints),
        file.parsed(PREFIX + "id", "a whole number from 1", ChainSettings::positive),
        new Contracts(
            file.parsed(PREFIX + "hub", address, Address::new),
            file.parsed(PREFIX + "token", address, Address::new),
            file.parsed(PREFIX + "app-registry", address, Address::new),
            file.parsed(PREFIX + "dataset-registry", address, Address::new),
            file.parsed(PREFIX + "workerpool-registry", address, Address::new)),
        file.parsed(PREFIX + "finality", "finalized or confirmations:N", Finality::parse),
        file.number(PREFIX + "start-block", 0, 0, Long.MAX_VALUE / 10),
        file.duration(
            PREFIX + "poll", Duration.ofMillis(250), Duration.ofMillis(50), Duration.ofMinutes(1)),
        file.duration(
            PREFIX + "bump-after",
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            Duration.ofHours(1)),
        file.optional(PREFIX + "audit-at").isEmpty()
            ? LocalTime.of(3, 0)
            : file.parsed(PREFIX + "audit-at", "a time of day in UTC, HH:MM", LocalTime::parse));
  }

  private static long positive(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new IllegalArgumentException("not a whole number from 1");
    }
    return Long.parseLong(text);
  }

  private static List<URI> endpoints(String text) {
    List<URI> all = Stream.of(text.split(",", -1)).map(ChainSettings::http).toList();
    if (all.size() > ENDPOINTS_MAX) {
      throw new IllegalArgumentException(all.size() + " addresses");
    }
    if (Set.copyOf(all).size() < all.size()) {
      throw new IllegalArgumentException("an address is there twice, and would vote twice");
    }
    return all;
  }

  private static URI http(String text) {
    URI uri = URI.create(text.strip());
    if (uri.getHost() == null || !("http".equals(uri.getScheme()) || https(uri))) {
      throw new IllegalArgumentException("no http address");
    }
    return uri;
  }

  private static boolean https(URI uri) {
    return "https".equals(uri.getScheme());
  }

  /** The ledger's contracts. */
  public record Contracts(
      Address hub,
      Address token,
      Address appRegistry,
      Address datasetRegistry,
      Address workerpoolRegistry) {}

  /**
   * When a block counts as final.
   *
   * @param confirmations blocks that must follow; -1 asks the chain for its finalized block
   */
  public record Finality(int confirmations) {
    private static final String BY_COUNT = "confirmations:";

    /** Reads {@code finalized} or {@code confirmations:N} with N from 0 to 1000. */
    public static Finality parse(String text) {
      if (text.equals("finalized")) {
        return new Finality(-1);
      }
      if (!text.matches(BY_COUNT + "([0-9]{1,3}|1000)")) {
        throw new IllegalArgumentException("neither finalized nor confirmations:0 to 1000");
      }
      return new Finality(Integer.parseInt(text.substring(BY_COUNT.length())));
    }

    /** Whether the chain itself says which block is final. */
    public boolean askedOfTheChain() {
      return confirmations < 0;
    }
  }
}
