package io.gridbourse.ejb.start;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Brings the database to the schema of this server, before anything else touches it: every other
 * bean that starts with the server names this one in {@code @DependsOn}. A database that is not
 * ours, or that a newer server has migrated, stops the deployment and is left as it was.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class MigrateDatabase {
  private static final Logger LOG = Logger.getLogger(MigrateDatabase.class.getName());

  @Resource(lookup = "jdbc/gridbourse")
  private DataSource database;

  private boolean done;

  @PostConstruct
  void migrate() {
    try {
      int applied = new Schema(database, MigrateDatabase.class.getClassLoader()).migrate();
      LOG.info(() -> "database ready applied=" + applied);
      done = true;
    } catch (UnusableDatabase refusal) {
      // The container wraps what is thrown here many times over; this line is for people.
      LOG.severe(() -> "The server does not start: " + refusal.getMessage());
      throw refusal;
    }
  }

  /** Whether the schema is that of this server. */
  public boolean isDone() {
    return done;
  }
}
