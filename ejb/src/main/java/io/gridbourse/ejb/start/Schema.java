package io.gridbourse.ejb.start;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** The tables of this server, as the scripts in {@code db/migration} make them. */
public final class Schema {
  /** Where the applied scripts are noted; its absence beside other tables means: not ours. */
  static final String HISTORY = "gridbourse_schema";

  private final DataSource database;
  private final Flyway flyway;

  /**
   * @param scripts the class loader that finds {@code db/migration}
   */
  public Schema(DataSource database, ClassLoader scripts) {
    this.database = database;
    this.flyway =
        Flyway.configure(scripts)
            .dataSource(database)
            .locations("classpath:db/migration")
            .table(HISTORY)
            // Each area numbers its scripts apart: an upgrade may bring one below the newest.
            .outOfOrder(true)
            .failOnMissingLocations(true)
            .cleanDisabled(true)
            .load();
  }

  /**
   * Applies what is missing.
   *
   * @return how many scripts were applied
   * @throws UnusableDatabase if the database is not ours, is newer, or was changed by hand; nothing
   *     was written then
   */
  public int migrate() {
    refuseForeignTables();
    refuseNewer();
    try {
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException e) {
      throw new UnusableDatabase(
          "The database cannot be brought to this version: %s. Nothing more was changed."
              .formatted(e.getMessage()),
          e);
    }
  }

  private void refuseForeignTables() {
    String sql =
        "select count(*) filter (where table_name = ?) as ours, count(*) as tables,"
            + " min(table_name) as one, current_database() as name"
            + " from information_schema.tables where table_schema = current_schema()";
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, HISTORY);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        if (row.getLong("ours") == 0 && row.getLong("tables") > 0) {
          throw new UnusableDatabase(
              "The database %s holds %d tables (for example %s) that are not Gridbourse's. Give the"
                      .formatted(row.getString("name"), row.getLong("tables"), row.getString("one"))
                  + " server an empty database of its own; nothing was changed in this one.");
        }
      }
    } catch (SQLException e) {
      throw new UnusableDatabase("The database cannot be read: " + e.getMessage(), e);
    }
  }

  private void refuseNewer() {
    String newer =
        Arrays.stream(flyway.info().applied())
            .filter(script -> isOfNewerServer(script.getState()))
            .map(MigrationInfo::getScript)
            .findFirst()
            .orElse("");
    if (!newer.isEmpty()) {
      throw new UnusableDatabase(
          "The database was migrated by a newer server (%s is unknown here). Start that version of"
                  .formatted(newer)
              + " the server, or restore the backup made before the upgrade.");
    }
  }

  private static boolean isOfNewerServer(MigrationState state) {
    return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
  }
}
