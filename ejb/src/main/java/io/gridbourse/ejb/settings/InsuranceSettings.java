package io.gridbourse.ejb.settings;

import io.gridbourse.domain.value.Address;
import java.time.Duration;
import java.util.Optional;

/**
 * Insurance of deals.
 *
 * @param contract the insurance; without one nothing is insured here
 * @param quoteFor how long a signed quote, or a premium told with a price, binds the underwriter
 * @param dealMaxPercent most of the capital that one deal may take, in percent
 */
public record InsuranceSettings(Optional<Address> contract, Duration quoteFor, int dealMaxPercent) {
  /** No insurance. */
  public static final InsuranceSettings NONE =
      new InsuranceSettings(Optional.empty(), Duration.ofMinutes(2), 25);

  private static final String PREFIX = "gridbourse.insurance.";

  static InsuranceSettings from(SettingsFile file) {
    return new InsuranceSettings(
        file.optional(PREFIX + "contract")
            .map(text -> file.parsed(PREFIX + "contract", "0x and 40 hex digits", Address::new)),
        file.duration(
            PREFIX + "quote-for", NONE.quoteFor, Duration.ofSeconds(10), Duration.ofHours(1)),
        (int) file.number(PREFIX + "deal-max-percent", NONE.dealMaxPercent, 1, 100));
  }
}
