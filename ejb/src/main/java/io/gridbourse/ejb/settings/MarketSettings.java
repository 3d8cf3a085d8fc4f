package io.gridbourse.ejb.settings;

/**
 * How much of the market one wallet may take up, and what is done for requesters.
 *
 * @param ordersPerWallet open orders that it may have in the book
 * @param challengesPerWallet challenges that it may have open; older ones are forgotten
 * @param claimOverdue whether what nobody settled before its final deadline is claimed back for
 *     requesters whose keys the server keeps
 */
public record MarketSettings(int ordersPerWallet, int challengesPerWallet, boolean claimOverdue) {
  private static final String PREFIX = "gridbourse.market.";

  static MarketSettings from(SettingsFile file) {
    return new MarketSettings(
        (int) file.number(PREFIX + "orders-per-wallet", 1_000, 1, 1_000_000),
        (int) file.number(PREFIX + "challenges-per-wallet", 16, 1, 1_000),
        file.flag(PREFIX + "claim-overdue", true));
  }
}
