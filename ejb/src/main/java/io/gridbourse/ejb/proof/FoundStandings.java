package io.gridbourse.ejb.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.Fact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a group of facts says of workers that were checked. One row for a worker: an insert that may
 * update cannot name a row twice. Sorted, so that two nodes lock the rows in the same order.
 */
final class FoundStandings {
  private static final String PASS =
      "insert into worker_standing (worker, checks_passed) values (?, ?) on conflict (worker)"
          + " do update set checks_passed = worker_standing.checks_passed + excluded.checks_passed";
  private static final String CATCH =
      "insert into worker_standing (worker, caught_at, caught_in) values (?, ?, ?)"
          + " on conflict (worker) do update set streak = 0, checks_passed = 0,"
          + " caught_at = coalesce(worker_standing.caught_at, excluded.caught_at),"
          + " caught_in = coalesce(worker_standing.caught_in, excluded.caught_in)";
  private final SortedMap<String, Integer> passed = new TreeMap<>();
  private final SortedMap<String, Found> caught = new TreeMap<>();

  private record Found(BagId bag, Fact.Checked fact) {}

  /** Takes a finding; of a worker that was caught several times the first counts. */
  void add(BagId bag, Fact.Checked fact) {
    if (fact.isPassed()) {
      passed.merge(fact.worker().hex(), 1, Integer::sum);
    } else {
      caught.putIfAbsent(fact.worker().hex(), new Found(bag, fact));
    }
  }

  /** Stores all in the running transaction. */
  void write(Connection connection) throws SQLException {
    try (PreparedStatement pass = connection.prepareStatement(PASS)) {
      for (var each : passed.entrySet()) {
        pass.setString(1, each.getKey());
        pass.setInt(2, each.getValue());
        pass.addBatch();
      }
      pass.executeBatch();
    }
    try (PreparedStatement found = connection.prepareStatement(CATCH)) {
      for (var each : caught.entrySet()) {
        found.setString(1, each.getKey());
        found.setObject(2, each.getValue().fact().at().atOffset(ZoneOffset.UTC));
        found.setString(3, each.getValue().bag().text());
        found.addBatch();
      }
      found.executeBatch();
    }
  }
}
