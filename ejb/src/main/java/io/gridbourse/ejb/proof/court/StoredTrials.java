package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.proof.court.Trial;
import io.gridbourse.domain.proof.court.TrialFact;
import io.gridbourse.domain.proof.court.TrialState;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Trials as the ledger's events in this database make them. */
public final class StoredTrials {
  private static final String ENDED = " ('ENDED_UPHELD', 'ENDED_UNFOUNDED', 'ENDED_UNDECIDED')";
  private static final String NOT_ENDED =
      " and not exists (select 1 from trial_event e where e.trial = c.trial and e.kind in"
          + ENDED
          + ")";
  private final Sql sql;

  /** The trials in this database. */
  public StoredTrials(DataSource database) {
    this.sql = new Sql(database);
  }

  /** A trial with the transactions that opened and ended it. */
  public record Recorded(Trial trial, String opened, Optional<String> ended) {}

  /** One trial. */
  public Optional<Recorded> find(long number) {
    return folded("select * from trial_event where trial = ? order by event_id", number).stream()
        .findFirst();
  }

  /** Trials that have not ended. */
  public List<Trial> open() {
    return trials(
        folded(
            "select * from trial_event where trial in (select c.trial from trial_event c"
                + " where c.kind = 'CHALLENGED'"
                + NOT_ENDED
                + ") order by event_id"));
  }

  /** Trials of a deal that have not ended. */
  public List<Trial> open(DealId deal) {
    return trials(
        folded(
            "select * from trial_event where trial in (select c.trial from trial_event c"
                + " where c.kind = 'CHALLENGED' and c.deal = ?"
                + NOT_ENDED
                + ") order by event_id",
            deal.hex()));
  }

  /** Trials about one task, the newest last. */
  public List<Recorded> of(DealId deal, long index) {
    return folded(
        "select * from trial_event where trial in (select c.trial from trial_event c"
            + " where c.kind = 'CHALLENGED' and c.deal = ? and c.task_index = ?)"
            + " order by event_id",
        deal.hex(),
        index);
  }

  /**
   * Trials for a list, the newest first.
   *
   * @param account only those that it opened or whose deal it requested; empty for all
   * @param deal only those about it; empty for all
   * @param before only those with a lower number
   */
  public List<Recorded> page(
      Optional<Address> account, Optional<DealId> deal, Optional<Long> before, int limit) {
    List<Recorded> page =
        new ArrayList<>(
            folded(
                "select * from trial_event where trial in (select c.trial from trial_event c"
                    + " left join deal d on d.id = c.deal where c.kind = 'CHALLENGED'"
                    + " and (?::text is null or c.account = ? or d.requester = ?)"
                    + " and (?::text is null or c.deal = ?)"
                    + " and (?::bigint is null or c.trial < ?)"
                    + " order by c.trial desc limit ?) order by event_id",
                account.map(Address::hex),
                account.map(Address::hex),
                account.map(Address::hex),
                deal.map(DealId::hex),
                deal.map(DealId::hex),
                before,
                before,
                limit));
    page.sort((a, b) -> Long.compare(b.trial().number(), a.trial().number()));
    return page;
  }

  private static List<Trial> trials(List<Recorded> recorded) {
    return recorded.stream().map(Recorded::trial).toList();
  }

  private record Row(
      long trial,
      String kind,
      Instant at,
      String transaction,
      Optional<TrialFact> fact,
      Trial opened) {}

  /** Rows in the order of the chain, by trial. */
  private List<Recorded> folded(String query, Object... values) {
    Map<Long, List<Row>> byTrial = new TreeMap<>();
    sql.list(query, StoredTrials::row, values)
        .forEach(row -> byTrial.computeIfAbsent(row.trial(), n -> new ArrayList<>()).add(row));
    return byTrial.values().stream().map(StoredTrials::fold).toList();
  }

  private static Recorded fold(List<Row> rows) {
    Trial trial = rows.get(0).opened();
    Optional<String> ended = Optional.empty();
    for (Row row : rows.subList(1, rows.size())) {
      trial = trial.after(row.fact().orElseThrow());
      if (trial.state().isFinal()) {
        ended = Optional.of(row.transaction());
      }
    }
    return new Recorded(trial, rows.get(0).transaction(), ended);
  }

  private static Row row(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    long trial = row.getLong("trial");
    Instant at = Sql.instant(row, "at").orElseThrow();
    boolean isFirst = kind.equals("CHALLENGED");
    return new Row(
        trial,
        kind,
        at,
        row.getString("tx_hash"),
        isFirst ? Optional.empty() : Optional.of(fact(row, kind, at)),
        isFirst ? Trial.opened(trial, subject(row, at), row.getLong("number")) : null);
  }

  private static Trial.Subject subject(ResultSet row, Instant at) throws SQLException {
    return new Trial.Subject(
        new DealId(row.getString("deal")),
        row.getLong("task_index"),
        new Bytes32(row.getString("digest")),
        new Address(row.getString("account")),
        new NanoRlc(Sql.integer(row, "amount")),
        at);
  }

  private static TrialFact fact(ResultSet row, String kind, Instant at) throws SQLException {
    return switch (kind) {
      case "DRAW_SET" -> new TrialFact.DrawSet(row.getLong("number"));
      case "JUROR_DRAWN" ->
          new TrialFact.JurorDrawn(account(row), row.getInt("round"), second(row));
      case "VOTE_COMMITTED" -> new TrialFact.VoteCommitted(account(row));
      case "REVEAL_OPENED" -> new TrialFact.RevealOpened(second(row));
      case "VOTE_REVEALED" -> new TrialFact.VoteRevealed(account(row), digest(row));
      case "SEAL_OPENED" -> new TrialFact.SealOpened(account(row));
      default -> new TrialFact.Ended(TrialState.Event.valueOf(kind), digest(row), at);
    };
  }

  private static Address account(ResultSet row) throws SQLException {
    return new Address(row.getString("account"));
  }

  private static Bytes32 digest(ResultSet row) throws SQLException {
    return new Bytes32(row.getString("digest"));
  }

  private static Instant second(ResultSet row) throws SQLException {
    return Instant.ofEpochSecond(row.getLong("number"));
  }
}
