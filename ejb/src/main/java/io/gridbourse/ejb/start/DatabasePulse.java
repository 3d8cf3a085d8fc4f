package io.gridbourse.ejb.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Whether the database answers. */
@ApplicationScoped
public class DatabasePulse {
  private static final int WAIT_SECONDS = 2;

  private DataSource database;

  protected DatabasePulse() {}

  @Inject
  public DatabasePulse(DataSource database) {
    this.database = database;
  }

  /** Asks it. */
  public boolean answers() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(WAIT_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }
}
