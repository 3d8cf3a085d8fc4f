package io.gridbourse.ejb.settings;

import java.nio.file.Path;
import java.util.Properties;

/** All settings of this server, one record per area. */
public record Settings(
    StoreSettings store,
    ChainSettings chain,
    KeySettings keys,
    PoolSettings pool,
    MarketSettings market,
    BagSettings bag,
    UserSettings users,
    RecordSettings record,
    ScheduleSettings schedule,
    PromiseSettings promise,
    SupportSettings support,
    InsuranceSettings insurance) {

  /**
   * Reads a settings file.
   *
   * @throws SettingsRefusal if it is missing, has an unknown key, or a value out of range
   */
  public static Settings read(Path file) {
    return from(SettingsFile.open(file));
  }

  static Settings of(Properties properties) {
    return from(new SettingsFile("the settings", properties));
  }

  private static Settings from(SettingsFile file) {
    Settings settings =
        new Settings(
            StoreSettings.from(file),
            ChainSettings.from(file),
            KeySettings.from(file),
            PoolSettings.from(file),
            MarketSettings.from(file),
            BagSettings.from(file),
            UserSettings.from(file),
            RecordSettings.from(file),
            ScheduleSettings.from(file),
            PromiseSettings.from(file),
            SupportSettings.from(file),
            InsuranceSettings.from(file));
    file.refuseUnknown();
    return settings;
  }
}
