package io.gridbourse.ejb.settings;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * What a use case gets from outside by its constructor: settings, time, chance and the database. No
 * other place reads the clock or the system's properties.
 */
@ApplicationScoped
public class Surroundings {
  private static final String PROPERTY = "gridbourse.settings";

  @Resource(lookup = "jdbc/gridbourse")
  private DataSource dataSource;

  @PersistenceContext(unitName = "gridbourse")
  private EntityManager rows;

  private Settings settings;

  /** The settings, read at the first call. */
  @Produces
  public synchronized Settings settings() {
    if (settings == null) {
      String file = System.getProperty(PROPERTY);
      if (file == null) {
        throw new SettingsRefusal(
            "no settings: start the server with -D" + PROPERTY + "=FILE, an existing file");
      }
      settings = Settings.read(Path.of(file));
    }
    return settings;
  }

  /** Where files are. */
  @Produces
  public StoreSettings store() {
    return settings().store();
  }

  /** The chain. */
  @Produces
  public ChainSettings chain() {
    return settings().chain();
  }

  /** The server's keys. */
  @Produces
  public KeySettings keys() {
    return settings().keys();
  }

  /** The installation's pool. */
  @Produces
  public PoolSettings pool() {
    return settings().pool();
  }

  /** What a wallet may take up. */
  @Produces
  public MarketSettings market() {
    return settings().market();
  }

  /** How bags run. */
  @Produces
  public BagSettings bag() {
    return settings().bag();
  }

  /** Local users. */
  @Produces
  public UserSettings users() {
    return settings().users();
  }

  /** The side record. */
  @Produces
  public RecordSettings record() {
    return settings().record();
  }

  /** How the pool chooses among bags. */
  @Produces
  public ScheduleSettings schedule() {
    return settings().schedule();
  }

  /** How promises are kept. */
  @Produces
  public PromiseSettings promise() {
    return settings().promise();
  }

  /** How supporting workers are had. */
  @Produces
  public SupportSettings support() {
    return settings().support();
  }

  /** Insurance. */
  @Produces
  public InsuranceSettings insurance() {
    return settings().insurance();
  }

  /** The database, enlisted in the running transaction. */
  @Produces
  public DataSource dataSource() {
    return dataSource;
  }

  /** The mapped rows of that database; a context for each transaction. */
  @Produces
  public EntityManager rows() {
    return rows;
  }

  /** The server's time. */
  @Produces
  public Clock clock() {
    return Clock.systemUTC();
  }

  /** Chance that nobody can predict. */
  @Produces
  public RandomGenerator random() {
    return new SecureRandom();
  }
}
