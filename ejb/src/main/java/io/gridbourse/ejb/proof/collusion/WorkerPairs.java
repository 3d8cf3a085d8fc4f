package io.gridbourse.ejb.proof.collusion;

import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.proof.collusion.AgreementBook;
import io.gridbourse.domain.proof.collusion.AgreementBook.Suspects;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Which workers were outvoted together, and how often. It goes by certificates that are strong:
 * where few voted, it may be the honest who look wrong.
 */
public final class WorkerPairs {
  /** Of the pairs that are found, this share is innocent at most, on average. */
  public static final double FALSE_ALARM_RATE = 0.001;

  /** Equal votes from which a certificate is strong enough. */
  private static final int STRONG = 3;

  /** Counts above this change nothing but the time that a test takes. */
  private static final long COUNTED_MAX = 1_000_000;

  private static final String ADD =
      "insert into worker_pair (first, second, together, first_wrong, second_wrong, agreed_wrong)"
          + " values (?, ?, ?, ?, ?, ?) on conflict (first, second) do update"
          + " set together = worker_pair.together + excluded.together,"
          + " first_wrong = worker_pair.first_wrong + excluded.first_wrong,"
          + " second_wrong = worker_pair.second_wrong + excluded.second_wrong,"
          + " agreed_wrong = worker_pair.agreed_wrong + excluded.agreed_wrong";
  private final Sql sql;
  private volatile Set<Pair> apart = Set.of();

  /** The pairs in this database. */
  public WorkerPairs(DataSource database) {
    this.sql = new Sql(database);
  }

  private record Pair(String first, String second) {
    static Pair of(String a, String b) {
      return a.compareTo(b) < 0 ? new Pair(a, b) : new Pair(b, a);
    }
  }

  private record Vote(String worker, int group) {}

  /** Counts the votes of a decided partition. */
  public void count(PartitionSettlement settlement) {
    count(settlement, 1);
  }

  /** Takes back what was counted of a partition that is opened again. */
  public void takeBack(PartitionSettlement settlement) {
    count(settlement, -1);
  }

  private void count(PartitionSettlement settlement, int sign) {
    Map<Pair, long[]> counts = new HashMap<>();
    for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
      if (ballot.accepted().size() >= STRONG) {
        count(votes(settlement, ballot), ballot.tasks(), counts);
      }
    }
    List<Object[]> rows = new ArrayList<>();
    counts.entrySet().stream()
        // Always in one order, so that two partitions cannot wait for each other's rows.
        .sorted(
            Map.Entry.comparingByKey(
                java.util.Comparator.comparing(Pair::first).thenComparing(Pair::second)))
        .forEach(each -> rows.add(row(each.getKey(), each.getValue(), sign)));
    sql.batch(ADD, rows);
  }

  private static Object[] row(Pair pair, long[] counts, int sign) {
    return new Object[] {
      pair.first,
      pair.second,
      sign * counts[0],
      sign * counts[1],
      sign * counts[2],
      sign * counts[3]
    };
  }

  /** The answer that was accepted is group 0. */
  private static List<Vote> votes(
      PartitionSettlement settlement, PartitionSettlement.Ballot ballot) {
    List<Vote> votes = new ArrayList<>();
    ballot.accepted().forEach(at -> votes.add(new Vote(name(settlement, at), 0)));
    for (int group = 0; group < ballot.rejected().size(); group++) {
      int number = group + 1;
      ballot.rejected().get(group).forEach(at -> votes.add(new Vote(name(settlement, at), number)));
    }
    return votes;
  }

  private static String name(PartitionSettlement settlement, int at) {
    return settlement.commitments().get(at).worker().hex();
  }

  private static void count(List<Vote> votes, long tasks, Map<Pair, long[]> counts) {
    for (int i = 0; i < votes.size(); i++) {
      for (int j = i + 1; j < votes.size(); j++) {
        Pair pair = Pair.of(votes.get(i).worker, votes.get(j).worker);
        boolean isInOrder = pair.first.equals(votes.get(i).worker);
        Vote first = votes.get(isInOrder ? i : j);
        Vote second = votes.get(isInOrder ? j : i);
        long[] of = counts.computeIfAbsent(pair, each -> new long[4]);
        of[0] += tasks;
        of[1] += first.group == 0 ? 0 : tasks;
        of[2] += second.group == 0 ? 0 : tasks;
        of[3] += first.group != 0 && first.group == second.group ? tasks : 0;
      }
    }
  }

  /** The pairs that agree against the rest too often, the least probable first. */
  public List<Suspects> suspects() {
    AgreementBook book = new AgreementBook();
    sql.list("select * from worker_pair", WorkerPairs::counted).forEach(book::add);
    return book.suspects(FALSE_ALARM_RATE);
  }

  private static AgreementBook.Counted counted(ResultSet row) throws SQLException {
    long together = row.getLong("together");
    double scale = Math.min(1, (double) COUNTED_MAX / Math.max(1, together));
    return new AgreementBook.Counted(
        row.getString("first"),
        row.getString("second"),
        (int) (together * scale),
        (int) (row.getLong("first_wrong") * scale),
        (int) (row.getLong("second_wrong") * scale),
        (int) (row.getLong("agreed_wrong") * scale));
  }

  /** Reads anew which workers are to be kept apart. */
  public void refresh() {
    Set<Pair> found = new HashSet<>();
    suspects().forEach(each -> found.add(Pair.of(each.first(), each.second())));
    apart = found;
  }

  /** Whether two workers must not share a task. */
  public boolean areApart(Address one, Address other) {
    return !apart.isEmpty() && apart.contains(Pair.of(one.hex(), other.hex()));
  }
}
