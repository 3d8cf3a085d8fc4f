package io.gridbourse.ejb.ledger;

import io.gridbourse.ejb.ledger.LedgerIncident.Kind;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The incidents of the ledger. At most one of a kind is open; what happens again meanwhile is
 * counted. While one that freezes is open, the server signs no match, no withdrawal and no payment:
 * it only sends again what it signed before.
 */
@ApplicationScoped
public class LedgerIncidents {
  private static final int DETAIL_MAX = 2_000;
  private static final Logger LOG = Logger.getLogger(LedgerIncidents.class.getName());
  private Sql sql;
  private Clock clock;
  private Consumer<LedgerAlarm> told;

  protected LedgerIncidents() {}

  /** The incidents in this database. */
  @Inject
  public LedgerIncidents(DataSource database, Clock clock, Event<LedgerAlarm> alarms) {
    this(database, clock, (Consumer<LedgerAlarm>) alarms::fire);
  }

  /** The incidents in this database; {@code told} hears of each. */
  public LedgerIncidents(DataSource database, Clock clock, Consumer<LedgerAlarm> told) {
    this.sql = new Sql(database);
    this.clock = clock;
    this.told = told;
  }

  /** Notes that something happened, in the running transaction. */
  public void raise(Kind kind, String detail, OptionalLong block) {
    String text = detail.length() > DETAIL_MAX ? detail.substring(0, DETAIL_MAX) : detail;
    LOG.severe(() -> "ALARM " + kind + " " + text);
    sql.update(
        "insert into ledger_incident (kind, freezes, detail, block_number, raised_at)"
            + " values (?, ?, ?, ?, ?) on conflict (kind) where ended_at is null do update set"
            + " detail = excluded.detail, times = ledger_incident.times + 1,"
            + " block_number = least(ledger_incident.block_number, excluded.block_number)",
        kind,
        kind.freezes(),
        text,
        block.isPresent() ? Optional.of(block.getAsLong()) : Optional.empty(),
        clock.instant());
    told.accept(new LedgerAlarm(kind.name(), text));
  }

  /** Ends an open incident; false if there is none of the kind. */
  public boolean end(Kind kind, String by, String remedy) {
    boolean ended =
        sql.update(
                "update ledger_incident set ended_at = ?, ended_by = ?, remedy = ?"
                    + " where kind = ? and ended_at is null",
                clock.instant(),
                by,
                remedy,
                kind)
            == 1;
    if (ended) {
      LOG.info(() -> "incident ended kind=" + kind + " by=" + by + " " + remedy);
    }
    return ended;
  }

  /** Ends all that freeze; how many there were. */
  public int thaw(String by, String remedy) {
    int ended = 0;
    for (Kind kind : Kind.values()) {
      ended += kind.freezes() && end(kind, by, remedy) ? 1 : 0;
    }
    return ended;
  }

  /** Whether nothing new may be signed. */
  public boolean isFrozen() {
    return sql.first(
            "select 1 from ledger_incident where freezes and ended_at is null limit 1", row -> true)
        .isPresent();
  }

  /** Those that are open, the oldest first. */
  public List<LedgerIncident> open() {
    return sql.list(
        "select * from ledger_incident where ended_at is null order by id",
        LedgerIncidents::incident);
  }

  /**
   * Incidents, the newest first.
   *
   * @param before id of the last one of the page before
   */
  public List<LedgerIncident> list(OptionalLong before, int limit) {
    return sql.list(
        "select * from ledger_incident where id < ? order by id desc limit ?",
        LedgerIncidents::incident,
        before.orElse(Long.MAX_VALUE),
        limit);
  }

  private static LedgerIncident incident(ResultSet row) throws SQLException {
    long block = row.getLong("block_number");
    OptionalLong at = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(block);
    return new LedgerIncident(
        row.getLong("id"),
        Kind.valueOf(row.getString("kind")),
        row.getString("detail"),
        at,
        row.getInt("times"),
        Sql.instant(row, "raised_at").orElseThrow(),
        Sql.instant(row, "ended_at"),
        Optional.ofNullable(row.getString("ended_by")),
        Optional.ofNullable(row.getString("remedy")));
  }
}
