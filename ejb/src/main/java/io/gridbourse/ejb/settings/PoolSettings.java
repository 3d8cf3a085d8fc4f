package io.gridbourse.ejb.settings;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Address;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The pool that this installation runs.
 *
 * @param address the pool's entry in the registry; the key {@code operator} owns it
 * @param offers price of one task by category; a category without a price is not offered
 * @param trustMax highest trust it certifies to
 */
public record PoolSettings(
    Address address, String description, Map<Category, NanoRlc> offers, Trust trustMax) {
  private static final int DESCRIPTION_MAX = 100;

  public PoolSettings {
    offers = Collections.unmodifiableMap(new EnumMap<>(offers));
  }

  static PoolSettings from(SettingsFile file) {
    return new PoolSettings(
        file.parsed("gridbourse.pool.address", "0x and 40 hex digits", Address::new),
        file.parsed("gridbourse.pool.description", "1 to 100 characters", PoolSettings::described),
        file.parsed(
            "gridbourse.pool.offers", "a list such as XS:1000000,S:4000000", PoolSettings::offers),
        new Trust(file.number("gridbourse.pool.trust-max", 10_000, 1, Integer.MAX_VALUE)));
  }

  private static String described(String text) {
    if (text.length() > DESCRIPTION_MAX) {
      throw new IllegalArgumentException("too long");
    }
    return text;
  }

  private static Map<Category, NanoRlc> offers(String text) {
    Map<Category, NanoRlc> offers = new EnumMap<>(Category.class);
    for (String offer : text.split(",", -1)) {
      String[] parts = offer.strip().split(":", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException("'" + offer + "' is not CATEGORY:PRICE");
      }
      NanoRlc price = NanoRlc.parse(parts[1]);
      if (offers.put(Category.valueOf(parts[0].strip()), price) != null) {
        throw new IllegalArgumentException(parts[0] + " is there twice");
      }
    }
    return offers;
  }
}
